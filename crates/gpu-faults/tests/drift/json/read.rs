//! From text to tree, nothing rounded and nothing merged.

use std::fmt;
use std::marker::PhantomData;

use serde::de::value::{MapAccessDeserializer, SeqAccessDeserializer};
use serde::de::{Deserialize, Deserializer, MapAccess, SeqAccess, Visitor};
use serde_json::value::RawValue;

use super::Json;

impl Json {
    /// Reads a text; `None` if it is not JSON by its grammar.
    pub(crate) fn read(text: &str) -> Option<Self> {
        let text = text.trim();
        serde_json::from_str::<&RawValue>(text).ok()?;
        Some(Self::of(text))
    }

    /// Reads a text whose numbers need not keep their spelling: in one pass, unless something in it
    /// cannot be decoded.
    pub(crate) fn read_fast(text: &str) -> Option<Self> {
        serde_json::from_str(text).ok().or_else(|| Self::read(text))
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
            Some(b'{') => match serde_json::from_str::<Members<&RawValue>>(text) {
                Ok(Members(members)) => {
                    let read = |(name, raw): (String, &RawValue)| (name, Self::of(raw.get()));
                    Self::Object(members.into_iter().map(read).collect())
                }
                Err(_) => undecodable(),
            },
            _ if serde_json::from_str::<f64>(text).is_ok() => Self::Number(text.to_owned()),
            _ => undecodable(),
        }
    }
}

/// An object's members as they stand.
struct Members<T>(Vec<(String, T)>);

impl<'de, T: Deserialize<'de>> Deserialize<'de> for Members<T> {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        struct InOrder<T>(PhantomData<T>);

        impl<'de, T: Deserialize<'de>> Visitor<'de> for InOrder<T> {
            type Value = Members<T>;

            fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str("an object")
            }

            fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<Self::Value, A::Error> {
                let mut members = Vec::new();
                while let Some(member) = map.next_entry()? {
                    members.push(member);
                }
                Ok(Members(members))
            }
        }

        deserializer.deserialize_map(InOrder(PhantomData))
    }
}

impl<'de> Deserialize<'de> for Json {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        struct Any;

        impl<'de> Visitor<'de> for Any {
            type Value = Json;

            fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str("JSON")
            }

            fn visit_unit<E>(self) -> Result<Json, E> {
                Ok(Json::Null)
            }

            fn visit_bool<E>(self, value: bool) -> Result<Json, E> {
                Ok(Json::Bool(value))
            }

            fn visit_i64<E>(self, number: i64) -> Result<Json, E> {
                Ok(Json::Number(number.to_string()))
            }

            fn visit_u64<E>(self, number: u64) -> Result<Json, E> {
                Ok(Json::Number(number.to_string()))
            }

            fn visit_f64<E>(self, number: f64) -> Result<Json, E> {
                Ok(Json::Number(format!("{number:?}")))
            }

            fn visit_str<E>(self, text: &str) -> Result<Json, E> {
                Ok(Json::text(text))
            }

            fn visit_seq<A: SeqAccess<'de>>(self, list: A) -> Result<Json, A::Error> {
                Vec::deserialize(SeqAccessDeserializer::new(list)).map(Json::List)
            }

            fn visit_map<A: MapAccess<'de>>(self, map: A) -> Result<Json, A::Error> {
                let members = Members::deserialize(MapAccessDeserializer::new(map))?;
                Ok(Json::Object(members.0))
            }
        }

        deserializer.deserialize_any(Any)
    }
}
