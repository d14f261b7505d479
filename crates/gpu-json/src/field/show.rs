//! Writing a field back as it came, and showing it without what may be secret.

use std::fmt;

use gpu_common::{MASK, OneLine, exposed};
use serde::{Serialize, Serializer};
use serde_json::Value;

use super::{Field, FieldValue, State};

impl<T: FieldValue> Field<T> {
    /// Whether what was kept beside or instead of a value must not be shown.
    fn masks(kept: &Value) -> bool {
        T::SECRET || kept.is_array() || kept.is_object()
    }
}

impl<T: FieldValue + Serialize> Serialize for Field<T> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let kept = match &self.0 {
            State::Absent | State::Null => return serializer.serialize_unit(),
            State::Empty => return serializer.serialize_str(""),
            State::Blank(text) => return text.serialize(serializer),
            State::Same(value) => return value.serialize(serializer),
            State::Converted(pair) => &pair.1,
            State::Unreadable(kept) => kept,
        };
        if Self::masks(kept) && !exposed() {
            return serializer.serialize_str(MASK);
        }
        kept.serialize(serializer)
    }
}

/// `Some(16)`, `None`, and `Unreadable("sixteen")`.
impl<T: FieldValue + fmt::Debug> fmt::Debug for Field<T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match &self.0 {
            State::Unreadable(value) if Self::masks(value) => {
                f.debug_tuple("Unreadable").field(&format_args!("{MASK}")).finish()
            }
            State::Unreadable(value) => f
                .debug_tuple("Unreadable")
                .field(&format_args!("{}", OneLine::short(&value.to_string())))
                .finish(),
            _ => self.get().fmt(f),
        }
    }
}

/// The value, on one line; `-` if there is none that could be read.
impl<T: fmt::Display> fmt::Display for Field<T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Some(value) = self.get() else {
            return f.pad("-");
        };
        let shown = value.to_string();
        // A vendor's text may command the terminal, or have no end.
        let in_one_line = OneLine::message(&shown).to_string();
        if in_one_line != shown {
            return f.pad(&in_one_line);
        }
        value.fmt(f)
    }
}
