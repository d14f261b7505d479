//! Why JSON is not of a type, in words that repeat nothing of the JSON.

use serde_json::error::Category;

/// What the error says, without the values that serde and the types themselves quote in it.
///
/// Only the shapes of message that serde makes are let through, each with its value cut out. A
/// message of a type's own making is replaced, for nobody knows what it repeats.
pub(super) fn of(error: &serde_json::Error) -> String {
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
