//! A text that must never be shown by accident.
//!
//! Not `secrecy` (weighed on 2026-11-28: 2 more crates, 0.2 s of a dev build of 10 s): a secret of its
//! kind is either not serialised at all or always in clear text. Here it is masked unless
//! [`WithSecrets`] asks for it, so that an answer can be logged and stored alike. What `secrecy` does
//! and this does not: it overwrites the memory when a secret is dropped.

use std::cell::Cell;
use std::fmt;

use serde::de::Error as _;
use serde::{Deserialize, Deserializer, Serialize, Serializer};
use smol_str::SmolStr;

/// What is printed in place of a secret.
pub const MASK: &str = "[secret]";

/// A password, token, key or credential-bearing URL.
///
/// `Debug`, `Display` and serialisation show only [`MASK`]. [`Secret::expose`] gives the text itself
/// and is easy to search for in a review. To serialise a value together
/// with its secrets (to store an instance, say) wrap it in [`WithSecrets`].
///
/// ```
/// use gpu_common::Secret;
///
/// let password = Secret::from("hunter2");
/// assert_eq!(format!("{password} {password:?}"), "[secret] Secret([secret])");
/// assert_eq!(password.expose(), "hunter2");
/// ```
///
/// Reading one refuses [`MASK`]: it is what was written without [`WithSecrets`], and no credential.
#[derive(Clone, PartialEq, Eq, Hash)]
pub struct Secret(SmolStr);

impl Secret {
    /// The text itself. Do not log what this returns.
    pub fn expose(&self) -> &str {
        &self.0
    }

    /// Whether there is no text at all. Vendors send `""` for "not set yet".
    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }
}

impl From<&str> for Secret {
    fn from(text: &str) -> Self {
        Self(text.into())
    }
}

impl From<String> for Secret {
    fn from(text: String) -> Self {
        Self(text.into())
    }
}

impl fmt::Debug for Secret {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Secret({MASK})")
    }
}

impl fmt::Display for Secret {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(MASK)
    }
}

thread_local! {
    /// How many [`WithSecrets`] are being serialised on this thread right now.
    static EXPOSED: Cell<u32> = const { Cell::new(0) };
}

/// Whether secrets may be written at this moment, on this thread: whether a [`WithSecrets`] is being
/// serialised. For a `Serialize` of one's own that masks what may be a credential.
pub fn exposed() -> bool {
    EXPOSED.get() > 0
}

impl Serialize for Secret {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_str(if exposed() { &self.0 } else { MASK })
    }
}

impl<'de> Deserialize<'de> for Secret {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let text = SmolStr::deserialize(deserializer)?;
        if text == MASK {
            return Err(D::Error::custom("a masked secret, written without `WithSecrets`"));
        }
        Ok(Self(text))
    }
}

/// Serialises a value with its secrets in clear text.
///
/// A plain `serde_json::to_string(&instance)` is often a log line, so it masks. This wrapper is
/// the deliberate way: what it writes holds passwords and belongs in a safe place.
///
/// ```
/// use gpu_common::{Secret, WithSecrets};
///
/// let password = Secret::from("hunter2");
/// assert_eq!(serde_json::to_string(&password)?, r#""[secret]""#);
/// assert_eq!(serde_json::to_string(&WithSecrets(&password))?, r#""hunter2""#);
/// # Ok::<(), serde_json::Error>(())
/// ```
#[derive(Clone, Copy)]
#[expect(clippy::exhaustive_structs, reason = "a wrapper of exactly one value")]
pub struct WithSecrets<'a, T: ?Sized>(pub &'a T);

impl<T: ?Sized> fmt::Debug for WithSecrets<'_, T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("WithSecrets(..)")
    }
}

impl<T: Serialize + ?Sized> Serialize for WithSecrets<'_, T> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        // A guard, so that a serialiser that panics does not leave the thread exposed.
        struct Guard;
        impl Drop for Guard {
            fn drop(&mut self) {
                EXPOSED.set(EXPOSED.get().saturating_sub(1));
            }
        }
        EXPOSED.set(EXPOSED.get().saturating_add(1));
        let _guard = Guard;
        self.0.serialize(serializer)
    }
}
