//! Whether a released machine is really gone.

use std::fmt;

use gpu_common::OneLine;

/// What a look after a release found.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum Release {
    /// The machine is gone, or in a state that the vendor documents as ended.
    Gone,
    /// The machine is still there but has ended, in this status (the vendor's spelling). For vendors
    /// who tell that apart from gone: it may still have to be deleted.
    Ended(String),
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

    /// What is known when looks have failed since `before` was found: nothing, unless the machine
    /// was gone or had ended by then.
    pub fn after_failed_looks(why: String, before: Option<Self>) -> Self {
        match before {
            Some(over) if over.is_ended() => over,
            Some(other) => {
                let relied_on = format!("looks that failed; before them: {}", other.relied_on);
                Self::new(Release::Unknown(why), relied_on)
            }
            None => Self::new(Release::Unknown(why), "looks that failed"),
        }
    }

    /// Whether the machine is known to be gone.
    #[must_use]
    pub fn is_gone(&self) -> bool {
        self.release == Release::Gone
    }

    /// Whether the machine is known to have ended, be it gone or still there.
    #[must_use]
    pub fn is_ended(&self) -> bool {
        matches!(self.release, Release::Gone | Release::Ended(_))
    }
}

impl fmt::Display for Confirmation {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match &self.release {
            Release::Gone => f.write_str("gone")?,
            Release::Ended(status) => write!(f, "ended ({})", OneLine::short(status))?,
            Release::StillThere(status) => write!(f, "still there ({})", OneLine::short(status))?,
            Release::Unknown(why) => write!(f, "unknown ({})", OneLine::message(why))?,
        }
        write!(f, "; relies on: {}", OneLine::message(&self.relied_on))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn failed_looks_take_back_all_but_the_end() {
        let after = |before| Confirmation::after_failed_looks("it timed out".to_owned(), before);
        let there = Confirmation::new(Release::StillThere("Running".to_owned()), "its record");
        assert_eq!(
            after(Some(there)).to_string(),
            "unknown (it timed out); relies on: looks that failed; before them: its record"
        );
        let gone = Confirmation::new(Release::Gone, "the list");
        assert_eq!(after(Some(gone.clone())), gone);
        let ended = Confirmation::new(Release::Ended("Failed".to_owned()), "its record");
        assert_eq!(after(Some(ended.clone())), ended);
        assert_eq!(after(None).relied_on, "looks that failed");
    }

    #[test]
    fn what_has_ended_is_not_gone() {
        let ended = Confirmation::new(Release::Ended("Failed".to_owned()), "its record");
        assert!(ended.is_ended() && !ended.is_gone());
        assert_eq!(ended.to_string(), "ended (Failed); relies on: its record");
    }
}
