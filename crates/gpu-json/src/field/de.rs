//! Reading a field from any JSON.

use std::fmt;
use std::marker::PhantomData;

use serde::de::value::{MapAccessDeserializer, SeqAccessDeserializer};
use serde::de::{Deserialize, Deserializer, Error, MapAccess, SeqAccess, Visitor};
use serde_json::value::RawValue;
use serde_json::{Number, Value};

use super::{Field, FieldValue, Parsed, Shape, State};
use crate::Unreadable;
use crate::read::{Mode, apart};
use crate::repair::is_damaged;

/// Whether `serde_json/arbitrary_precision` hands out numbers as if they were objects, which any crate of
/// a user's program can switch on for all: a number then has room for a text.
const NUMBERS_ARE_OBJECTS: bool = size_of::<Number>() > size_of::<(u64, u64)>();

impl<'de, T: FieldValue> Deserialize<'de> for Field<T> {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let is_strict = !NUMBERS_ARE_OBJECTS && Mode::now() == Mode::Strict;
        if is_strict || T::SHAPE == Shape::Scalar {
            return deserializer.deserialize_any(FieldVisitor(PhantomData));
        }
        let sent = Box::<RawValue>::deserialize(deserializer)?;
        Self::apart(sent.get()).map_err(D::Error::custom)
    }
}

impl<T: FieldValue> Field<T> {
    /// Reads a field apart from its neighbours: what its type refuses is unreadable.
    fn apart(sent: &str) -> Result<Self, Unreadable> {
        let opening = if T::SHAPE == Shape::List { '[' } else { '{' };
        if sent.starts_with(opening) && !is_damaged(sent.as_bytes()) {
            let read =
                |text: &str| T::from_structure(&mut serde_json::Deserializer::from_str(text));
            if let Ok(value) = apart(sent, read) {
                return Ok(Self::from(value));
            }
        }
        apart(sent, |text| serde_json::from_str(text)).map(Self::of)
    }

    /// A value that is not of the type's own structure.
    fn of(sent: Value) -> Self {
        match sent {
            Value::Null => Self(State::Null),
            Value::Bool(value) => Self::parsed(T::from_bool(value), || sent),
            Value::Number(number) => Self::number(&number),
            Value::String(text) => Self::text(&text),
            Value::Array(_) | Value::Object(_) => Self(State::Unreadable(Box::new(sent))),
        }
    }

    fn text(text: &str) -> Self {
        if is_blank(text) {
            return Self::blank(text);
        }
        Self::parsed(T::from_text(text), || text.into())
    }

    /// By far the most values are what they are documented to be.
    #[inline]
    fn parsed(parsed: Parsed<T>, sent: impl FnOnce() -> Value) -> Self {
        match parsed {
            Parsed::Same(value) => Self(State::Same(value)),
            other => Self::odd(other, sent),
        }
    }

    #[inline(never)]
    fn odd(parsed: Parsed<T>, sent: impl FnOnce() -> Value) -> Self {
        match parsed {
            Parsed::Same(value) => Self(State::Same(value)),
            Parsed::Converted(value) => Self(State::Converted(Box::new((value, sent())))),
            Parsed::Blank | Parsed::Unreadable => match sent() {
                Value::String(text) if matches!(parsed, Parsed::Blank) => Self::blank(&text),
                sent => Self(State::Unreadable(Box::new(sent))),
            },
        }
    }

    /// A text that stands for nothing.
    fn blank(text: &str) -> Self {
        Self(if text.is_empty() { State::Empty } else { State::Blank(Box::new(text.into())) })
    }

    fn number(number: &Number) -> Self {
        Self::parsed(T::from_number(number), || number.clone().into())
    }
}

/// Whether a text stands for nothing, whatever the field's type.
#[inline]
fn is_blank(text: &str) -> bool {
    // Most texts begin with a letter or a digit: one look is enough.
    let first = text.as_bytes().first();
    !first.is_some_and(u8::is_ascii_alphanumeric) && matches!(text.trim(), "" | "--")
}

struct FieldVisitor<T>(PhantomData<T>);

impl<'de, T: FieldValue> Visitor<'de> for FieldVisitor<T> {
    type Value = Field<T>;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("any JSON value")
    }

    fn visit_unit<E: Error>(self) -> Result<Field<T>, E> {
        Ok(Field(State::Null))
    }

    fn visit_bool<E: Error>(self, value: bool) -> Result<Field<T>, E> {
        Ok(Field::parsed(T::from_bool(value), || value.into()))
    }

    fn visit_i64<E: Error>(self, value: i64) -> Result<Field<T>, E> {
        Ok(Field::number(&value.into()))
    }

    fn visit_u64<E: Error>(self, value: u64) -> Result<Field<T>, E> {
        Ok(Field::number(&value.into()))
    }

    fn visit_f64<E: Error>(self, value: f64) -> Result<Field<T>, E> {
        // JSON has no infinity and no NaN; another format's are kept as `null`, as serde_json does.
        Ok(Number::from_f64(value).map_or(Field(State::Null), |number| Field::number(&number)))
    }

    // Numbers that `serde_json/arbitrary_precision` keeps as they were written.
    fn visit_u128<E: Error>(self, value: u128) -> Result<Field<T>, E> {
        let number = Number::from_u128(value).or_else(|| Number::from_f64(value as f64));
        Ok(number.map_or(Field(State::Null), |number| Field::number(&number)))
    }

    fn visit_i128<E: Error>(self, value: i128) -> Result<Field<T>, E> {
        let number = Number::from_i128(value).or_else(|| Number::from_f64(value as f64));
        Ok(number.map_or(Field(State::Null), |number| Field::number(&number)))
    }

    fn visit_str<E: Error>(self, text: &str) -> Result<Field<T>, E> {
        Ok(Field::text(text))
    }

    fn visit_seq<A: SeqAccess<'de>>(self, list: A) -> Result<Field<T>, A::Error> {
        let list = SeqAccessDeserializer::new(list);
        match T::SHAPE {
            Shape::List => T::from_structure(list).map(Field::from),
            _ => Value::deserialize(list).map(Field::of),
        }
    }

    fn visit_map<A: MapAccess<'de>>(self, map: A) -> Result<Field<T>, A::Error> {
        let map = MapAccessDeserializer::new(map);
        match T::SHAPE {
            Shape::Object => T::from_structure(map).map(Field::from),
            _ => Value::deserialize(map).map(Field::of),
        }
    }
}
