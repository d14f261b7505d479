//! What the platform notes on an instance: a map whose key prefix differs per installation.

use std::fmt;

use gpu_common::{Field, FieldValue, Secret};
use serde::de::value::MapAccessDeserializer;
use serde::de::{Deserialize, Deserializer, MapAccess, Visitor};
use serde::ser::SerializeMap;
use serde::{Serialize, Serializer};
use serde_json::Value;

/// The keys of the documented samples, without their prefix.
const DOCUMENTED: [&str; 14] = [
    "cost-coupon-id",
    "cost-discount-id",
    "cost-disk-sku-id",
    "cost-gpu-sku-id",
    "cost-order-id",
    "cost-time",
    "cost-type",
    "description",
    "display-name",
    "gpu.machine",
    "gpu.resource.key",
    "region",
    "saveDataEnabled",
    "unit-price",
];

/// An instance's annotations: texts under keys such as `neolink.ai/unit-price`.
///
/// The prefix before the `/` differs between the two public editions of the page, and what a given
/// host sends is unknown: [`get`](Self::get) looks up by the part behind it. The documented keys
/// are `cost-coupon-id`, `cost-discount-id`, `cost-disk-sku-id`, `cost-gpu-sku-id`,
/// `cost-order-id`, `cost-time`, `cost-type`, `description`, `display-name`, `gpu.machine`,
/// `gpu.resource.key`, `region`, `saveDataEnabled` (absent from one sample) and `unit-price`; all
/// others are kept, and their values are neither shown by `Debug` nor written outside
/// `WithSecrets`.
#[derive(Clone, PartialEq, Eq)]
pub struct Annotations(Vec<(String, Note)>);

#[derive(Clone, PartialEq, Eq)]
enum Note {
    Documented(Field<String>),
    Other(Field<Secret>),
}

impl Annotations {
    /// The text under a key, given with its prefix or without. `None` if there is no such key or
    /// its text is empty, which means unset (inferred).
    #[must_use]
    pub fn get(&self, key: &str) -> Option<&str> {
        self.0
            .iter()
            .filter(|(name, _)| name == key || without_prefix(name) == key)
            .find_map(|(_, note)| note.text())
    }

    /// Whole keys and their texts in the order sent; `None` for an empty text.
    pub fn iter(&self) -> impl Iterator<Item = (&str, Option<&str>)> {
        self.0.iter().map(|(key, note)| (key.as_str(), note.text()))
    }

    /// How many annotations were sent.
    #[must_use]
    pub fn len(&self) -> usize {
        self.0.len()
    }

    /// Whether none was sent.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }
}

impl Note {
    fn text(&self) -> Option<&str> {
        match self {
            Self::Documented(text) => text.get().map(String::as_str),
            Self::Other(text) => text.get().map(Secret::expose),
        }
    }
}

fn without_prefix(key: &str) -> &str {
    key.split_once('/').map_or(key, |(_, name)| name)
}

impl fmt::Debug for Annotations {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let mut map = f.debug_map();
        for (key, note) in &self.0 {
            match note {
                Note::Documented(text) => map.entry(key, text),
                Note::Other(text) => map.entry(key, text),
            };
        }
        map.finish()
    }
}

impl Serialize for Annotations {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let mut map = serializer.serialize_map(Some(self.0.len()))?;
        for (key, note) in &self.0 {
            match note {
                Note::Documented(text) => map.serialize_entry(key, text)?,
                Note::Other(text) => map.serialize_entry(key, text)?,
            }
        }
        map.end()
    }
}

impl<'de> Deserialize<'de> for Annotations {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        struct Map;

        impl<'de> Visitor<'de> for Map {
            type Value = Annotations;

            fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str("a map of texts")
            }

            fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<Annotations, A::Error> {
                let mut notes = Vec::new();
                while let Some(key) = map.next_key::<String>()? {
                    let note = if DOCUMENTED.contains(&without_prefix(&key)) {
                        Note::Documented(map.next_value()?)
                    } else {
                        Note::Other(map.next_value()?)
                    };
                    notes.push((key, note));
                }
                Ok(Annotations(notes))
            }
        }

        deserializer.deserialize_map(Map)
    }
}

/// An object; anything else is unreadable, and masked.
impl FieldValue for Annotations {
    const SECRET: bool = true;

    fn from_object<'de, A: MapAccess<'de>>(object: A) -> Result<Result<Self, Value>, A::Error> {
        Self::deserialize(MapAccessDeserializer::new(object)).map(Ok)
    }
}

#[cfg(test)]
mod tests {
    use gpu_common::WithSecrets;

    use super::*;

    const SENT: &str = r#"{"neolink.ai/cost-type":"1","neolink.ai/cost-time":"","other.example/pin":"hunter2","bare":"x","neolink.ai/unit-price":250,"n/odd":{"a":"hunter2"}}"#;

    #[test]
    fn a_key_is_found_whatever_its_prefix() {
        let annotations: Annotations = serde_json::from_str(SENT).unwrap();
        for (key, text) in [
            ("cost-type", Some("1")),
            ("neolink.ai/cost-type", Some("1")),
            ("cost-time", None),
            ("pin", Some("hunter2")),
            ("bare", Some("x")),
            ("unit-price", Some("250")),
            ("odd", None),
            ("demo.cdc.datenfab.com/cost-type", None),
        ] {
            assert_eq!(annotations.get(key), text, "{key}");
        }
    }

    #[test]
    fn nothing_is_lost_and_what_is_not_documented_is_not_shown() {
        let annotations: Annotations = serde_json::from_str(SENT).unwrap();
        assert_eq!(
            serde_json::to_string(&WithSecrets(&annotations)).unwrap(),
            SENT
        );
        let shown = format!(
            "{annotations:?}{}",
            serde_json::to_string(&annotations).unwrap()
        );
        assert!(
            shown.contains("pin") && !shown.contains("hunter2"),
            "{shown}"
        );
    }
}
