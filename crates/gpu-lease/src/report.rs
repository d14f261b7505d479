//! What became of machines that had to go.

use std::fmt;

use gpu_common::{Estimate, OneLine};

use crate::{Error, Kind, Result};

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

/// What became of one entry of the journal.
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
}

impl fmt::Display for EntryReport {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let (key, relied_on) = (OneLine::short(&self.key), OneLine::message(&self.relied_on));
        write!(f, "{key}: {}; relies on: {relied_on}", self.outcome)
    }
}

/// Why a lease ends.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum Reason {
    /// The program gave it back: the scope returned, or [`Lease::give_back`](crate::Lease::give_back).
    Returned,
    /// The handle or the future was dropped, or the scope panicked.
    Dropped,
    /// The machine is left to [`Leases::watch`](crate::Leases::watch).
    Detached,
    /// Ctrl-C, SIGTERM or SIGHUP.
    Interrupted,
    /// The time, or what the money pays for, is over.
    LimitReached,
    /// The price was not what was agreed; what it was.
    Price(String),
    /// It was not ready in time; why.
    NotReady(String),
}

impl fmt::Display for Reason {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let text = match self {
            Self::Returned => "the scope ended",
            Self::Dropped => "it was dropped",
            Self::Detached => "left to a watch",
            Self::Interrupted => "the program was asked to end",
            Self::LimitReached => "the time of the lease is over",
            Self::Price(why) | Self::NotReady(why) => why,
        };
        OneLine::message(text).fmt(f)
    }
}

/// A machine that has come back.
#[derive(Clone, Debug)]
#[non_exhaustive]
pub struct Returned {
    /// Its key.
    pub key: String,
    /// Why it was given back.
    pub reason: Reason,
    /// What is known of it.
    pub outcome: Outcome,
    /// On what that relies.
    pub relied_on: String,
    /// What it cost; `None` without a price.
    pub cost: Option<Estimate>,
}

impl Returned {
    /// The end as the program hears it: only what it asked for is no error.
    pub(crate) fn told(self) -> Result<Self> {
        let Self { key, reason, outcome, relied_on, .. } = &self;
        let kind = match reason {
            Reason::Detached => return Ok(self),
            _ if !outcome.is_over() => {
                let what = format!("{reason}; the machine is {outcome}, by {relied_on}");
                return Err(Error::new(Kind::NotReturned, what).with_key(key));
            }
            Reason::Returned | Reason::Dropped => return Ok(self),
            Reason::Interrupted => Kind::Interrupted,
            Reason::LimitReached => Kind::Limit,
            Reason::Price(_) => Kind::Price,
            Reason::NotReady(_) => Kind::NotReady,
        };
        Err(Error::new(kind, format!("{reason}; the machine was given back")).with_key(key))
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
            let line = EntryReport { key, id: None, outcome, relied_on }.to_string();
            let breaks = |char: char| char.is_control() || char == '\u{202e}';
            assert!(!line.contains(breaks) && line.len() < 6_000, "{line}");
        }
    }
}
