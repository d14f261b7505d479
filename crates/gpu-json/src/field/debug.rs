//! Showing a field in logs, without what may be secret.

use std::fmt;

use super::{Field, FieldValue, State};
use gpu_common::MASK;

/// `Some(16)`, `None`, and `Unreadable("sixteen")`.
impl<T: FieldValue + fmt::Debug> fmt::Debug for Field<T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match &self.0 {
            State::Unreadable(value) if Self::masks(value) => f
                .debug_tuple("Unreadable")
                .field(&format_args!("{MASK}"))
                .finish(),
            State::Unreadable(value) => f
                .debug_tuple("Unreadable")
                .field(&format_args!("{value}"))
                .finish(),
            _ => self.get().fmt(f),
        }
    }
}
