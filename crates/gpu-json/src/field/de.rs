//! Reading a field from any JSON.
//!
//! What does not depend on the field's type is read by one function, compiled once: a list of machines has
//! fields of many types.

use std::borrow::Cow;
use std::fmt;
use std::marker::PhantomData;
use std::sync::Arc;

use serde::de::value::{MapAccessDeserializer, SeqAccessDeserializer};
use serde::de::{DeserializeOwned, Error, MapAccess, SeqAccess, Visitor};
use serde::{Deserialize, Deserializer};
use serde_json::value::RawValue;
use serde_json::{Number, Value};

use super::{Field, FieldValue, Parsed, State};
use crate::Unreadable;
use crate::read::{Mode, apart};
use crate::repair::is_damaged;

/// Whether `serde_json/arbitrary_precision` hands out numbers as if they were objects, which any crate of
/// a user's program can switch on for all: a number then has room for a text.
const NUMBERS_ARE_OBJECTS: bool = size_of::<Number>() > size_of::<(u64, u64)>();

impl<'de, T: FieldValue> Deserialize<'de> for Field<T> {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        T::field(deserializer)
    }
}

impl<T: FieldValue> Field<T> {
    /// Reads a field of a type that is read from no structure.
    pub(super) fn scalar<'de, D: Deserializer<'de>>(sent: D) -> Result<Self, D::Error> {
        let Err(sent) = sent.deserialize_any(SentVisitor::<Nothing>(None, PhantomData))?;
        Ok(Self::of(sent))
    }

    fn of(sent: Sent<'_>) -> Self {
        let parsed = match &sent {
            Sent::Null => return Self(State::Null),
            Sent::Bool(value) => T::from_bool(*value),
            Sent::Number(number) => T::from_number(number),
            Sent::Text(text) if text.is_empty() => return Self(State::Empty),
            Sent::Text(text) if is_blank(text) => Parsed::Blank,
            Sent::Text(text) => T::from_text(text),
            Sent::Structure(_) => Parsed::Unreadable,
        };
        match parsed {
            // By far the most values are what they are documented to be.
            Parsed::Same(value) => Self(State::Same(value)),
            other => Self::odd(other, sent.into()),
        }
    }

    #[inline(never)]
    fn odd(parsed: Parsed<T>, sent: Value) -> Self {
        Self(match parsed {
            Parsed::Same(value) => State::Same(value),
            Parsed::Converted(value) => State::Converted(Box::new((value, Arc::new(sent)))),
            Parsed::Blank if sent.is_string() => State::Blank(Arc::new(sent)),
            Parsed::Blank | Parsed::Unreadable => State::Unreadable(Arc::new(sent)),
        })
    }
}

impl<T: FieldValue + DeserializeOwned> Field<T> {
    /// Reads a field of a type that is read from objects or from lists, by the bracket that opens them.
    pub(crate) fn structure<'de, D>(sent: D, opening: char) -> Result<Self, D::Error>
    where
        D: Deserializer<'de>,
    {
        if !NUMBERS_ARE_OBJECTS && Mode::now() == Mode::Strict {
            let read = sent.deserialize_any(SentVisitor::<T>(Some(opening), PhantomData))?;
            return Ok(read.map_or_else(Self::of, Self::from));
        }
        // Apart from its neighbours: what its type refuses is unreadable.
        let sent = Box::<RawValue>::deserialize(sent)?;
        let sent = sent.get();
        if sent.starts_with(opening)
            && !is_damaged(sent.as_bytes())
            && let Ok(value) = apart(sent, |text| serde_json::from_str::<T>(text))
        {
            return Ok(Self::from(value));
        }
        value_apart(sent).map(|value| Self::of(value.into())).map_err(D::Error::custom)
    }
}

#[inline(never)]
fn value_apart(sent: &str) -> Result<Value, Unreadable> {
    apart(sent, |text| serde_json::from_str(text))
}

/// Whether a text stands for nothing, whatever the field's type.
#[inline]
fn is_blank(text: &str) -> bool {
    // Most texts begin with a letter or a digit: one look is enough.
    let first = text.as_bytes().first();
    !first.is_some_and(u8::is_ascii_alphanumeric) && matches!(text.trim(), "" | "--")
}

/// A value that is not of the field's own structure.
enum Sent<'de> {
    Null,
    Bool(bool),
    Number(Number),
    Text(Cow<'de, str>),
    Structure(Value),
}

impl Sent<'_> {
    /// JSON has no infinity and no NaN; another format's are kept as `null`, as serde_json does.
    fn number(number: Option<Number>) -> Self {
        number.map_or(Self::Null, Self::Number)
    }
}

impl From<Value> for Sent<'_> {
    fn from(value: Value) -> Self {
        match value {
            Value::Null => Self::Null,
            Value::Bool(value) => Self::Bool(value),
            Value::Number(number) => Self::Number(number),
            Value::String(text) => Self::Text(text.into()),
            Value::Array(_) | Value::Object(_) => Self::Structure(value),
        }
    }
}

impl From<Sent<'_>> for Value {
    fn from(sent: Sent<'_>) -> Self {
        match sent {
            Sent::Null => Self::Null,
            Sent::Bool(value) => Self::Bool(value),
            Sent::Number(number) => Self::Number(number),
            Sent::Text(text) => Self::String(text.into_owned()),
            Sent::Structure(value) => value,
        }
    }
}

/// The structure of a scalar.
#[derive(Deserialize)]
enum Nothing {}

/// Reads a structure by the bracket that opens it, or what was sent in the place of one.
struct SentVisitor<S>(Option<char>, PhantomData<S>);

impl<'de, S: Deserialize<'de>> Visitor<'de> for SentVisitor<S> {
    type Value = Result<S, Sent<'de>>;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("any JSON value")
    }

    fn visit_unit<E: Error>(self) -> Result<Self::Value, E> {
        Ok(Err(Sent::Null))
    }

    fn visit_bool<E: Error>(self, value: bool) -> Result<Self::Value, E> {
        Ok(Err(Sent::Bool(value)))
    }

    fn visit_i64<E: Error>(self, value: i64) -> Result<Self::Value, E> {
        Ok(Err(Sent::Number(value.into())))
    }

    fn visit_u64<E: Error>(self, value: u64) -> Result<Self::Value, E> {
        Ok(Err(Sent::Number(value.into())))
    }

    fn visit_f64<E: Error>(self, value: f64) -> Result<Self::Value, E> {
        Ok(Err(Sent::number(Number::from_f64(value))))
    }

    // Numbers that `serde_json/arbitrary_precision` keeps as they were written.
    fn visit_u128<E: Error>(self, value: u128) -> Result<Self::Value, E> {
        let number = Number::from_u128(value).or_else(|| Number::from_f64(value as f64));
        Ok(Err(Sent::number(number)))
    }

    fn visit_i128<E: Error>(self, value: i128) -> Result<Self::Value, E> {
        let number = Number::from_i128(value).or_else(|| Number::from_f64(value as f64));
        Ok(Err(Sent::number(number)))
    }

    fn visit_borrowed_str<E: Error>(self, text: &'de str) -> Result<Self::Value, E> {
        Ok(Err(Sent::Text(text.into())))
    }

    fn visit_str<E: Error>(self, text: &str) -> Result<Self::Value, E> {
        self.visit_string(text.to_owned())
    }

    fn visit_string<E: Error>(self, text: String) -> Result<Self::Value, E> {
        Ok(Err(Sent::Text(text.into())))
    }

    fn visit_seq<A: SeqAccess<'de>>(self, list: A) -> Result<Self::Value, A::Error> {
        let list = SeqAccessDeserializer::new(list);
        match self.0 {
            Some('[') => S::deserialize(list).map(Ok),
            _ => Value::deserialize(list).map(|value| Err(value.into())),
        }
    }

    fn visit_map<A: MapAccess<'de>>(self, map: A) -> Result<Self::Value, A::Error> {
        let map = MapAccessDeserializer::new(map);
        match self.0 {
            Some('{') => S::deserialize(map).map(Ok),
            // With `arbitrary_precision`, numbers come this way, too.
            _ => Value::deserialize(map).map(|value| Err(value.into())),
        }
    }
}
