//! A machine that is held, and how it comes back.

use std::fmt;
use std::sync::Arc;
use std::time::Duration;

use gpu_common::Estimate;
use tokio::sync::{oneshot, watch};

use crate::leases::{Inner, Last};
use crate::{EndedBy, Error, Kind, Machine, Outcome, Price, Result};

/// Why a lease ends.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum Reason {
    /// The program gave it back: the scope returned, or [`Lease::give_back`].
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
        match self {
            Self::Returned => f.write_str("the scope ended"),
            Self::Dropped => f.write_str("it was dropped"),
            Self::Detached => f.write_str("left to a watch"),
            Self::Interrupted => f.write_str("the program was asked to end"),
            Self::LimitReached => f.write_str("the time of the lease is over"),
            Self::Price(why) | Self::NotReady(why) => f.write_str(why),
        }
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
    /// On what it relies that it is gone.
    pub relied_on: String,
    /// What it cost; `None` without a price.
    pub cost: Option<Estimate>,
}

/// How a lease ended: as the guard tells it.
pub(crate) struct End {
    pub(crate) key: String,
    pub(crate) reason: Reason,
    pub(crate) outcome: Outcome,
    pub(crate) relied_on: String,
    pub(crate) cost: Option<Estimate>,
}

impl End {
    /// The end as the program hears it: only what it asked for is no error.
    pub(crate) fn told(self) -> Result<Returned> {
        let Self {
            key,
            reason,
            outcome,
            relied_on,
            cost,
        } = self;
        if !outcome.is_over() && reason != Reason::Detached {
            let what = format!("{reason}; the machine is {outcome}, by {relied_on}");
            return Err(Error::new(Kind::NotReturned, what).with_key(&key));
        }
        let kind = match reason {
            Reason::Returned | Reason::Dropped | Reason::Detached => {
                return Ok(Returned {
                    key,
                    reason,
                    relied_on,
                    cost,
                });
            }
            Reason::Interrupted => Kind::Interrupted,
            Reason::LimitReached => Kind::Limit,
            Reason::Price(_) => Kind::Price,
            Reason::NotReady(_) => Kind::NotReady,
        };
        Err(Error::new(kind, format!("{reason}; the machine was given back")).with_key(&key))
    }
}

/// A machine that is held: the guard gives it back when this is dropped, when its limits are reached and
/// when the program is asked to end.
#[must_use = "a lease that is dropped is given back at once"]
pub struct Lease {
    pub(crate) machine: Machine,
    pub(crate) ended_by: EndedBy,
    pub(crate) price: Option<Price>,
    pub(crate) inner: Arc<Inner>,
    pub(crate) ordered: Duration,
    pub(crate) running: Duration,
    pub(crate) stop: Stop,
    pub(crate) ending: watch::Receiver<bool>,
    pub(crate) end: oneshot::Receiver<End>,
    pub(crate) _last: Arc<Last>,
}

/// Ends the lease when it is dropped.
pub(crate) struct Stop(pub(crate) watch::Sender<Option<Reason>>);

impl Stop {
    fn because(&self, reason: Reason) {
        self.0.send_if_modified(|before| {
            let first = before.is_none();
            *before = before.take().or(Some(reason));
            first
        });
    }
}

impl Drop for Stop {
    fn drop(&mut self) {
        self.because(Reason::Dropped);
    }
}

impl Lease {
    /// The machine, as it was when it was ready.
    #[must_use]
    pub fn machine(&self) -> &Machine {
        &self.machine
    }

    /// Who ends the machine if everybody dies.
    #[must_use]
    pub fn ended_by(&self) -> &EndedBy {
        &self.ended_by
    }

    /// What it has cost so far; `None` without a price.
    #[must_use]
    pub fn cost_so_far(&self) -> Option<Estimate> {
        let since = |then| self.inner.clock.monotonic().saturating_sub(then);
        let (at_least, at_most) = (since(self.running), since(self.ordered));
        crate::limits::cost(self.price.as_ref()?, at_least, at_most)
    }

    /// Waits until the lease is about to end for another reason than the program's.
    pub async fn ending(&self) {
        drop(self.ending.clone().wait_for(|ending| *ending).await);
    }

    /// Gives the machine back and waits until it is gone.
    ///
    /// # Errors
    ///
    /// Kind [`NotReturned`](Kind::NotReturned): it is not known to be gone; it stays in the journal, and the
    /// next sweep goes on. Otherwise why the lease had ended before.
    pub async fn give_back(self) -> Result<Returned> {
        self.finish(Reason::Returned).await
    }

    /// Leaves the machine to [`watch`](crate::Leases::watch), which gives it back when its time is over. For a program
    /// that ends before its machine. Needs a [`max_time`](crate::LeaseRequest::max_time).
    ///
    /// # Errors
    ///
    /// Kind `Invalid` without a limit: the machine has been given back then.
    pub async fn detach(self) -> Result<Machine> {
        let machine = self.machine.clone();
        match self.finish(Reason::Detached).await?.reason {
            Reason::Detached => Ok(machine),
            _ => Err(Error::invalid(
                "max_time",
                "is needed for a machine that is left to a watch",
            )),
        }
    }

    pub(crate) async fn finish(self, reason: Reason) -> Result<Returned> {
        self.stop.because(reason);
        let Self { end, machine, .. } = self;
        let lost = |_| Error::new(Kind::NotReturned, "the guard has ended").with_key(&machine.key);
        end.await.map_err(lost)?.told()
    }
}

impl fmt::Debug for Lease {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Lease")
            .field("machine", &self.machine)
            .finish_non_exhaustive()
    }
}
