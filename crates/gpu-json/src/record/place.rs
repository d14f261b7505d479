//! Where what was sent is put.

use serde::de::{Error, Unexpected};
use serde_json::value::RawValue;
use serde_json::{Number, Value};

use crate::field::Kept;
use crate::{Field, FieldValue, Reading};

/// What came, lent: who keeps it takes it or copies it. With nothing to drop, the code that every type
/// of field has for reading it stays small.
#[derive(Debug)]
#[non_exhaustive]
pub enum Sent<'a> {
    /// `null`.
    Null,
    /// `true` or `false`.
    Bool(bool),
    /// A number. An integer beyond `u64` and `i64` is the nearest `f64`.
    Number(&'a Number),
    /// A text that says something.
    Text(&'a str),
    /// A text that stands for nothing, whatever the field's type: `""`, white space, `--`.
    Blank(&'a str),
    /// A list or an object whose place takes none. It may be taken.
    Structure(&'a mut Value),
}

/// Where something that was sent is put, once.
pub trait Place {
    /// Puts it here.
    ///
    /// # Errors
    ///
    /// Why this is no place for it.
    fn put(&mut self, sent: Sent<'_>) -> Result<(), Refused>;

    /// Puts a text here that says something, as most of what is sent does.
    ///
    /// # Errors
    ///
    /// As [`put`](Self::put).
    fn put_text(&mut self, text: &str) -> Result<(), Refused> {
        self.put(Sent::Text(text))
    }

    /// The object that begins here, if this is a free place for one.
    fn object(&mut self) -> Option<&mut dyn Object> {
        None
    }

    /// Puts it here instead of the object that seemed to begin here.
    ///
    /// # Errors
    ///
    /// As [`put`](Self::put).
    fn put_instead(&mut self, sent: Sent<'_>) -> Result<(), Refused> {
        self.put(sent)
    }

    /// The list that begins here, if this is a free place for one.
    fn list(&mut self) -> Option<&mut dyn List> {
        None
    }
}

/// An object whose fields are put into their places one by one.
pub trait Object {
    /// What it is called in complaints.
    fn expected(&self) -> &'static str;

    /// The names that have a place of their own, of which there may be none.
    fn names(&self) -> &'static [&'static str] {
        &[]
    }

    /// The place of the name of this index.
    fn place(&mut self, index: usize) -> Option<&mut dyn Place> {
        let _ = index;
        None
    }

    /// The place of a name that is none of them. `None` is an error.
    fn other(&mut self, name: &str) -> Option<&mut dyn Place>;

    /// All fields have come. The name of one that is required and has not.
    fn end(&mut self) -> Option<&'static str> {
        None
    }
}

/// A list whose items are read one by one.
pub trait List {
    /// The next item, to be filled in. `None` is an error.
    fn next_item(&mut self) -> Option<&mut dyn Object>;

    /// The next item, which may turn out to be bad.
    fn next_raw_item(&mut self, raw: Box<RawValue>);

    /// All items have come.
    fn end(&mut self);
}

/// Why something that was sent cannot be put somewhere.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum Refused {
    /// Something else is due.
    Expected(&'static str),
    /// A text that is empty or white space.
    Blank,
    /// Something is here already: a name was sent twice.
    Twice,
}

impl Refused {
    /// The deserializer's error for it.
    pub(super) fn error<E: Error>(self, name: &str, unexpected: Unexpected<'_>) -> E {
        match self {
            Self::Expected(expected) => E::invalid_type(unexpected, &expected),
            Self::Blank => E::custom("a blank text"),
            Self::Twice => E::custom(format_args!("duplicate field `{name}`")),
        }
    }
}

impl<'a> Sent<'a> {
    pub(crate) fn into_value(self) -> Value {
        match self {
            Self::Null => Value::Null,
            Self::Bool(value) => Value::Bool(value),
            Self::Number(number) => Value::Number(number.clone()),
            Self::Text(text) | Self::Blank(text) => Value::String(text.to_owned()),
            Self::Structure(value) => value.take(),
        }
    }

    /// What a field keeps of it that could not be read. Only a text can be blank.
    pub(crate) fn into_kept(self, blank: bool) -> Kept {
        match self {
            Self::Null => Kept::Null,
            Self::Text(text) | Self::Blank(text) if blank => Kept::blank(text),
            sent => Kept::Unreadable(Box::new(sent.into_value())),
        }
    }

    /// What it says when read as a `T`.
    pub(crate) fn read<T: FieldValue>(&self) -> Reading<T> {
        match self {
            Self::Bool(value) => T::from_bool(*value),
            Self::Number(number) => T::from_number(number),
            Self::Text(text) => T::from_text(text),
            Self::Blank(_) => Reading::Blank,
            Self::Null | Self::Structure(_) => Reading::Unreadable,
        }
    }
}

/// The texts that stand for nothing, whatever the field's type.
pub(super) fn is_blank(text: &str) -> bool {
    match text.as_bytes().first() {
        // By far the most texts begin with a letter or a digit: one look is enough.
        Some(first) if first.is_ascii_alphanumeric() => false,
        _ => matches!(text.trim(), "" | "--"),
    }
}

/// A field takes everything.
impl<T: FieldValue> Place for Field<T> {
    fn put(&mut self, sent: Sent<'_>) -> Result<(), Refused> {
        if !self.is_absent() {
            return Err(Refused::Twice);
        }
        self.set(Self::of(sent.read(), sent));
        Ok(())
    }

    fn put_text(&mut self, text: &str) -> Result<(), Refused> {
        if !self.is_absent() {
            return Err(Refused::Twice);
        }
        // Most texts are what they are documented to be.
        self.set(match T::from_text(text) {
            Reading::Same(value) => Self::from(value),
            other => Self::of(other, Sent::Text(text)),
        });
        Ok(())
    }

    fn object(&mut self) -> Option<&mut dyn Object> {
        if self.is_absent() {
            T::object(self)
        } else {
            None
        }
    }

    fn put_instead(&mut self, sent: Sent<'_>) -> Result<(), Refused> {
        *self = Self::of(sent.read(), sent);
        Ok(())
    }

    fn list(&mut self) -> Option<&mut dyn List> {
        if self.is_absent() {
            T::list(self)
        } else {
            None
        }
    }
}

impl<T> Field<T> {
    /// Sets a field that was absent: there is nothing to be dropped, and no code for it.
    fn set(&mut self, field: Self) {
        std::mem::forget(std::mem::replace(self, field));
    }
}

/// An undocumented value; the last of a name counts.
impl Place for Value {
    fn put(&mut self, sent: Sent<'_>) -> Result<(), Refused> {
        *self = sent.into_value();
        Ok(())
    }
}

/// A value without which an object is not what it is, such as its id. It takes what its
/// [`FieldValue`] reads without converting it. Made by [`required!`](crate::required).
pub trait Required: FieldValue {
    /// What is due, in complaints.
    const EXPECTED: &'static str;

    /// What stands in its place until it comes.
    fn unset() -> Self;

    /// Whether it has not come.
    fn is_unset(&self) -> bool;

    /// The list that begins here, if it is to be one.
    fn begin_list(&mut self) -> Option<&mut dyn List> {
        None
    }
}

/// Never blank.
impl Required for String {
    const EXPECTED: &'static str = "a string";

    fn unset() -> Self {
        Self::new()
    }

    fn is_unset(&self) -> bool {
        self.is_empty()
    }
}

impl<T: Required> Place for T {
    fn put(&mut self, sent: Sent<'_>) -> Result<(), Refused> {
        if !self.is_unset() {
            return Err(Refused::Twice);
        }
        let reading = match sent {
            // An id may look like what elsewhere stands for nothing.
            Sent::Blank(text) if !text.trim().is_empty() => Self::from_text(text),
            sent => sent.read(),
        };
        match reading {
            Reading::Same(value) => *self = value,
            Reading::Blank => return Err(Refused::Blank),
            // What was converted could not be written back as it came.
            _ => return Err(Refused::Expected(Self::EXPECTED)),
        }
        Ok(())
    }

    fn list(&mut self) -> Option<&mut dyn List> {
        if self.is_unset() {
            self.begin_list()
        } else {
            None
        }
    }
}
