//! Texts of the API that must not be mixed up: one type each, never blank, without a line break that
//! a file has left behind, bounded if a limit is known.

use crate::{Error, Result};

/// Defines a text type. `longest` is the documented limit in characters.
///
/// What a caller puts in is checked, what is deserialised from a caller's records too, but for its
/// length. What stands in an answer of Glows.ai is taken as it is, so that its ids can always be sent
/// back: answers are read by [`gpu_json::FieldValue`].
macro_rules! text_type {
    ($(#[$meta:meta])* $name:ident, $field:literal, longest: $longest:expr) => {
        $(#[$meta])*
        #[derive(Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
        pub struct $name(gpu_common::Text);

        impl $name {
            /// How many characters it may have (documented); `usize::MAX` if no limit is published.
            pub const MAX_CHARS: usize = $longest;

            /// Takes a text as it is.
            ///
            /// # Errors
            ///
            #[doc = concat!("Kind `Invalid`, field `", $field, "`, if it is blank or too long, begins or ends")]
            /// with white space (a file's last line break, say), or has a control character.
            pub fn new(text: impl Into<String>) -> $crate::Result<Self> {
                let text = text.into();
                $crate::text::check_exact($field, &text, Self::MAX_CHARS)?;
                Ok(Self(text.into()))
            }

            /// The text.
            #[must_use]
            pub fn as_str(&self) -> &str {
                &self.0
            }
        }

        impl TryFrom<&str> for $name {
            type Error = $crate::Error;

            fn try_from(text: &str) -> $crate::Result<Self> {
                Self::new(text)
            }
        }

        impl TryFrom<String> for $name {
            type Error = $crate::Error;

            fn try_from(text: String) -> $crate::Result<Self> {
                Self::new(text)
            }
        }

        impl AsRef<str> for $name {
            fn as_ref(&self) -> &str {
                self.as_str()
            }
        }

        impl std::str::FromStr for $name {
            type Err = $crate::Error;

            fn from_str(text: &str) -> $crate::Result<Self> {
                Self::new(text)
            }
        }

        impl From<$name> for String {
            fn from(text: $name) -> Self {
                text.0.into()
            }
        }

        impl serde::Serialize for $name {
            fn serialize<S: serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
                self.0.serialize(serializer)
            }
        }

        impl<'de> serde::Deserialize<'de> for $name {
            fn deserialize<D: serde::Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
                // What Glows sends is taken as it is.
                let text = gpu_common::Text::deserialize(deserializer)?;
                if text.trim().is_empty() {
                    return Err(serde::de::Error::custom(concat!($field, " is blank")));
                }
                Ok(Self(text))
            }
        }

        impl std::fmt::Display for $name {
            fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
                f.pad(self.as_str())
            }
        }

        impl std::fmt::Debug for $name {
            fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
                write!(f, concat!(stringify!($name), "({:?})"), self.as_str())
            }
        }

        impl gpu_json::FieldValue for $name {
            fn from_text(text: &str) -> gpu_json::Parsed<Self> {
                gpu_json::Parsed::Same(Self(text.into()))
            }
        }
    };
}

pub(crate) use text_type;

/// Checks a text that means one thing only as it is: `order.1` and `order.1` with a line break
/// behind it are two keys, and the second finds no machine.
pub(crate) fn check_exact(field: &'static str, text: &str, max_chars: usize) -> Result<()> {
    match flaw(text) {
        Some(flaw) => Err(Error::invalid(field, flaw)),
        None => check(field, text, max_chars),
    }
}

/// Why a text, whatever its length, is none that a caller can mean. Does not repeat it.
pub(crate) fn flaw(text: &str) -> Option<&'static str> {
    if text.trim().is_empty() {
        Some("is blank")
    } else if text.trim() != text || text.chars().any(char::is_control) {
        Some("begins or ends with white space, or has a control character")
    } else {
        None
    }
}

/// Checks a text that a request needs.
pub(crate) fn check(field: &'static str, text: &str, max_chars: usize) -> Result<()> {
    if text.trim().is_empty() {
        return Err(Error::invalid(field, "is blank"));
    }
    // A text has at least as many bytes as characters, which are dearer to count.
    if text.len() > max_chars
        && let chars = text.chars().count()
        && chars > max_chars
    {
        let reason = format!("has {chars} characters, at most {max_chars} are allowed");
        return Err(Error::invalid(field, reason));
    }
    Ok(())
}
