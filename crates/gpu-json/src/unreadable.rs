//! Why a JSON text is not of a type, and where, without repeating any of its values.

mod path;

use std::fmt;

use gpu_common::OneLine;
use serde::de::IgnoredAny;
use serde_json::error::Category;

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
    pub fn explain(text: &str, error: &serde_json::Error) -> Self {
        // serde_json calls a number in a closed enum's place a syntax error; the text tells.
        let is_json = error.is_data() || serde_json::from_str::<IgnoredAny>(text).is_ok();
        let path = is_json.then(|| path::at(text, error.line(), error.column()));
        Self { path, reason: reason(error) }
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

/// What the error says, without the values that serde and the types themselves quote in it.
///
/// Only the shapes of message that serde makes are let through, each with its value cut out. A
/// message of a type's own making is replaced, for nobody knows what it repeats.
fn reason(error: &serde_json::Error) -> String {
    let message = error.to_string();
    let message = without_position(&message);
    if error.classify() != Category::Data {
        return message.to_owned(); // serde_json's own fixed words about syntax
    }
    for start in ["missing field `", "duplicate field `"] {
        if message.starts_with(start) {
            return message.to_owned(); // names the type's field, not the JSON's
        }
    }
    for start in ["invalid type", "invalid value", "invalid length"] {
        if let Some(found) = message.strip_prefix(start) {
            return format!("{start}{}", found_and_expected(found));
        }
    }
    for start in ["unknown variant", "unknown field"] {
        if message.starts_with(start) {
            return start.to_owned();
        }
    }
    "refused by the type that reads it".to_owned()
}

/// serde_json adds where in the text it was; the path says it better.
fn without_position(message: &str) -> &str {
    message.rsplit_once(" at line ").map_or(message, |(before, _)| before)
}

/// From `: string "hunter2", expected u32` to `: string, expected u32`.
fn found_and_expected(found: &str) -> String {
    /// The kinds of JSON, in serde's words.
    const KINDS: &[&str] =
        &["null", "boolean", "integer", "floating point", "string", "sequence", "map"];
    let kind = KINDS
        .iter()
        .find(|kind| found.strip_prefix(": ").is_some_and(|found| found.starts_with(**kind)));
    let expected = found.rsplit_once(", expected ").map(|(_, expected)| expected);
    let mut text = String::new();
    if let Some(kind) = kind {
        text.push_str(": ");
        text.push_str(kind);
    }
    if let Some(expected) = expected {
        text.push_str(", expected ");
        text.push_str(expected);
    }
    text
}
