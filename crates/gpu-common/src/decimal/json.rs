//! Decimals in JSON: a string or a number in, a string out.

use std::fmt;

use serde::de::{self, Visitor};
use serde::{Deserialize, Deserializer, Serialize, Serializer};

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
        impl Visitor<'_> for StringOrNumber {
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
        }
        deserializer.deserialize_any(StringOrNumber)
    }
}
