//! One optional field exactly as the vendor sent it.

mod de;
mod field_value;
mod show;
mod values;

use std::sync::Arc;

use serde_json::Value;

pub use field_value::{FieldValue, Object, Parsed};

/// One optional field of a vendor's object, exactly as it was sent.
///
/// Vendors leave fields out, send `null`, `""`, `"--"` or Go's zero time for "nothing", a string
/// where a number is documented and, one day, something else altogether. A `Field` takes all of
/// it: deserialising one does not fail, [`get`](Self::get) answers `None` unless there is a
/// readable value, and serialising gives back the same JSON that came (masked where it may be a
/// credential, outside [`WithSecrets`](gpu_common::WithSecrets)).
///
/// What the type of an object in the field refuses is [`unreadable`](Self::unreadable), and so is what
/// is damaged in it. What remains an error is what `serde_json` itself refuses of other values, such as a
/// number beyond the range of `f64`. [`from_json`](crate::from_json) takes these, too.
///
/// A field of an object or a list is read with `serde_json` only (text, bytes or a `Value`), and not inside
/// an untagged enum or a flattened struct, as [`Items`](crate::Items) are.
///
/// In a struct it is always `#[serde(default, skip_serializing_if = "Field::is_absent")]`:
/// [`object!`](crate::object) writes that.
///
/// ```
/// use gpu_common::WithSecrets;
/// use gpu_json::Field;
/// use serde::{Deserialize, Serialize};
///
/// gpu_json::object! {
///     #[derive(Debug, Deserialize, Serialize)]
///     struct Machine {
///         cores: Field<u32>,
///         zone: Field<String>,
///     }
/// }
///
/// let sent = r#"{"cores":"16","zone":"--","rack":7}"#;
/// let machine: Machine = serde_json::from_str(sent)?;
/// assert_eq!(machine.cores, 16);
/// assert_eq!(machine.zone.get(), None);
/// assert_eq!(format!("{} cores in {}", machine.cores, machine.zone), "16 cores in -");
/// assert_eq!(serde_json::to_string(&WithSecrets(&machine))?, sent);
/// # Ok::<(), serde_json::Error>(())
/// ```
///
/// A field compares with a value: `field == 16`, `field == "TW-03"`, `field.is(&Status::Running)`. Two
/// fields are equal when the vendor sent the same: `16` and `"16"` are different fields with equal
/// [`get`](Self::get).
///
/// What counts as nothing, for every `T`: an absent field, `null`, and a text that is empty, only
/// white space or `--`. For times also Go's zero time, `0001-01-01T00:00:00Z`.
#[derive(Clone, PartialEq, Eq)]
pub struct Field<T>(State<T>);

/// What came. Behind thin pointers: a list has many fields, and each has room for its rarest state. Of an
/// `Arc`, what drops the value is compiled once and not into every struct that has fields.
#[derive(Clone, PartialEq, Eq)]
enum State<T> {
    Absent,
    Null,
    /// The text `""`, by far the most frequent one that stands for nothing.
    Empty,
    /// Another text that stands for nothing.
    Blank(Arc<Value>),
    /// Serialising the value gives back what came.
    Same(T),
    /// The value was read from another form, kept beside it.
    Converted(Box<(T, Arc<Value>)>),
    /// Well-formed JSON that is not a `T`.
    Unreadable(Arc<Value>),
}

impl<T> Field<T> {
    /// A field that was not sent. Also the `Default`.
    pub const fn absent() -> Self {
        Self(State::Absent)
    }

    /// The value, if one was sent that could be read.
    pub fn get(&self) -> Option<&T> {
        match &self.0 {
            State::Same(value) => Some(value),
            State::Converted(pair) => Some(&pair.0),
            _ => None,
        }
    }

    /// A copy of the value, if one was sent that could be read.
    pub fn copied(&self) -> Option<T>
    where
        T: Copy,
    {
        self.get().copied()
    }

    /// A clone of the value, if one was sent that could be read.
    pub fn cloned(&self) -> Option<T>
    where
        T: Clone,
    {
        self.get().cloned()
    }

    /// The value itself, if one was sent that could be read.
    pub fn into_option(self) -> Option<T> {
        match self.0 {
            State::Same(value) => Some(value),
            State::Converted(pair) => Some(pair.0),
            _ => None,
        }
    }

    /// A clone of the value, or another value if none was sent that could be read.
    pub fn unwrap_or(&self, other: T) -> T
    where
        T: Clone,
    {
        self.cloned().unwrap_or(other)
    }

    /// What a function makes of the value, if one was sent that could be read.
    pub fn map<U>(&self, make: impl FnOnce(&T) -> U) -> Option<U> {
        self.get().map(make)
    }

    /// Whether a value was sent that could be read and equals another.
    pub fn is<U: ?Sized>(&self, other: &U) -> bool
    where
        T: PartialEq<U>,
    {
        self.get().is_some_and(|value| value == other)
    }

    /// Whether the field was not sent at all; `null` and `""` were sent.
    pub const fn is_absent(&self) -> bool {
        matches!(self.0, State::Absent)
    }

    /// Whether a value was sent that could be read, that is, whether [`get`](Self::get) has one.
    pub const fn is_set(&self) -> bool {
        matches!(self.0, State::Same(_) | State::Converted(_))
    }

    /// What was sent, when it is not a `T` and not one of the forms of "nothing" either.
    ///
    /// What was [damaged](crate::DAMAGED) is an object that tells it as a text.
    ///
    /// May hold a credential. `Debug` and plain serialisation of the field mask it if `T` is a
    /// secret type, and also if it is a list or an object, for nobody knows what is in it.
    pub fn unreadable(&self) -> Option<&Value> {
        match &self.0 {
            State::Unreadable(value) => Some(value),
            _ => None,
        }
    }
}

impl<T: AsRef<str>> Field<T> {
    /// The text of the value, if one was sent that could be read.
    pub fn as_str(&self) -> Option<&str> {
        self.get().map(T::as_ref)
    }
}

impl<T> Default for Field<T> {
    fn default() -> Self {
        Self::absent()
    }
}

/// The value, if one was sent that could be read.
impl<'a, T> From<&'a Field<T>> for Option<&'a T> {
    fn from(field: &'a Field<T>) -> Self {
        field.get()
    }
}

/// The value itself, if one was sent that could be read.
impl<T> From<Field<T>> for Option<T> {
    fn from(field: Field<T>) -> Self {
        field.into_option()
    }
}

/// Whether a value was sent that could be read and equals another.
impl<T: FieldValue + PartialEq> PartialEq<T> for Field<T> {
    fn eq(&self, other: &T) -> bool {
        self.is(other)
    }
}

/// Whether a text was sent that could be read and equals another.
impl<T: AsRef<str>> PartialEq<&str> for Field<T> {
    fn eq(&self, other: &&str) -> bool {
        self.as_str() == Some(*other)
    }
}

impl<T> From<T> for Field<T> {
    fn from(value: T) -> Self {
        Self(State::Same(value))
    }
}
