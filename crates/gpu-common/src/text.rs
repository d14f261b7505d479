//! A text of which a short one needs no memory of its own.

use std::borrow::Borrow;
use std::cmp::Ordering;
use std::fmt;
use std::hash::{Hash, Hasher};
use std::ops::Deref;

use serde::de::{Error, Visitor};
use serde::{Deserialize, Deserializer, Serialize, Serializer};

/// A text as a vendor sent it. It is never changed.
///
/// Up to 22 bytes are kept in place, longer ones on the heap: a list has thousands of names and
/// ids, most of them shorter than what the bookkeeping of a piece of memory takes. It is as large
/// as a `String`, dereferences to `str` and compares with texts of any kind.
///
/// ```
/// use gpu_common::Text;
///
/// let zone: Text = serde_json::from_str("\"TW-03\"")?;
/// assert_eq!(zone, "TW-03");
/// assert_eq!(zone.len(), 5);
/// # Ok::<(), serde_json::Error>(())
/// ```
#[derive(Clone)]
pub struct Text(Place);

#[derive(Clone)]
enum Place {
    Here { length: u8, bytes: [u8; ROOM] },
    Heap(Box<str>),
}

const ROOM: usize = 22;

impl Text {
    /// The text.
    #[must_use]
    pub fn as_str(&self) -> &str {
        match &self.0 {
            // It was made of a `str`, so there is no default to fall back to.
            Place::Here { length, bytes } => bytes
                .get(..usize::from(*length))
                .and_then(|bytes| std::str::from_utf8(bytes).ok())
                .unwrap_or_default(),
            Place::Heap(text) => text,
        }
    }
}

impl From<&str> for Text {
    fn from(text: &str) -> Self {
        let mut bytes = [0; ROOM];
        match (bytes.get_mut(..text.len()), u8::try_from(text.len())) {
            (Some(room), Ok(length)) => {
                room.copy_from_slice(text.as_bytes());
                Self(Place::Here { length, bytes })
            }
            _ => Self(Place::Heap(text.into())),
        }
    }
}

impl From<String> for Text {
    fn from(text: String) -> Self {
        if text.len() > ROOM {
            return Self(Place::Heap(text.into()));
        }
        Self::from(text.as_str())
    }
}

impl From<Text> for String {
    fn from(text: Text) -> Self {
        match text.0 {
            Place::Heap(text) => text.into(),
            Place::Here { .. } => text.as_str().to_owned(),
        }
    }
}

impl AsRef<str> for Text {
    fn as_ref(&self) -> &str {
        self.as_str()
    }
}

// It hashes and orders as its `str` does.
impl Borrow<str> for Text {
    fn borrow(&self) -> &str {
        self.as_str()
    }
}

impl Deref for Text {
    type Target = str;

    fn deref(&self) -> &str {
        self.as_str()
    }
}

impl PartialEq for Text {
    fn eq(&self, other: &Self) -> bool {
        self.as_str() == other.as_str()
    }
}

impl Eq for Text {}

impl PartialEq<str> for Text {
    fn eq(&self, other: &str) -> bool {
        self.as_str() == other
    }
}

impl PartialEq<&str> for Text {
    fn eq(&self, other: &&str) -> bool {
        self.as_str() == *other
    }
}

impl PartialEq<String> for Text {
    fn eq(&self, other: &String) -> bool {
        self.as_str() == other
    }
}

impl PartialOrd for Text {
    fn partial_cmp(&self, other: &Self) -> Option<Ordering> {
        Some(self.cmp(other))
    }
}

impl Ord for Text {
    fn cmp(&self, other: &Self) -> Ordering {
        self.as_str().cmp(other.as_str())
    }
}

impl Hash for Text {
    fn hash<H: Hasher>(&self, state: &mut H) {
        self.as_str().hash(state);
    }
}

impl fmt::Display for Text {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(self.as_str())
    }
}

impl fmt::Debug for Text {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Debug::fmt(self.as_str(), f)
    }
}

impl Serialize for Text {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_str(self.as_str())
    }
}

impl<'de> Deserialize<'de> for Text {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        struct Form;

        impl Visitor<'_> for Form {
            type Value = Text;

            fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str("a string")
            }

            fn visit_str<E: Error>(self, text: &str) -> Result<Text, E> {
                Ok(text.into())
            }
        }

        deserializer.deserialize_str(Form)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_text_stays_what_it_was_at_any_length() {
        for length in 0..50 {
            for text in ["x".repeat(length), "é".repeat(length), "🂡".repeat(length)] {
                let small = Text::from(text.as_str());
                assert_eq!(small.as_str(), text);
                assert_eq!(small, Text::from(text.clone()));
                assert_eq!(String::from(small.clone()), text);
                let json = serde_json::to_string(&small).unwrap();
                assert_eq!(serde_json::from_str::<Text>(&json).unwrap(), small);
            }
        }
    }

    #[test]
    fn short_texts_are_kept_in_place() {
        let kept_in_place = |text: &str| matches!(Text::from(text).0, Place::Here { .. });
        assert!(kept_in_place(&"x".repeat(ROOM)));
        assert!(!kept_in_place(&"x".repeat(ROOM + 1)));
    }

    #[test]
    fn it_is_as_large_as_a_string() {
        assert_eq!(size_of::<Text>(), size_of::<String>());
    }

    #[test]
    fn it_compares_and_hashes_by_its_text() {
        let set: std::collections::HashSet<Text> =
            ["b", "a", "b"].into_iter().map(Text::from).collect();
        assert_eq!(set.len(), 2);
        let [short, long] = ["a".to_owned(), "b".repeat(30)].map(Text::from);
        assert_eq!(short.cmp(&long), Ordering::Less);
        assert!(short == "a" && *long == *"b".repeat(30));
    }
}
