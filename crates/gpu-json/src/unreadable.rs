//! Why a JSON text is not of a type, and where, without repeating any of its values.

mod path;
mod reason;

use std::fmt;

use gpu_common::OneLine;
use serde::de::IgnoredAny;

/// Why and where a JSON text could not be read as a type. Holds none of the text's values, which
/// may be credentials; names of fields only.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct Unreadable {
    /// Where, as a JSON path (`instances[3].status`; `.` is the whole). `None` if the text is not
    /// JSON or is cut short.
    pub path: Option<String>,
    /// What was wrong, in words.
    pub reason: String,
}

impl Unreadable {
    /// Explains an error of `serde_json::from_str` on `text`.
    #[must_use]
    pub fn explain(text: &str, error: &serde_json::Error) -> Self {
        // serde_json calls a number in a closed enum's place a syntax error; the text tells.
        let is_json = error.is_data() || serde_json::from_str::<IgnoredAny>(text).is_ok();
        let path = is_json.then(|| path::at(text, error.line(), error.column()));
        Self { path, reason: reason::of(error) }
    }

    /// For bytes that are not UTF-8 and have no form of JSON either.
    pub(crate) fn not_text() -> Self {
        Self { path: None, reason: "not UTF-8 text".to_owned() }
    }

    /// For a value that is damaged itself.
    pub(crate) fn damaged() -> Self {
        Self { path: Some(".".to_owned()), reason: "damaged JSON".to_owned() }
    }
}

impl fmt::Display for Unreadable {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.path.as_deref() {
            None => write!(f, "not JSON: {}", self.reason),
            Some(path) => write!(f, "{}: {}", OneLine::short(path), self.reason),
        }
    }
}

impl std::error::Error for Unreadable {}
