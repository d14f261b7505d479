//! Reading a field from any JSON, natural forms without a detour.

use std::fmt;
use std::marker::PhantomData;

use serde::de::value::{MapAccessDeserializer, SeqAccessDeserializer};
use serde::de::{Deserialize, Deserializer, MapAccess, SeqAccess, Visitor};
use serde_json::{Number, Value};

use super::{Field, FieldValue, Reading, State, Structured};

impl<'de, T: FieldValue> Deserialize<'de> for Field<T> {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        T::read_field(deserializer)
    }
}

/// Reads a field of a type that is no list and no object.
///
/// What walks through the JSON is compiled once for all types, which reach it by a pointer: an
/// answer has dozens, and each copy would cost its user build time and cache.
pub(super) fn scalar<'de, T, D>(deserializer: D) -> Result<Field<T>, D::Error>
where
    T: FieldValue,
    D: Deserializer<'de>,
{
    let mut field = Field(State::Null);
    deserializer.deserialize_any(ScalarVisitor(&mut field))?;
    Ok(field)
}

/// Reads a field of a type that may be a list or an object. For implementing
/// [`FieldValue::read_field`].
///
/// # Errors
///
/// As [`Structured`].
pub fn structured<'de, T, D>(deserializer: D) -> Result<Field<T>, D::Error>
where
    T: Structured,
    D: Deserializer<'de>,
{
    deserializer.deserialize_any(StructuredVisitor(PhantomData))
}

/// What came, other than `null`.
enum Sent<'a> {
    Bool(bool),
    Number(Number),
    Text(&'a str),
    /// A text that stands for nothing, whatever the field's type.
    Blank(&'a str),
    /// A list or an object that is not a value of the field's type.
    Structure(Value),
}

impl<'a> Sent<'a> {
    fn text(text: &'a str) -> Self {
        if is_blank(text) {
            Self::Blank(text)
        } else {
            Self::Text(text)
        }
    }

    fn into_value(self) -> Value {
        match self {
            Self::Bool(value) => Value::Bool(value),
            Self::Number(number) => Value::Number(number),
            Self::Text(text) | Self::Blank(text) => Value::String(text.to_owned()),
            Self::Structure(value) => value,
        }
    }
}

impl<T: FieldValue> Field<T> {
    /// The field that this was sent for.
    fn of(sent: Sent<'_>) -> Self {
        let reading = match &sent {
            Sent::Bool(value) => T::from_bool(*value),
            Sent::Number(number) => T::from_number(number),
            Sent::Text(text) => T::from_text(text),
            Sent::Blank(_) => Reading::Blank,
            Sent::Structure(_) => Reading::Unreadable,
        };
        Self(match (reading, sent) {
            (Reading::Same(value), _) => State::Same(value),
            (Reading::Converted(value), sent) => {
                State::Converted(Box::new((value, sent.into_value())))
            }
            (Reading::Blank, Sent::Text(text) | Sent::Blank(text)) => State::blank(text),
            (_, sent) => State::Unreadable(Box::new(sent.into_value())),
        })
    }
}

/// A field that can be set, whatever its type.
trait Target {
    fn set(&mut self, sent: Sent<'_>);
}

impl<T: FieldValue> Target for Field<T> {
    fn set(&mut self, sent: Sent<'_>) {
        *self = Self::of(sent);
    }
}

/// Sets a field, which is `null` before.
struct ScalarVisitor<'a>(&'a mut dyn Target);

impl<'de> Visitor<'de> for ScalarVisitor<'_> {
    type Value = ();

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("any JSON value")
    }

    fn visit_unit<E>(self) -> Result<(), E> {
        Ok(())
    }

    fn visit_bool<E>(self, value: bool) -> Result<(), E> {
        self.0.set(Sent::Bool(value));
        Ok(())
    }

    fn visit_i64<E>(self, value: i64) -> Result<(), E> {
        self.0.set(Sent::Number(value.into()));
        Ok(())
    }

    fn visit_u64<E>(self, value: u64) -> Result<(), E> {
        self.0.set(Sent::Number(value.into()));
        Ok(())
    }

    fn visit_f64<E>(self, value: f64) -> Result<(), E> {
        // JSON has no infinity and no NaN; another format's are kept as `null`, as serde_json does.
        if let Some(number) = Number::from_f64(value) {
            self.0.set(Sent::Number(number));
        }
        Ok(())
    }

    fn visit_str<E>(self, text: &str) -> Result<(), E> {
        self.0.set(Sent::text(text));
        Ok(())
    }

    fn visit_seq<A: SeqAccess<'de>>(self, array: A) -> Result<(), A::Error> {
        let array = Value::deserialize(SeqAccessDeserializer::new(array))?;
        self.0.set(Sent::Structure(array));
        Ok(())
    }

    fn visit_map<A: MapAccess<'de>>(self, object: A) -> Result<(), A::Error> {
        let object = Value::deserialize(MapAccessDeserializer::new(object))?;
        self.0.set(Sent::Structure(object));
        Ok(())
    }
}

struct StructuredVisitor<T>(PhantomData<T>);

impl<'de, T: Structured> Visitor<'de> for StructuredVisitor<T> {
    type Value = Field<T>;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("any JSON value")
    }

    fn visit_unit<E>(self) -> Result<Field<T>, E> {
        Ok(Field(State::Null))
    }

    fn visit_bool<E>(self, value: bool) -> Result<Field<T>, E> {
        Ok(Field::of(Sent::Bool(value)))
    }

    fn visit_i64<E>(self, value: i64) -> Result<Field<T>, E> {
        Ok(Field::of(Sent::Number(value.into())))
    }

    fn visit_u64<E>(self, value: u64) -> Result<Field<T>, E> {
        Ok(Field::of(Sent::Number(value.into())))
    }

    fn visit_f64<E>(self, value: f64) -> Result<Field<T>, E> {
        let number = Number::from_f64(value).map(Sent::Number);
        Ok(number.map_or(Field(State::Null), Field::of))
    }

    fn visit_str<E>(self, text: &str) -> Result<Field<T>, E> {
        Ok(Field::of(Sent::text(text)))
    }

    fn visit_seq<A: SeqAccess<'de>>(self, array: A) -> Result<Field<T>, A::Error> {
        T::from_array(array).map(either)
    }

    fn visit_map<A: MapAccess<'de>>(self, object: A) -> Result<Field<T>, A::Error> {
        T::from_object(object).map(either)
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

fn either<T: FieldValue>(read: Result<T, Value>) -> Field<T> {
    match read {
        Ok(value) => Field(State::Same(value)),
        Err(value) => Field::of(Sent::Structure(value)),
    }
}
