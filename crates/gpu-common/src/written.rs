//! A JSON string or number, as it is written.

use std::fmt;

use serde::de::value::MapAccessDeserializer;
use serde::de::{Error, MapAccess, Unexpected, Visitor};
use serde::{Deserialize, Deserializer};
use serde_json::Value;
use smol_str::{SmolStr, ToSmolStr};

/// What was sent in the place of an id or an amount.
pub(crate) struct Written {
    pub(crate) text: SmolStr,
    /// Whether it was a number and not a string.
    pub(crate) is_number: bool,
    /// Whether it went through a float, so that digits beyond the fifteenth may be others.
    pub(crate) is_float: bool,
}

impl Written {
    fn number(number: impl fmt::Display) -> Self {
        Self { text: number.to_smolstr(), is_number: true, is_float: false }
    }
}

impl<'de> Deserialize<'de> for Written {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        struct StringOrNumber;

        impl<'de> Visitor<'de> for StringOrNumber {
            type Value = Written;

            fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str("a string or a number")
            }
            fn visit_str<E: Error>(self, text: &str) -> Result<Written, E> {
                Ok(Written { text: text.into(), is_number: false, is_float: false })
            }
            fn visit_i64<E: Error>(self, whole: i64) -> Result<Written, E> {
                Ok(Written::number(whole))
            }
            fn visit_u64<E: Error>(self, whole: u64) -> Result<Written, E> {
                Ok(Written::number(whole))
            }
            fn visit_f64<E: Error>(self, number: f64) -> Result<Written, E> {
                // The shortest text that means this float is what the sender wrote.
                Ok(Written { is_float: true, ..Written::number(number) })
            }
            fn visit_map<A: MapAccess<'de>>(self, map: A) -> Result<Written, A::Error> {
                // A number, as `serde_json/arbitrary_precision` hands it over. Any crate of a
                // user's program can switch that on for all.
                match Value::deserialize(MapAccessDeserializer::new(map))? {
                    Value::Number(number) => Ok(Written::number(number)),
                    _ => Err(A::Error::invalid_type(Unexpected::Map, &self)),
                }
            }
        }

        deserializer.deserialize_any(StringOrNumber)
    }
}
