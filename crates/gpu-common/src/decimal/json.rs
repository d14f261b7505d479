//! Decimals in JSON: a string or a number in, a string out.

use std::fmt;

use serde::de::value::MapAccessDeserializer;
use serde::de::{self, MapAccess, Unexpected, Visitor};
use serde::{Deserialize, Deserializer, Serialize, Serializer};
use serde_json::Value;

use super::{Decimal, DecimalError};

impl Decimal {
    /// Reads a JSON number exactly as it prints.
    ///
    /// # Errors
    /// [`DecimalError::TooLong`] when it has more than 38 digits, as `1e300` has.
    pub fn from_json(number: &serde_json::Number) -> Result<Self, DecimalError> {
        number.to_string().parse()
    }
}

impl Serialize for Decimal {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_str(self)
    }
}

impl<'de> Deserialize<'de> for Decimal {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        struct StringOrNumber;
        impl<'de> Visitor<'de> for StringOrNumber {
            type Value = Decimal;

            fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str("a decimal number or a string that holds one")
            }
            fn visit_str<E: de::Error>(self, text: &str) -> Result<Decimal, E> {
                text.parse().map_err(E::custom)
            }
            fn visit_i64<E: de::Error>(self, whole: i64) -> Result<Decimal, E> {
                Ok(whole.into())
            }
            fn visit_u64<E: de::Error>(self, whole: u64) -> Result<Decimal, E> {
                Ok(whole.into())
            }
            fn visit_f64<E: de::Error>(self, number: f64) -> Result<Decimal, E> {
                // The shortest text that means this float is what the sender wrote.
                number.to_string().parse().map_err(E::custom)
            }
            fn visit_map<A: MapAccess<'de>>(self, map: A) -> Result<Decimal, A::Error> {
                // A number, as `serde_json/arbitrary_precision` has it: any crate of a user's program
                // can switch that on for all.
                match Value::deserialize(MapAccessDeserializer::new(map))? {
                    Value::Number(number) => Decimal::from_json(&number).map_err(de::Error::custom),
                    _ => Err(de::Error::invalid_type(Unexpected::Map, &self)),
                }
            }
        }
        deserializer.deserialize_any(StringOrNumber)
    }
}
