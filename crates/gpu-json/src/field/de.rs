//! Reading a field from any JSON.
//!
//! Each type has a visitor of its own: one for all scalars, from which types then conclude, made a program
//! 20 kB smaller and took 2,700 instructions more for each item of a list.

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
        sent.deserialize_any(FieldVisitor(None, |none: Nothing| match none {}, PhantomData))
    }

    /// A value that is not of the type's own structure.
    fn of(sent: Value) -> Self {
        match sent {
            Value::Null => Self(State::Null),
            Value::Bool(value) => Self::parsed(T::from_bool(value), || sent),
            Value::Number(number) => Self::number(&number),
            Value::String(text) => Self::text(&text),
            Value::Array(_) | Value::Object(_) => Self(State::Unreadable(Arc::new(sent))),
        }
    }

    fn text(text: &str) -> Self {
        if text.is_empty() {
            return Self(State::Empty);
        }
        let parsed = if is_blank(text) { Parsed::Blank } else { T::from_text(text) };
        Self::parsed(parsed, || text.into())
    }

    fn number(number: &Number) -> Self {
        Self::parsed(T::from_number(number), || number.clone().into())
    }

    /// By far the most values are what they are documented to be.
    #[inline]
    fn parsed(parsed: Parsed<T>, sent: impl FnOnce() -> Value) -> Self {
        match parsed {
            Parsed::Same(value) => Self(State::Same(value)),
            other => Self::odd(other, sent()),
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
            return sent.deserialize_any(FieldVisitor(
                Some(opening),
                |value: T| value.into(),
                PhantomData,
            ));
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
        value_apart(sent).map(Self::of).map_err(D::Error::custom)
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

/// The structure of a scalar.
#[derive(Deserialize)]
enum Nothing {}

/// Reads a `T`; if it has a structure, by the bracket that opens one and by what makes the field of an `S`.
struct FieldVisitor<S, F>(Option<char>, F, PhantomData<fn() -> S>);

impl<'de, T, S, F> Visitor<'de> for FieldVisitor<S, F>
where
    T: FieldValue,
    S: Deserialize<'de>,
    F: FnOnce(S) -> Field<T>,
{
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
        match self.0 {
            Some('[') => S::deserialize(list).map(self.1),
            _ => Value::deserialize(list).map(Field::of),
        }
    }

    fn visit_map<A: MapAccess<'de>>(self, map: A) -> Result<Field<T>, A::Error> {
        let map = MapAccessDeserializer::new(map);
        match self.0 {
            Some('{') => S::deserialize(map).map(self.1),
            // With `arbitrary_precision`, numbers come this way, too.
            _ => Value::deserialize(map).map(Field::of),
        }
    }
}
