//! A machine that is held.

use std::fmt;
use std::time::Duration;

use gpu_common::Estimate;
use tokio::sync::{oneshot, watch};

use crate::report::Reason;
use crate::task::Held;
use crate::{EndedBy, EntryReport, Error, Leases, Machine, Result};

/// A machine that is held: the guard gives it back when this is dropped, when its limits are reached and
/// when the program is asked to end.
///
/// ```
/// # mod doc { include!(concat!(env!("CARGO_MANIFEST_DIR"), "/tests/doc/run.rs")); } use doc::HOUR; doc::run(async |leases, client, order| {
/// let lease = leases.lease(&client, order).max_time(HOUR).start().await?;
/// println!("{}; ended by {}", lease.machine().ssh()?, lease.ended_by());
/// tokio::select! {
///     () = lease.ending() => println!("a limit is reached"),
///     () = async { /* the work */ } => println!("cost so far: {:?}", lease.cost_so_far()),
/// }
/// lease.give_back().await?;
/// # Ok(()) });
/// ```
#[must_use = "a lease that is dropped is given back at once"]
pub struct Lease {
    pub(crate) held: Held,
    pub(crate) is_ending: watch::Receiver<bool>,
    pub(crate) end: oneshot::Receiver<Result<EntryReport>>,
    /// Dropped, it ends the lease as well.
    pub(crate) stop: watch::Sender<Option<Reason>>,
    pub(crate) ordered: Duration,
    pub(crate) leases: Leases,
}

impl Lease {
    /// The machine, as it was when it was ready.
    pub fn machine(&self) -> &Machine {
        &self.held.machine
    }

    /// Who ends the machine if everybody dies.
    pub fn ended_by(&self) -> &EndedBy {
        &self.held.ended_by
    }

    /// What it has cost so far; `None` without a price.
    pub fn cost_so_far(&self) -> Option<Estimate> {
        let now = self.leases.journal.clock().monotonic();
        let (at_least, at_most) = (self.held.running.unwrap_or(now), self.ordered);
        self.held
            .entry
            .price
            .as_ref()?
            .cost(now.saturating_sub(at_least), now.saturating_sub(at_most))
    }

    /// Waits until the lease is about to end for another reason than the program's.
    pub async fn ending(&self) {
        drop(self.is_ending.clone().wait_for(|ending| *ending).await);
    }

    /// Gives the machine back and waits until it is gone.
    ///
    /// # Errors
    ///
    /// Kind [`NotReturned`](crate::Kind::NotReturned): it is not known to be gone; it stays in the journal, and the
    /// next sweep goes on. Otherwise why the lease had ended before.
    pub async fn give_back(self) -> Result<EntryReport> {
        self.finish(Reason::Returned).await
    }

    /// Leaves the machine to [`watch`](crate::Leases::watch), which gives it back when its time is over. For
    /// a program that ends before its machine. Needs a [`max_time`](crate::LeaseRequest::max_time).
    ///
    /// ```
    /// # mod doc { include!(concat!(env!("CARGO_MANIFEST_DIR"), "/tests/doc/run.rs")); } use doc::HOUR; doc::run(async |leases, client, order| {
    /// let lease = leases.lease(&client, order).max_time(HOUR).start().await?;
    /// let machine = lease.detach().await?; // another process watches the journal
    /// # leases.give_back(&client, &[machine.key]).await?;
    /// # Ok(()) });
    /// ```
    ///
    /// # Errors
    ///
    /// Kind `Invalid` without a limit: the machine has been given back then.
    pub async fn detach(self) -> Result<Machine> {
        let machine = self.machine().clone();
        if self.held.limits.max_time.is_none() {
            self.give_back().await?;
            let what = "is needed for a machine that is left to a watch";
            return Err(Error::invalid("max_time", what));
        }
        self.finish(Reason::Detached).await.map(|_| machine)
    }

    pub(crate) async fn finish(self, reason: Reason) -> Result<EntryReport> {
        self.stop.send_replace(Some(reason));
        self.end.await.map_err(Error::lost)?
    }
}

impl fmt::Debug for Lease {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Lease({:?})", self.machine())
    }
}
