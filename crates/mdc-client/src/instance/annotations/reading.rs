//! Reading annotations: which key is whose, and what their prefix is.

use std::fmt;

use gpu_common::{Field, FieldValue, Structured, Text, structured};
use serde::de::value::MapAccessDeserializer;
use serde::de::{Deserialize, DeserializeSeed, Deserializer, MapAccess, Visitor};
use serde_json::Value;

use super::{Annotations, DOCUMENTED, Note, without_prefix};

/// A key as it is kept.
enum Key {
    Documented(u8),
    Elsewhere(Text),
    Other(Text),
}

/// Reads a key. The first documented one says what the prefix is.
struct KeySeed<'a>(&'a mut Option<Text>);

impl<'de> DeserializeSeed<'de> for KeySeed<'_> {
    type Value = Key;

    fn deserialize<D: Deserializer<'de>>(self, deserializer: D) -> Result<Key, D::Error> {
        deserializer.deserialize_str(self)
    }
}

impl Visitor<'_> for KeySeed<'_> {
    type Value = Key;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a key")
    }

    fn visit_str<E>(self, key: &str) -> Result<Key, E> {
        let name = without_prefix(key);
        let index = DOCUMENTED.iter().position(|known| *known == name);
        let Some(index) = index.and_then(|index| u8::try_from(index).ok()) else {
            return Ok(Key::Other(key.into()));
        };
        let prefix = key.strip_suffix(name).unwrap_or_default();
        let shared = self.0.get_or_insert_with(|| prefix.into());
        Ok(if **shared == *prefix {
            Key::Documented(index)
        } else {
            Key::Elsewhere(key.into())
        })
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
                let mut prefix = None;
                let mut notes = Vec::with_capacity(DOCUMENTED.len());
                while let Some(key) = map.next_key_seed(KeySeed(&mut prefix))? {
                    notes.push(match key {
                        Key::Documented(index) => Note::Documented(index, map.next_value()?),
                        Key::Elsewhere(key) => Note::Elsewhere(Box::new((key, map.next_value()?))),
                        Key::Other(key) => Note::Other(Box::new((key, map.next_value()?))),
                    });
                }
                notes.shrink_to_fit();
                Ok(Annotations {
                    prefix: prefix.unwrap_or_else(|| "".into()),
                    notes,
                })
            }
        }

        deserializer.deserialize_map(Map)
    }
}

/// An object; anything else is unreadable, and masked.
impl FieldValue for Annotations {
    const SECRET: bool = true;

    fn read_field<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Field<Self>, D::Error> {
        structured(deserializer)
    }
}

impl Structured for Annotations {
    fn from_object<'de, A: MapAccess<'de>>(object: A) -> Result<Result<Self, Value>, A::Error> {
        Self::deserialize(MapAccessDeserializer::new(object)).map(Ok)
    }
}
