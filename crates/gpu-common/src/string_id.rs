//! Ids and names: texts of different things as different types, checked alike everywhere.

use std::cmp::Ordering;
use std::fmt;
use std::hash::{Hash, Hasher};

use serde::de::value::MapAccessDeserializer;
use serde::de::{Error, MapAccess, Unexpected, Visitor};
use serde::{Deserialize, Deserializer, Serialize, Serializer};
use serde_json::Value;
use smol_str::{SmolStr, ToSmolStr};

use crate::{InvalidInput, MASK, OneLine, exposed};

/// Defines the type of an id or a name, so that none can stand in for another.
///
/// What a caller puts in (`new`, `FromStr`, `TryFrom`) is refused if it is blank, has white space
/// around it, a control character or an invisible mark in it, is `.` or `..`, or is longer than `max`
/// characters. What is deserialised comes from a vendor or from a record of its answers. It is
/// refused only if it is blank, `.`, `..` or what stands in the place of a secret; otherwise it is
/// kept as it is, so that it can be sent back. A JSON number is read as its digits and written
/// as a number again. `Display` shows one line that upsets no terminal, of at most 200 characters:
/// what is sent or stored is `as_str`. Of a `secret struct`, `Debug` and plain serialisation show
/// nothing, and there is no `Display`.
///
/// ```
/// gpu_common::string_id! {
///     /// An instance's id.
///     pub struct InstanceId("instance id", max 64);
/// }
///
/// let id: InstanceId = "ins-1".parse()?;
/// assert_eq!(id.as_str(), "ins-1");
/// let error = InstanceId::new("ins-1\n").unwrap_err();
/// assert_eq!(error.to_string(), "invalid input `instance id`: begins or ends with white space");
/// assert_eq!(serde_json::from_str::<InstanceId>("66")?, *"66");
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[macro_export]
macro_rules! string_id {
    ($(#[$meta:meta])* $vis:vis struct $name:ident($field:literal $(, max $max:expr)?);) => {
        $crate::string_id! { @type false [$(#[$meta])*] [$vis] $name $field [$($max)?] }

        impl ::core::fmt::Display for $name {
            fn fmt(&self, f: &mut ::core::fmt::Formatter<'_>) -> ::core::fmt::Result {
                ::core::fmt::Display::fmt(&self.0, f)
            }
        }
    };
    ($(#[$meta:meta])* $vis:vis secret struct $name:ident($field:literal $(, max $max:expr)?);) => {
        $crate::string_id! { @type true [$(#[$meta])*] [$vis] $name $field [$($max)?] }
    };
    (@type $secret:literal [$(#[$meta:meta])*] [$vis:vis] $name:ident $field:literal [$($max:expr)?]) => {
        $(#[$meta])*
        #[derive(Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
        $vis struct $name($crate::__private::IdText<$secret>);

        impl $name {
            /// Takes a text as it is.
            ///
            /// # Errors
            ///
            /// If it is blank, has white space around it, a control character or an invisible mark
            /// in it, is `.` or `..`, or is too long.
            $vis fn new(
                text: impl ::core::convert::AsRef<str>,
            ) -> ::core::result::Result<Self, $crate::InvalidInput> {
                Self::check_text(text.as_ref()).map(|()| Self::from_known(text.as_ref()))
            }

            /// Checks a text that was deserialised as [`new`](Self::new) does, before it is sent.
            #[doc(hidden)]
            $vis fn check(&self) -> ::core::result::Result<(), $crate::InvalidInput> {
                Self::check_text(self.as_str())
            }

            /// Checks a text as [`new`](Self::new) does.
            #[doc(hidden)]
            $vis fn check_text(text: &str) -> ::core::result::Result<(), $crate::InvalidInput> {
                let _longest = usize::MAX;
                $( let _longest: usize = $max; )?
                $crate::check_text($field, text, _longest)
            }

            /// The text.
            $vis fn as_str(&self) -> &str {
                self.0.as_str()
            }

            /// Takes a text that was this id before.
            #[doc(hidden)]
            $vis fn from_known(text: &str) -> Self {
                Self($crate::__private::IdText::known(text))
            }

            /// Takes what a vendor sent, if it names anything.
            #[doc(hidden)]
            $vis fn from_sent(text: &str, is_number: bool) -> ::core::option::Option<Self> {
                $crate::__private::IdText::sent(text.into(), is_number).ok().map(Self)
            }
        }

        $crate::__id_traits!($name);
    };
}

/// How an id with `new` and `as_str` is shown, written, made of texts and stands for one.
#[doc(hidden)]
#[macro_export]
macro_rules! __id_traits {
    ($name:ident) => {
        impl ::core::fmt::Debug for $name {
            fn fmt(&self, f: &mut ::core::fmt::Formatter<'_>) -> ::core::fmt::Result {
                write!(f, ::core::concat!(::core::stringify!($name), "({:?})"), self.0)
            }
        }

        impl $crate::__private::Serialize for $name {
            fn serialize<S: $crate::__private::Serializer>(
                &self,
                serializer: S,
            ) -> ::core::result::Result<S::Ok, S::Error> {
                self.0.serialize(serializer)
            }
        }

        impl<'de> $crate::__private::Deserialize<'de> for $name {
            fn deserialize<D: $crate::__private::Deserializer<'de>>(
                deserializer: D,
            ) -> ::core::result::Result<Self, D::Error> {
                $crate::__private::IdText::deserialize(deserializer).map(Self)
            }
        }

        impl ::core::str::FromStr for $name {
            type Err = $crate::InvalidInput;

            fn from_str(text: &str) -> ::core::result::Result<Self, Self::Err> {
                Self::new(text)
            }
        }

        impl ::core::convert::TryFrom<&str> for $name {
            type Error = $crate::InvalidInput;

            fn try_from(text: &str) -> ::core::result::Result<Self, Self::Error> {
                Self::new(text)
            }
        }

        impl ::core::convert::TryFrom<::std::string::String> for $name {
            type Error = $crate::InvalidInput;

            fn try_from(text: ::std::string::String) -> ::core::result::Result<Self, Self::Error> {
                Self::new(text)
            }
        }

        impl ::core::convert::From<&Self> for $name {
            fn from(id: &Self) -> Self {
                id.clone()
            }
        }

        impl ::core::convert::From<$name> for ::std::string::String {
            fn from(id: $name) -> Self {
                id.as_str().into()
            }
        }

        impl ::core::convert::AsRef<str> for $name {
            fn as_ref(&self) -> &str {
                self.as_str()
            }
        }

        // It compares and hashes by its text.
        impl ::core::borrow::Borrow<str> for $name {
            fn borrow(&self) -> &str {
                self.as_str()
            }
        }

        impl ::core::cmp::PartialEq<str> for $name {
            fn eq(&self, text: &str) -> bool {
                self.as_str() == text
            }
        }

        impl ::core::cmp::PartialEq<&str> for $name {
            fn eq(&self, text: &&str) -> bool {
                self.as_str() == *text
            }
        }
    };
}

/// The text inside every id, shown and serialised unless it is `SECRET`. It compares by the text alone,
/// whether it came as a number or was made unique or not.
#[doc(hidden)]
#[derive(Clone)]
pub struct IdText<const SECRET: bool = false> {
    text: SmolStr,
    is_number: bool,
    is_unique: bool,
}

impl<const SECRET: bool> IdText<SECRET> {
    /// Checks what a caller puts in.
    pub fn new(field: &'static str, text: &str, max_chars: usize) -> Result<Self, InvalidInput> {
        check_text(field, text, max_chars)?;
        Ok(Self::known(text))
    }

    /// Takes the text of another one.
    pub fn known(text: &str) -> Self {
        Self { text: text.into(), is_number: false, is_unique: false }
    }

    /// Takes what was sent, if it names anything; the reason if not.
    pub fn sent(text: SmolStr, is_number: bool) -> Result<Self, &'static str> {
        if is_number && !text.bytes().all(|byte| byte.is_ascii_digit()) {
            return Err("is a number that is not whole");
        }
        names_nothing(&text).map_or(Ok(Self { text, is_number, is_unique: false }), Err)
    }

    /// The same, said to have been made unique.
    #[must_use]
    pub fn made_unique(self) -> Self {
        Self { is_unique: true, ..self }
    }

    pub fn is_unique(&self) -> bool {
        self.is_unique
    }

    pub fn as_str(&self) -> &str {
        &self.text
    }
}

/// Checks a text that means one thing only as it is, such as an id or a name: `job` and `job` with
/// a line break behind it are two names, and the second finds no machine.
///
/// # Errors
///
/// If it is blank, has white space around it, a control character or an invisible mark in it, is
/// `.` or `..`, is what stands in the place of a secret, or has more than `max_chars` characters.
pub fn check_text(field: &'static str, text: &str, max_chars: usize) -> Result<(), InvalidInput> {
    let flaw = names_nothing(text).or_else(|| {
        if is_plain(text.as_bytes()) {
            // Nearly all texts: nothing in them has to be looked up.
            None
        } else if text.trim() != text {
            Some("begins or ends with white space")
        } else if text.chars().any(OneLine::is_odd) {
            Some("has a control character or an invisible mark")
        } else {
            None
        }
    });
    if let Some(flaw) = flaw {
        return Err(InvalidInput::new(field, flaw));
    }
    // A text has at least as many bytes as characters, which are dearer to count.
    if text.len() > max_chars
        && let chars = text.chars().count()
        && chars > max_chars
    {
        let reason = format!("has {chars} characters, at most {max_chars} are allowed");
        return Err(InvalidInput::new(field, reason));
    }
    Ok(())
}

/// Whether a text is of printed ASCII alone, without a space at its ends.
fn is_plain(text: &[u8]) -> bool {
    let printed = text.iter().all(|byte| (b' '..=b'~').contains(byte));
    printed && text.first() != Some(&b' ') && text.last() != Some(&b' ')
}

/// Why a text is no id of anything, whoever wrote it.
fn names_nothing(text: &str) -> Option<&'static str> {
    match text {
        MASK => Some("was masked before; the text itself is gone"),
        "." | ".." => Some("would be read as a folder of a path"),
        _ if text.chars().all(char::is_whitespace) => Some("is blank"),
        _ => None,
    }
}

impl<const SECRET: bool> PartialEq for IdText<SECRET> {
    fn eq(&self, other: &Self) -> bool {
        self.text == other.text
    }
}

impl<const SECRET: bool> Eq for IdText<SECRET> {}

impl<const SECRET: bool> PartialOrd for IdText<SECRET> {
    fn partial_cmp(&self, other: &Self) -> Option<Ordering> {
        Some(self.cmp(other))
    }
}

impl<const SECRET: bool> Ord for IdText<SECRET> {
    fn cmp(&self, other: &Self) -> Ordering {
        self.text.cmp(&other.text)
    }
}

impl<const SECRET: bool> Hash for IdText<SECRET> {
    fn hash<H: Hasher>(&self, state: &mut H) {
        self.text.hash(state);
    }
}

/// In one line, as [`OneLine`] shows it.
impl fmt::Display for IdText {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(&OneLine::short(&self.text).to_string())
    }
}

impl<const SECRET: bool> fmt::Debug for IdText<SECRET> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        if SECRET { f.write_str(MASK) } else { fmt::Debug::fmt(&self.text, f) }
    }
}

impl<const SECRET: bool> Serialize for IdText<SECRET> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        if SECRET && !exposed() {
            return serializer.serialize_str(MASK);
        }
        let number = self.is_number.then(|| self.text.parse::<serde_json::Number>());
        match number {
            Some(Ok(number)) => number.serialize(serializer),
            _ => serializer.serialize_str(&self.text),
        }
    }
}

impl<'de, const SECRET: bool> Deserialize<'de> for IdText<SECRET> {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        deserializer.deserialize_any(IdVisitor)
    }
}

struct IdVisitor<const SECRET: bool>;

impl<'de, const SECRET: bool> Visitor<'de> for IdVisitor<SECRET> {
    type Value = IdText<SECRET>;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a string or a number")
    }

    fn visit_str<E: Error>(self, text: &str) -> Result<Self::Value, E> {
        read(text.into(), false)
    }

    fn visit_i64<E: Error>(self, whole: i64) -> Result<Self::Value, E> {
        read(whole.to_smolstr(), true)
    }

    fn visit_u64<E: Error>(self, whole: u64) -> Result<Self::Value, E> {
        read(whole.to_smolstr(), true)
    }

    fn visit_f64<E: Error>(self, _: f64) -> Result<Self::Value, E> {
        Err(E::custom("the id is a number that is not whole"))
    }

    fn visit_map<A: MapAccess<'de>>(self, map: A) -> Result<Self::Value, A::Error> {
        // A number, as `serde_json/arbitrary_precision` hands it over. Any crate of a user's
        // program can switch that on for all.
        match Value::deserialize(MapAccessDeserializer::new(map))? {
            Value::Number(number) => read(number.to_smolstr(), true),
            _ => Err(A::Error::invalid_type(Unexpected::Map, &self)),
        }
    }
}

fn read<E: Error, const SECRET: bool>(text: SmolStr, number: bool) -> Result<IdText<SECRET>, E> {
    IdText::sent(text, number).map_err(|flaw| E::custom(format_args!("the id {flaw}")))
}
