//! How a lease ends.

use std::fmt;

use gpu_common::{Estimate, OneLine};

use crate::{Error, Kind, Outcome, Result};

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
