//! A text that an open enum does not know.

use std::fmt;

/// A text that an [`open_enum!`](crate::open_enum) does not know, as it came.
///
/// Made only by the enum itself, so it never holds one of the enum's known texts.
#[derive(Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
// A thin pointer: every known value has the room of an unknown one.
pub struct UnknownValue(Box<Box<str>>);

impl UnknownValue {
    /// Only for the macro, which has just compared the text with every known one.
    pub(super) fn new(text: &str) -> Self {
        Self(Box::new(text.into()))
    }

    /// The text as it came.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl fmt::Display for UnknownValue {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(&self.0)
    }
}

impl fmt::Debug for UnknownValue {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Debug::fmt(&self.0, f)
    }
}
