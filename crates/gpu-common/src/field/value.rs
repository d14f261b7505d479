//! What a type must know to be read by a [`Field`](crate::Field).

use serde::de::value::{MapAccessDeserializer, SeqAccessDeserializer};
use serde::de::{Deserialize, Deserializer, MapAccess, SeqAccess};
use serde_json::{Number, Value};

use super::{Field, Reading};

/// A type that a [`Field`](crate::Field) can hold: how it is read from each kind of JSON.
///
/// Every hook has a default, "this is not one of mine"; a type overrides those it understands.
/// `null`, absence and blank texts (`""`, white space, `"--"`) never reach the hooks.
pub trait FieldValue: Sized {
    /// Whether what was sent may hold a credential. If so, `Debug` of the field shows neither an
    /// original nor an unreadable value, and serialising masks them outside
    /// [`WithSecrets`](crate::WithSecrets). (The value itself must mask itself.)
    const SECRET: bool = false;

    /// Reads a text that is not blank.
    #[must_use]
    fn from_text(text: &str) -> Reading<Self> {
        let _ = text;
        Reading::Unreadable
    }

    /// Reads a number.
    ///
    /// An integer beyond `u64` and `i64` arrives as the nearest `f64`, as `serde_json` reads it.
    #[must_use]
    fn from_number(number: &Number) -> Reading<Self> {
        let _ = number;
        Reading::Unreadable
    }

    /// Reads `true` or `false`.
    #[must_use]
    fn from_bool(value: bool) -> Reading<Self> {
        let _ = value;
        Reading::Unreadable
    }

    /// Reads a whole field. Leave it as it is, unless the type is [`Structured`].
    ///
    /// # Errors
    ///
    /// Only what the deserializer reports: JSON that is not well-formed.
    fn read_field<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Field<Self>, D::Error> {
        super::de::scalar(deserializer)
    }
}

/// A type that a [`Field`](crate::Field) reads from lists or objects.
///
/// Its [`FieldValue::read_field`] must be [`structured`](crate::structured), or the hooks here are
/// never asked.
pub trait Structured: FieldValue {
    /// Reads a list; a list that is not a `Self` is handed back as it came, in `Ok(Err(_))`.
    ///
    /// # Errors
    ///
    /// Only what the deserializer reports: JSON that is not well-formed.
    fn from_array<'de, A: SeqAccess<'de>>(array: A) -> Result<Result<Self, Value>, A::Error> {
        Value::deserialize(SeqAccessDeserializer::new(array)).map(Err)
    }

    /// Reads an object; an object that is not a `Self` is handed back as it came, in `Ok(Err(_))`.
    ///
    /// # Errors
    ///
    /// Only what the deserializer reports: JSON that is not well-formed.
    fn from_object<'de, A: MapAccess<'de>>(object: A) -> Result<Result<Self, Value>, A::Error> {
        Value::deserialize(MapAccessDeserializer::new(object)).map(Err)
    }
}
