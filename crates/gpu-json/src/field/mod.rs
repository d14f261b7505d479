//! One optional field exactly as the vendor sent it.

mod common_types;
mod de;
mod debug;
mod reading;
mod scalars;
mod ser;
mod times;
mod value;

use serde_json::Value;

pub use reading::Reading;
pub use value::FieldValue;

/// One optional field of a vendor's object, exactly as it was sent.
///
/// Vendors leave fields out, send `null`, `""`, `"--"` or Go's zero time for "nothing", a string
/// where a number is documented and, one day, something else altogether. A `Field` takes all of
/// it: deserialising one does not fail, [`get`](Self::get) answers `None` unless there is a
/// readable value, and serialising gives back the same JSON that came (masked where it may be a
/// credential, outside [`WithSecrets`](gpu_common::WithSecrets)).
///
/// What remains an error is what `serde_json` itself refuses, such as a number beyond the range of
/// `f64` or more than 128 levels, and a documented name that occurs twice in one object.
///
/// A struct of fields is read and written by [`record!`](crate::record):
///
/// ```
/// use gpu_common::WithSecrets;
/// use gpu_json::{Extra, Field};
///
/// #[derive(Debug)]
/// struct Machine {
///     cores: Field<u32>,
///     zone: Field<String>,
///     extra: Extra,
/// }
/// gpu_json::record!(Machine, { cores: "cores", zone: "zone" });
///
/// let sent = r#"{"cores":"16","zone":"--","rack":7}"#;
/// let machine: Machine = serde_json::from_str(sent)?;
/// assert_eq!(machine.cores.copied(), Some(16));
/// assert_eq!(machine.zone.get(), None);
/// assert_eq!(serde_json::to_string(&WithSecrets(&machine))?, sent);
/// # Ok::<(), serde_json::Error>(())
/// ```
///
/// In a struct with `serde`'s own derives, always with
/// `#[serde(default, skip_serializing_if = "Field::is_absent")]`.
///
/// Two fields are equal when the vendor sent the same: `16` and `"16"` are different fields with
/// equal [`get`](Self::get).
///
/// What counts as nothing, for every `T`: an absent field, `null`, and a text that is empty, only
/// white space or `--`. For times also Go's zero time, `0001-01-01T00:00:00Z`.
#[derive(Clone, PartialEq, Eq)]
pub struct Field<T>(State<T>);

/// What came.
#[derive(Clone, PartialEq, Eq)]
enum State<T> {
    Absent,
    Null,
    /// The text `""`, by far the most frequent one that stands for nothing.
    Empty,
    /// Another text that stands for nothing.
    Blank(Box<BlankText>),
    /// Serialising the value gives back what came.
    Same(T),
    /// The value was read from another form, kept beside it.
    Converted(Box<(T, Value)>),
    /// Well-formed JSON that is not a `T`.
    Unreadable(Box<Value>),
}

/// A text behind a thin pointer: a list has many fields, and each has room for its rarest state.
#[derive(Clone, PartialEq, Eq)]
pub(crate) struct BlankText(Box<str>);

/// What is kept where there is no value. The same for fields of all types, unlike [`State`].
pub(crate) enum Kept {
    Null,
    Empty,
    Blank(Box<BlankText>),
    Unreadable(Box<Value>),
}

impl Kept {
    /// A text that stands for nothing.
    pub(crate) fn blank(text: &str) -> Self {
        if text.is_empty() {
            Self::Empty
        } else {
            Self::Blank(Box::new(BlankText(text.into())))
        }
    }
}

impl<T> From<Kept> for State<T> {
    fn from(kept: Kept) -> Self {
        match kept {
            Kept::Null => Self::Null,
            Kept::Empty => Self::Empty,
            Kept::Blank(text) => Self::Blank(text),
            Kept::Unreadable(value) => Self::Unreadable(value),
        }
    }
}

impl<T> Field<T> {
    /// A field that was not sent. Also the `Default`.
    #[must_use]
    pub const fn absent() -> Self {
        Self(State::Absent)
    }

    /// The value, if one was sent that could be read.
    #[must_use]
    pub fn get(&self) -> Option<&T> {
        match &self.0 {
            State::Same(value) => Some(value),
            State::Converted(pair) => Some(&pair.0),
            _ => None,
        }
    }

    /// A copy of the value, if one was sent that could be read.
    #[must_use]
    pub fn copied(&self) -> Option<T>
    where
        T: Copy,
    {
        self.get().copied()
    }

    /// A clone of the value, if one was sent that could be read.
    #[must_use]
    pub fn cloned(&self) -> Option<T>
    where
        T: Clone,
    {
        self.get().cloned()
    }

    /// The value itself, if one was sent that could be read.
    #[must_use]
    pub fn into_option(self) -> Option<T> {
        match self.0 {
            State::Same(value) => Some(value),
            State::Converted(pair) => Some(pair.0),
            _ => None,
        }
    }

    /// Whether the field was not sent at all; `null` and `""` were sent.
    #[must_use]
    pub const fn is_absent(&self) -> bool {
        matches!(self.0, State::Absent)
    }

    /// Whether a value was sent that could be read, that is, whether [`get`](Self::get) has one.
    #[must_use]
    pub const fn is_set(&self) -> bool {
        matches!(self.0, State::Same(_) | State::Converted(_))
    }

    /// What was sent, when it is not a `T` and not one of the forms of "nothing" either.
    ///
    /// May hold a credential. `Debug` and plain serialisation of the field mask it if `T` is a
    /// secret type, and also if it is a list or an object, for nobody knows what is in it.
    #[must_use]
    pub fn unreadable(&self) -> Option<&Value> {
        match &self.0 {
            State::Unreadable(value) => Some(value),
            _ => None,
        }
    }

    /// Puts in a value that is yet to be filled in, and lends it. Never `None`. For implementing
    /// [`FieldValue::object`].
    pub fn begin(&mut self, value: T) -> Option<&mut T> {
        *self = Self(State::Same(value));
        match &mut self.0 {
            State::Same(value) => Some(value),
            _ => None,
        }
    }
}

impl<T: AsRef<str>> Field<T> {
    /// The text of the value, if one was sent that could be read.
    #[must_use]
    pub fn as_str(&self) -> Option<&str> {
        self.get().map(T::as_ref)
    }
}

impl<T: FieldValue> Field<T> {
    /// Whether what was kept beside or instead of a value must not be shown.
    fn masks(kept: &Value) -> bool {
        T::SECRET || kept.is_array() || kept.is_object()
    }
}

impl<T> Default for Field<T> {
    fn default() -> Self {
        Self::absent()
    }
}

impl<T> From<T> for Field<T> {
    fn from(value: T) -> Self {
        Self(State::Same(value))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use gpu_common::Protocol;

    #[test]
    fn a_field_is_no_larger_than_its_value_and_a_word() {
        assert_eq!(size_of::<Field<u16>>(), 16);
        assert_eq!(size_of::<Field<i64>>(), 16);
        assert_eq!(size_of::<Field<Protocol>>(), 16);
        assert_eq!(size_of::<Field<String>>(), size_of::<String>());
        assert_eq!(size_of::<Field<Vec<u8>>>(), size_of::<Vec<u8>>());
    }
}
