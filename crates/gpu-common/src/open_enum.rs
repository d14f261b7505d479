//! Enums that a vendor may extend at any time.

use std::fmt;

use crate::OneLine;

/// Defines an enum of texts that a vendor may extend at any time.
///
/// Each variant names its wire text. Any other text becomes `Unknown`, compares and serialises back
/// as it came. Matching is exact: `"running"` is not `"Running"`. `Display` shows the wire text, or
/// the words behind `as` where the wire has a code; an unknown text is shown in one line and cut
/// at 200 characters.
///
/// ```
/// gpu_common::open_enum! {
///     /// What a machine is doing.
///     pub enum Status {
///         /// It can be used, and bills.
///         Running = "Running",
///         /// It was given back.
///         Released = "Released",
///         /// It costs less.
///         Paused = "7" as "paused",
///     }
/// }
///
/// assert_eq!(Status::Paused.to_string(), "paused");
/// assert_eq!(Status::from("Running"), Status::Running);
/// assert_eq!(Status::Running.to_string(), "Running");
/// assert_eq!(Status::KNOWN, [Status::Running, Status::Released, Status::Paused]);
///
/// let new = Status::from("Hibernating");
/// assert!(!new.is_known());
/// assert_eq!(new.as_str(), "Hibernating");
/// assert_eq!(serde_json::to_string(&new)?, r#""Hibernating""#);
/// # Ok::<(), serde_json::Error>(())
/// ```
///
/// The enum is `#[non_exhaustive]` and has `as_str()`, `is_known()`, `KNOWN`, `From<&str>`,
/// `From<String>`, `AsRef<str>`, `FromStr`, `Display`, `Debug`, `Clone`, `Eq`, `Ord`, `Hash`, `Serialize`,
/// `Deserialize`. `Unknown` can only be made from a text, so
/// one that holds a known text does not exist:
///
/// ```compile_fail
/// # gpu_common::open_enum! { /// .
/// # pub enum Status { /// .
/// # Running = "Running", } }
/// let status = Status::Unknown(gpu_common::UnknownValue("Running".into()));
/// ```
#[macro_export]
macro_rules! open_enum {
    (
        $(#[$meta:meta])*
        $visibility:vis enum $name:ident {
            $( $(#[$variant_meta:meta])* $variant:ident = $text:literal $(as $words:literal)? ),+ $(,)?
        }
    ) => {
        $(#[$meta])*
        #[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
        #[non_exhaustive]
        $visibility enum $name {
            $( $(#[$variant_meta])* $variant, )+
            /// A text that is not documented, as it came.
            Unknown($crate::UnknownValue),
        }

        impl $name {
            /// The documented values, in the order of their definition.
            pub const KNOWN: &'static [Self] = &[$( Self::$variant ),+];

            /// The text on the wire.
            pub fn as_str(&self) -> &str {
                match self {
                    $( Self::$variant => $text, )+
                    Self::Unknown(value) => value.as_str(),
                }
            }

            /// Whether this is one of the documented values.
            pub const fn is_known(&self) -> bool {
                !matches!(self, Self::Unknown(_))
            }
        }

        impl ::core::convert::From<&str> for $name {
            fn from(text: &str) -> Self {
                match text {
                    $( $text => Self::$variant, )+
                    _ => Self::Unknown($crate::__private::unknown(text)),
                }
            }
        }

        impl ::core::convert::From<::std::string::String> for $name {
            fn from(text: ::std::string::String) -> Self {
                Self::from(text.as_str())
            }
        }

        impl ::core::convert::AsRef<str> for $name {
            fn as_ref(&self) -> &str {
                self.as_str()
            }
        }

        impl ::core::str::FromStr for $name {
            type Err = ::core::convert::Infallible;

            fn from_str(text: &str) -> ::core::result::Result<Self, Self::Err> {
                ::core::result::Result::Ok(Self::from(text))
            }
        }

        impl ::core::fmt::Display for $name {
            fn fmt(&self, f: &mut ::core::fmt::Formatter<'_>) -> ::core::fmt::Result {
                match self {
                    $( $( Self::$variant => f.pad($words), )? )+
                    Self::Unknown(value) => ::core::fmt::Display::fmt(value, f),
                    #[allow(unreachable_patterns, reason = "each value may have words")]
                    known => f.pad(known.as_str()),
                }
            }
        }

        impl $crate::__private::Serialize for $name {
            fn serialize<S: $crate::__private::Serializer>(
                &self,
                serializer: S,
            ) -> ::core::result::Result<S::Ok, S::Error> {
                serializer.serialize_str(self.as_str())
            }
        }

        impl<'de> $crate::__private::Deserialize<'de> for $name {
            fn deserialize<D: $crate::__private::Deserializer<'de>>(
                deserializer: D,
            ) -> ::core::result::Result<Self, D::Error> {
                let text = <$crate::Text as $crate::__private::Deserialize>::deserialize(deserializer)?;
                ::core::result::Result::Ok(Self::from(text.as_str()))
            }
        }
    };
}

/// A text that an [`open_enum!`](crate::open_enum) does not know, as it came.
///
/// Made only by the enum itself, so it never holds one of the enum's known texts.
#[derive(Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
// A thin pointer: every known value has the room of an unknown one.
pub struct UnknownValue(Box<Box<str>>);

impl UnknownValue {
    /// The text as it came.
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

/// In one line, as [`OneLine`] shows it.
impl fmt::Display for UnknownValue {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(&OneLine::short(&self.0).to_string())
    }
}

impl fmt::Debug for UnknownValue {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Debug::fmt(&self.0, f)
    }
}

/// Only for the macro, which has just compared the text with every known one.
pub fn unknown(text: &str) -> UnknownValue {
    UnknownValue(Box::new(text.into()))
}
