//! Why a value was refused before anything was done with it.

use std::borrow::Cow;
use std::fmt;

/// Why a text or a number was refused: which input it was and what is wrong with it.
///
/// The one error of everything in this crate that is read from a text. It never repeats the
/// input, which may hold a credential. The clients' `Error` takes it with `?`, as kind `Invalid`.
///
/// ```
/// let error = gpu_common::Region::new(" ").unwrap_err();
/// assert_eq!(error.field(), "region");
/// assert_eq!(error.to_string(), "invalid input `region`: is blank");
/// ```
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct InvalidInput {
    field: &'static str,
    reason: Cow<'static, str>,
}

impl InvalidInput {
    /// An error about one input. The reason continues a sentence that begins with the input: `is
    /// blank`. It must not repeat the input.
    pub fn new(field: &'static str, reason: impl Into<Cow<'static, str>>) -> Self {
        let reason = reason.into();
        Self { field, reason }
    }

    /// The input that was refused, such as `region`.
    pub fn field(&self) -> &'static str {
        self.field
    }

    /// What is wrong with it, such as `is blank`.
    pub fn reason(&self) -> &str {
        &self.reason
    }
}

impl fmt::Display for InvalidInput {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "invalid input `{}`: {}", self.field, self.reason)
    }
}

impl std::error::Error for InvalidInput {}
