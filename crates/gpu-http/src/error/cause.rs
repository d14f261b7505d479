//! What lies below an error.

use std::borrow::Cow;
use std::fmt;

/// The text of an error below ours. The HTTP library's own types stay out of the public API.
#[derive(Clone)]
pub(super) struct Cause {
    text: String,
    source: Option<Box<Self>>,
}

impl Cause {
    pub(super) fn new(text: String) -> Self {
        Self { text, source: None }
    }

    pub(super) fn of(error: &(dyn std::error::Error + 'static)) -> Self {
        Self {
            text: error.to_string(),
            source: error.source().map(|source| Box::new(Self::of(source))),
        }
    }

    /// The cause of all causes, without the number that the operating system has for it.
    pub(super) fn root(&self) -> Cow<'_, str> {
        let mut cause = self;
        while let Some(below) = &cause.source {
            cause = below;
        }
        let text = match cause.text.split_once(" (os error") {
            Some((text, _)) => text,
            None => &cause.text,
        };
        match text.strip_prefix("Connection ") {
            Some(rest) => Cow::Owned(format!("connection {rest}")),
            None => Cow::Borrowed(text),
        }
    }
}

impl fmt::Debug for Cause {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{:?}", self.text)?;
        self.source.as_ref().map_or(Ok(()), |source| write!(f, " <- {source:?}"))
    }
}

impl fmt::Display for Cause {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.text)
    }
}

impl std::error::Error for Cause {
    fn source(&self) -> Option<&(dyn std::error::Error + 'static)> {
        self.source.as_deref().map(|cause| cause as _)
    }
}
