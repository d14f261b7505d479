//! Reading a field from any JSON.

use std::borrow::Cow;
use std::fmt;
use std::marker::PhantomData;

use serde::de::value::{
    BorrowedStrDeserializer, MapAccessDeserializer, SeqAccessDeserializer, StringDeserializer,
};
use serde::de::{Deserialize, DeserializeSeed, Deserializer, Error, MapAccess, SeqAccess, Visitor};
use serde_json::value::RawValue;
use serde_json::{Number, Value};

use super::{BlankText, Field, FieldValue, Parsed, Shape, State};
use crate::Unreadable;
use crate::read::{Mode, apart};
use crate::repair::DAMAGED;

/// The name under which `serde_json/arbitrary_precision` hands out a number, as if it were an object.
/// Any crate of a user's program can switch that on for all.
const NUMBER: &str = "$serde_json::private::Number";

/// Whether it does so in this program: a number then has room for a text.
const NUMBERS_ARE_OBJECTS: bool = size_of::<Number>() > size_of::<(u64, u64)>();

impl<'de, T: FieldValue> Deserialize<'de> for Field<T> {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        if T::SHAPE != Shape::Scalar && Mode::now().is_lenient() {
            let sent = Box::<RawValue>::deserialize(deserializer)?;
            return Self::apart(sent.get()).map_err(D::Error::custom);
        }
        deserializer.deserialize_any(FieldVisitor(PhantomData))
    }
}

impl<T: FieldValue> Field<T> {
    /// Reads a field apart from its neighbours: what its type refuses is unreadable.
    fn apart(sent: &str) -> Result<Self, Unreadable> {
        let read = |text: &str| {
            serde_json::Deserializer::from_str(text).deserialize_any(FieldVisitor(PhantomData))
        };
        apart(sent, read)
            .or_else(|_| apart(sent, |text| serde_json::from_str(text).map(Self::unread)))
    }

    fn unread(sent: Value) -> Self {
        Self(State::Unreadable(Box::new(sent)))
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
                sent => Self::unread(sent),
            },
        }
    }

    /// A text that stands for nothing.
    fn blank(text: &str) -> Self {
        Self(if text.is_empty() {
            State::Empty
        } else {
            State::Blank(Box::new(BlankText(text.into())))
        })
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

    // What the two below are for: numbers that `serde_json/arbitrary_precision` keeps as they were
    // written.
    fn visit_u128<E: Error>(self, value: u128) -> Result<Field<T>, E> {
        let number = Number::from_u128(value).or_else(|| Number::from_f64(value as f64));
        Ok(number.map_or(Field(State::Null), |number| Field::number(&number)))
    }

    fn visit_i128<E: Error>(self, value: i128) -> Result<Field<T>, E> {
        let number = Number::from_i128(value).or_else(|| Number::from_f64(value as f64));
        Ok(number.map_or(Field(State::Null), |number| Field::number(&number)))
    }

    fn visit_str<E: Error>(self, text: &str) -> Result<Field<T>, E> {
        if is_blank(text) {
            return Ok(Field::blank(text));
        }
        Ok(Field::parsed(T::from_text(text), || text.into()))
    }

    fn visit_seq<A: SeqAccess<'de>>(self, list: A) -> Result<Field<T>, A::Error> {
        let list = SeqAccessDeserializer::new(list);
        match T::SHAPE {
            Shape::List => T::from_structure(list).map(Field::from),
            _ => Value::deserialize(list).map(Field::unread),
        }
    }

    fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<Field<T>, A::Error> {
        let first = match NUMBERS_ARE_OBJECTS || Mode::now() != Mode::Strict {
            true => map.next_key_seed(FirstName)?,
            false => None,
        };
        let is_object =
            T::SHAPE == Shape::Object && !matches!(first.as_deref(), Some(NUMBER | DAMAGED));
        let map = MapAccessDeserializer::new(Begun { first, map });
        if is_object {
            return T::from_structure(map).map(Field::from);
        }
        Ok(match Value::deserialize(map)? {
            Value::Number(number) => Field::number(&number),
            sent => Field::unread(sent),
        })
    }
}

/// Reads the first name of an object, which tells a number and a damaged value from an object. When all
/// is read strictly there are none, and [`Extra`](crate::Extra) looks out for the damaged.
struct FirstName;

impl<'de> DeserializeSeed<'de> for FirstName {
    type Value = Cow<'de, str>;

    fn deserialize<D: Deserializer<'de>>(self, name: D) -> Result<Cow<'de, str>, D::Error> {
        name.deserialize_str(self)
    }
}

impl<'de> Visitor<'de> for FirstName {
    type Value = Cow<'de, str>;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a name")
    }

    fn visit_borrowed_str<E: Error>(self, name: &'de str) -> Result<Cow<'de, str>, E> {
        Ok(Cow::Borrowed(name))
    }

    fn visit_str<E: Error>(self, name: &str) -> Result<Cow<'de, str>, E> {
        Ok(Cow::Owned(name.to_owned()))
    }
}

/// An object of which the first name has been read.
struct Begun<'de, A> {
    first: Option<Cow<'de, str>>,
    map: A,
}

impl<'de, A: MapAccess<'de>> Begun<'de, A> {
    #[cold]
    fn first_key<K: DeserializeSeed<'de>>(
        &mut self,
        seed: K,
    ) -> Result<Option<K::Value>, A::Error> {
        match self.first.take() {
            None => Ok(None),
            Some(Cow::Borrowed(name)) => {
                seed.deserialize(BorrowedStrDeserializer::new(name)).map(Some)
            }
            Some(Cow::Owned(name)) => seed.deserialize(StringDeserializer::new(name)).map(Some),
        }
    }
}

impl<'de, A: MapAccess<'de>> MapAccess<'de> for Begun<'de, A> {
    type Error = A::Error;

    #[inline]
    fn next_key_seed<K: DeserializeSeed<'de>>(
        &mut self,
        seed: K,
    ) -> Result<Option<K::Value>, A::Error> {
        match self.first {
            None => self.map.next_key_seed(seed),
            Some(_) => self.first_key(seed),
        }
    }

    #[inline]
    fn next_value_seed<V: DeserializeSeed<'de>>(&mut self, seed: V) -> Result<V::Value, A::Error> {
        self.map.next_value_seed(seed)
    }
}
