//! What a type must know to be read by a [`Field`](crate::Field).

use serde_json::Number;

use super::{Field, Reading};
use crate::record::{List, Object};

/// A type that a [`Field`](crate::Field) can hold: how it is read from each kind of JSON.
///
/// Every hook has a default, "this is not one of mine"; a type overrides those it understands.
/// `null`, absence and blank texts (`""`, white space, `"--"`) never reach the hooks; of a
/// [`Required`](crate::Required) type, `"--"` is a text like any other.
pub trait FieldValue: Sized {
    /// Whether what was sent may hold a credential. If so, `Debug` of the field shows neither an
    /// original nor an unreadable value, and serialising masks them outside
    /// [`WithSecrets`](gpu_common::WithSecrets). (The value itself must mask itself.)
    const SECRET: bool = false;

    /// Reads a text that is not blank.
    #[must_use]
    fn from_text(text: &str) -> Reading<Self> {
        let _ = text;
        Reading::Unreadable
    }

    /// Reads a number.
    ///
    /// An integer beyond `u64` and `i64` arrives as the nearest `f64`, as `serde_json` reads it.
    #[must_use]
    fn from_number(number: &Number) -> Reading<Self> {
        let _ = number;
        Reading::Unreadable
    }

    /// Reads `true` or `false`.
    #[must_use]
    fn from_bool(value: bool) -> Reading<Self> {
        let _ = value;
        Reading::Unreadable
    }

    /// Begins an object in a field, if the type is one. For a type without fields of its own, such
    /// as an open map; [`record!`](crate::record) does it for structs.
    fn object(field: &mut Field<Self>) -> Option<&mut dyn Object> {
        let _ = field;
        None
    }

    /// Begins a list in a field, if the type is one.
    fn list(field: &mut Field<Self>) -> Option<&mut dyn List> {
        let _ = field;
        None
    }
}
