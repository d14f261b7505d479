//! From text to tree, nothing rounded and nothing merged.

use std::fmt;

use serde::de::{Deserialize, Deserializer, MapAccess, Visitor};
use serde_json::value::RawValue;

use super::Json;

impl Json {
    /// Reads a text; `None` if it is not JSON by its grammar.
    pub(crate) fn read(text: &str) -> Option<Self> {
        let text = text.trim();
        serde_json::from_str::<&RawValue>(text).ok()?;
        Some(Self::of(text))
    }

    /// Reads a text that is grammatical.
    fn of(text: &str) -> Self {
        let undecodable = || Self::Undecodable(text.to_owned());
        match text.as_bytes().first() {
            Some(b'n') => Self::Null,
            Some(b't' | b'f') => Self::Bool(text == "true"),
            Some(b'"') => serde_json::from_str(text).map_or_else(|_| undecodable(), Self::Text),
            Some(b'[') => match serde_json::from_str::<Vec<&RawValue>>(text) {
                Ok(items) => Self::List(items.into_iter().map(|raw| Self::of(raw.get())).collect()),
                Err(_) => undecodable(),
            },
            Some(b'{') => match serde_json::from_str(text) {
                Ok(Members(members)) => Self::Object(members),
                Err(_) => undecodable(),
            },
            _ if serde_json::from_str::<f64>(text).is_ok() => Self::Number(text.to_owned()),
            _ => undecodable(),
        }
    }
}

/// An object's members as they stand.
struct Members(Vec<(String, Json)>);

impl<'de> Deserialize<'de> for Members {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        struct InOrder;

        impl<'de> Visitor<'de> for InOrder {
            type Value = Members;

            fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str("an object")
            }

            fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<Self::Value, A::Error> {
                let mut members = Vec::new();
                while let Some((name, raw)) = map.next_entry::<String, &RawValue>()? {
                    members.push((name, Json::of(raw.get())));
                }
                Ok(Members(members))
            }
        }

        deserializer.deserialize_map(InOrder)
    }
}
