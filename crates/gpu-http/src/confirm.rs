//! Whether a released machine is really gone.

use std::fmt;

use gpu_common::OneLine;

/// What was found of a machine after a release.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum Release {
    /// The machine is gone, or in a state that means the same.
    Gone,
    /// The machine is still there but does not run any more, in this status (the vendor's spelling): it has
    /// ended or is off. It is not gone: its storage may bill, and it may still have to be deleted.
    Ended(String),
    /// The machine is still there, in this status (the vendor's spelling). It may still bill.
    StillThere(String),
    /// The probes did not tell. Treat the machine as billing until a later one says otherwise.
    Unknown(String),
}

/// The result of confirming a release: what was found, and what that relies on.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
#[must_use = "an unconfirmed release may still bill"]
pub struct Confirmation {
    /// What was found.
    pub release: Release,
    /// What that relies on, in a few words.
    pub relied_on: String,
    /// The same at length, with its weight (documented, seen in use, inferred).
    pub evidence: String,
}

impl Confirmation {
    /// Puts a finding and its evidence together.
    pub fn new(
        release: Release,
        relied_on: impl Into<String>,
        evidence: impl Into<String>,
    ) -> Self {
        Self { release, relied_on: relied_on.into(), evidence: evidence.into() }
    }

    /// What a machine's own record says.
    pub fn of_record(release: Release, evidence: impl Into<String>) -> Self {
        Self::new(release, "its own record", evidence)
    }

    /// That nothing is known.
    pub fn unknown(why: impl Into<String>, evidence: impl Into<String>) -> Self {
        Self::new(Release::Unknown(why.into()), "nothing", evidence)
    }

    /// Whether the machine is known to be gone.
    pub fn is_gone(&self) -> bool {
        self.release == Release::Gone
    }

    /// Whether the machine is known to have ended, be it gone or still there.
    pub fn is_ended(&self) -> bool {
        matches!(self.release, Release::Gone | Release::Ended(_))
    }

    /// What is known when probes have failed since: nothing, unless it had ended by then.
    pub(crate) fn after_failed_probes(self, why: &str) -> Self {
        if self.is_ended() {
            return self;
        }
        let evidence = format!("probes that failed; before them: {self}");
        Self::unknown(why, evidence)
    }
}

/// In a few words; with `{:#}` the evidence at length, too.
impl fmt::Display for Confirmation {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match &self.release {
            Release::Gone => write!(f, "gone ({})", OneLine::short(&self.relied_on))?,
            Release::Ended(status) => write!(f, "ended, not gone ({})", OneLine::short(status))?,
            Release::StillThere(status) => write!(f, "still there ({})", OneLine::short(status))?,
            Release::Unknown(why) => write!(f, "unknown ({})", OneLine::message(why))?,
        }
        if f.alternate() {
            write!(f, "; evidence: {}", OneLine::message(&self.evidence))?;
        }
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn failed_probes_take_back_all_but_the_end() {
        let of = |release| Confirmation::of_record(release, "its detail (documented)");
        let after = |before: Confirmation| before.after_failed_probes("it timed out");
        let there = after(of(Release::StillThere("Running".to_owned())));
        assert_eq!(
            format!("{there:#}"),
            "unknown (it timed out); evidence: probes that failed; before them: still there (Running)"
        );
        let ended = Release::Ended("Failed".to_owned());
        for (over, is_gone) in [(Release::Gone, true), (ended, false)] {
            let after = after(of(over.clone()));
            assert_eq!((after.is_gone(), &after.release), (is_gone, &over));
            assert!(after.is_ended());
        }
    }

    #[test]
    fn a_status_cannot_break_the_line() {
        let odd = Release::StillThere(format!("a\r\n\u{1b}[2J\u{202e}{}", "x".repeat(9_000)));
        let line = Confirmation::of_record(odd, "").to_string();
        assert!(!line.contains(char::is_control) && line.len() < 400, "{line}");
    }
}
