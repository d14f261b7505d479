//! Reading a field from any JSON, natural forms without a detour.

use std::fmt;
use std::marker::PhantomData;

use serde::de::{Deserialize, Deserializer, MapAccess, SeqAccess, Visitor};
use serde_json::{Number, Value};

use super::{Field, FieldValue, Reading, State};

impl<'de, T: FieldValue> Deserialize<'de> for Field<T> {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        deserializer.deserialize_any(FieldVisitor(PhantomData))
    }
}

struct FieldVisitor<T>(PhantomData<T>);

impl<'de, T: FieldValue> Visitor<'de> for FieldVisitor<T> {
    type Value = Field<T>;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("any JSON value")
    }

    fn visit_unit<E>(self) -> Result<Field<T>, E> {
        Ok(Field(State::Null))
    }

    fn visit_bool<E>(self, value: bool) -> Result<Field<T>, E> {
        Ok(keep(T::from_bool(value), || Value::Bool(value)))
    }

    fn visit_i64<E>(self, value: i64) -> Result<Field<T>, E> {
        Ok(number(value.into()))
    }

    fn visit_u64<E>(self, value: u64) -> Result<Field<T>, E> {
        Ok(number(value.into()))
    }

    fn visit_f64<E>(self, value: f64) -> Result<Field<T>, E> {
        // JSON has no infinity and no NaN; another format's are kept as `null`, as serde_json does.
        Ok(Number::from_f64(value).map_or(Field(State::Null), number))
    }

    fn visit_str<E>(self, text: &str) -> Result<Field<T>, E> {
        if is_blank(text) {
            return Ok(Field(State::blank(text)));
        }
        Ok(match T::from_text(text) {
            Reading::Blank => Field(State::blank(text)),
            reading => keep(reading, || Value::String(text.to_owned())),
        })
    }

    fn visit_seq<A: SeqAccess<'de>>(self, array: A) -> Result<Field<T>, A::Error> {
        T::from_array(array).map(structure)
    }

    fn visit_map<A: MapAccess<'de>>(self, object: A) -> Result<Field<T>, A::Error> {
        T::from_object(object).map(structure)
    }
}

/// The texts that stand for nothing, whatever the field's type.
fn is_blank(text: &str) -> bool {
    match text.as_bytes().first() {
        // By far the most texts begin with a letter or a digit: one look is enough.
        Some(first) if first.is_ascii_alphanumeric() => false,
        _ => matches!(text.trim(), "" | "--"),
    }
}

fn number<T: FieldValue>(number: Number) -> Field<T> {
    keep(T::from_number(&number), || Value::Number(number))
}

fn keep<T>(reading: Reading<T>, original: impl FnOnce() -> Value) -> Field<T> {
    Field(match reading {
        Reading::Same(value) => State::Same(value),
        Reading::Converted(value) => State::Converted(Box::new((value, original()))),
        Reading::Blank | Reading::Unreadable => State::Unreadable(Box::new(original())),
    })
}

fn structure<T>(read: Result<T, Value>) -> Field<T> {
    Field(match read {
        Ok(value) => State::Same(value),
        Err(value) => State::Unreadable(Box::new(value)),
    })
}
