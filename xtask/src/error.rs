//! What a command says when it cannot do its work.

use std::fmt::Display;
use std::path::Path;

/// A failure, told as what went wrong and, after a dash, what to do about it.
#[derive(Debug, thiserror::Error)]
#[error("{0}")]
pub struct Error(String);

impl Error {
    /// An error with this message.
    pub fn new(message: impl Into<String>) -> Self {
        Self(message.into())
    }

    /// A file that could not be read, written or removed.
    pub fn io(action: &str, path: &Path, source: &std::io::Error) -> Self {
        Self(format!("cannot {action} {}: {source}", path.display()))
    }

    /// The same failure, seen from further out.
    #[must_use]
    pub fn within(self, context: impl Display) -> Self {
        Self(format!("{context}: {}", self.0))
    }
}
