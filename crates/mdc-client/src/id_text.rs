//! The text inside every id: what is refused, and how it is read from JSON and written back.

use std::cmp::Ordering;
use std::hash::{Hash, Hasher};

use gpu_common::{MASK, Text};
use serde::de::Visitor;
use serde::{Deserialize, Deserializer, Serialize, Serializer};

/// An id's text, never empty and never a path of its own.
///
/// The vendor writes some ids as strings of digits. Should one come as a number, it is read, and
/// written back as a number; it compares by its text all the same.
#[derive(Clone)]
pub(crate) struct IdText {
    text: Text,
    number: bool,
}

impl IdText {
    /// Checks a text. The complaint does not repeat it.
    pub(crate) fn new(text: &str) -> Result<Self, &'static str> {
        if text.trim().is_empty() {
            return Err("is empty");
        }
        if text.trim() != text || text.chars().any(char::is_control) {
            return Err("begins or ends with white space, or has a control character");
        }
        if text == MASK {
            return Err("was masked before; the text itself is gone");
        }
        if text == "." || text == ".." {
            return Err("would be read as a folder of the path, not as an id");
        }
        Ok(Self {
            text: text.into(),
            number: false,
        })
    }

    pub(crate) fn from_number(number: &serde_json::Number) -> Result<Self, &'static str> {
        let id = Self::new(&number.to_string())?;
        Ok(Self { number: true, ..id })
    }

    pub(crate) fn as_str(&self) -> &str {
        &self.text
    }
}

impl PartialEq for IdText {
    fn eq(&self, other: &Self) -> bool {
        self.text == other.text
    }
}

impl Eq for IdText {}

impl PartialOrd for IdText {
    fn partial_cmp(&self, other: &Self) -> Option<Ordering> {
        Some(self.cmp(other))
    }
}

impl Ord for IdText {
    fn cmp(&self, other: &Self) -> Ordering {
        self.text.cmp(&other.text)
    }
}

impl Hash for IdText {
    fn hash<H: Hasher>(&self, state: &mut H) {
        self.text.hash(state);
    }
}

impl Serialize for IdText {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        match self.text.parse::<serde_json::Number>() {
            Ok(number) if self.number => number.serialize(serializer),
            _ => self.text.serialize(serializer),
        }
    }
}

impl<'de> Deserialize<'de> for IdText {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        struct Form;

        impl Visitor<'_> for Form {
            type Value = IdText;

            fn expecting(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
                f.write_str("an id")
            }

            fn visit_str<E: serde::de::Error>(self, text: &str) -> Result<IdText, E> {
                IdText::new(text).map_err(E::custom)
            }

            fn visit_u64<E: serde::de::Error>(self, number: u64) -> Result<IdText, E> {
                IdText::from_number(&number.into()).map_err(E::custom)
            }
        }

        deserializer.deserialize_any(Form)
    }
}
