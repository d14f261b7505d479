//! Whether a released machine is really gone.

use std::fmt;

/// What a look after a release found.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum Release {
    /// The machine is gone, or in a state that the vendor documents as ended.
    Gone,
    /// The machine is still there, in this status (the vendor's spelling). It may still bill.
    StillThere(String),
    /// The look did not tell. Treat the machine as billing until a later look says otherwise.
    Unknown(String),
}

/// The result of confirming a release: what was found, and what that relies on.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
#[must_use = "an unconfirmed release may still bill"]
pub struct Confirmation {
    /// What was found.
    pub release: Release,
    /// The evidence in one sentence, with its weight (documented, seen in use, inferred).
    pub relied_on: String,
}

impl Confirmation {
    /// Puts a finding and its evidence together.
    pub fn new(release: Release, relied_on: impl Into<String>) -> Self {
        Self {
            release,
            relied_on: relied_on.into(),
        }
    }

    /// Whether the machine is known to be gone.
    #[must_use]
    pub fn is_gone(&self) -> bool {
        self.release == Release::Gone
    }
}

impl fmt::Display for Confirmation {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match &self.release {
            Release::Gone => f.write_str("gone")?,
            Release::StillThere(status) => write!(f, "still there ({status})")?,
            Release::Unknown(why) => write!(f, "unknown ({why})")?,
        }
        write!(f, "; relies on: {}", self.relied_on)
    }
}
