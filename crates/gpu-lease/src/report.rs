//! What happens to machines, and what became of those that had to go.

use std::fmt;

use gpu_common::{Estimate, OneLine};

use crate::Kind;

/// What is known of a machine that has to go.
///
/// ```
/// use gpu_lease::Outcome;
///
/// assert!(Outcome::GivenBack.is_over() && !Outcome::StillThere("Running".to_owned()).is_over());
/// ```
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum Outcome {
    /// It was gone by itself, or never existed.
    Gone,
    /// It was given back, and is confirmed to be gone.
    GivenBack,
    /// It is there, in this status, and may cost money.
    StillThere(String),
    /// The answers do not tell; why. It may cost money.
    Unknown(String),
}

impl Outcome {
    /// Whether nothing costs money any more.
    pub fn is_over(&self) -> bool {
        matches!(self, Self::Gone | Self::GivenBack)
    }
}

impl fmt::Display for Outcome {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Gone => f.write_str("gone"),
            Self::GivenBack => f.write_str("given back"),
            Self::StillThere(status) => write!(f, "still there ({})", OneLine::short(status)),
            Self::Unknown(why) => write!(f, "unknown ({})", OneLine::message(why)),
        }
    }
}

/// What became of a machine that had to go.
#[derive(Clone, Debug)]
#[non_exhaustive]
pub struct EntryReport {
    /// The key of the machine.
    pub key: String,
    /// The vendor's id, if the vendor ever sent one.
    pub id: Option<String>,
    /// What is known.
    pub outcome: Outcome,
    /// On what that relies.
    pub relied_on: String,
    /// What it has cost; `None` without a price, and in the report of a sweep.
    pub cost: Option<Estimate>,
}

impl EntryReport {
    pub(crate) fn new(
        key: String,
        id: Option<String>,
        outcome: Outcome,
        relied_on: String,
    ) -> Self {
        Self { key, id, outcome, relied_on, cost: None }
    }
}

impl fmt::Display for EntryReport {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let (key, relied_on) = (OneLine::short(&self.key), OneLine::message(&self.relied_on));
        write!(f, "{key}: {}; relies on: {relied_on}", self.outcome)
    }
}

/// Something that happened to a machine, for people and logs.
#[derive(Clone, Debug)]
#[non_exhaustive]
pub struct Notice {
    /// The key of the machine.
    pub key: String,
    /// What happened, in a few words.
    pub text: String,
    /// Whether somebody should look: a machine may cost money that nobody wants to spend.
    pub warning: bool,
}

/// Why a lease ends.
#[derive(Clone, Debug, PartialEq)]
pub(crate) enum Reason {
    /// The program gave it back.
    Returned,
    /// The handle or the future was dropped, or the scope panicked.
    Dropped,
    /// It is left to a watch.
    Detached,
    /// Anything else: the kind of the error that the program hears, and why.
    Ended(Kind, String),
}

impl fmt::Display for Reason {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let text = match self {
            Self::Returned => "the scope ended",
            Self::Dropped => "it was dropped",
            Self::Detached => "it could not be left to a watch",
            Self::Ended(_, why) => why,
        };
        OneLine::message(text).fmt(f)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_a_vendor_says_cannot_break_the_line() {
        let odd = format!("a\r\n\u{1b}[2J\u{202e}{}", "x".repeat(9_000));
        for outcome in [Outcome::StillThere(odd.clone()), Outcome::Unknown(odd.clone())] {
            let (key, relied_on) = (odd.clone(), odd.clone());
            let line = EntryReport::new(key, None, outcome, relied_on).to_string();
            let breaks = |char: char| char.is_control() || char == '\u{202e}';
            assert!(!line.contains(breaks) && line.len() < 6_000, "{line}");
        }
    }
}
