//! Storms with callers that rent through `gpu-lease`: killed at random points with the journal kept, then
//! swept by a successor. In the end nothing bills, nobody else's machine was touched, and nothing that was
//! said was a lie.

mod judge;
mod program;
mod rentals;
mod storm;
mod vendors;

use std::sync::Arc;
use std::time::Duration;

use self::storm::Storm;
use self::vendors::Leased;
use super::play::{Outcome, PATIENCE};
use super::run::alone;
use super::schedule::Schedule;
use crate::secrecy::Traces;

/// How long a request is held up at the most: with what a service takes to act on a create, less than a
/// quarantine. What comes later, a lease does not promise to find.
const HOLD: Duration = Duration::from_secs(240);

/// How long a create of unknown fate is looked for.
const QUARANTINE: Duration = Duration::from_secs(10 * 60);

/// A storm of leases as they are.
pub(super) fn weather<S: Leased>(schedule: &Schedule, traces: &Traces) -> Outcome {
    with_quarantine::<S>(schedule, traces, QUARANTINE)
}

/// A storm of leases that take one absence for proof, to show that the judge sees what comes of it.
pub(super) fn without_quarantine<S: Leased>(schedule: &Schedule, traces: &Traces) -> Outcome {
    with_quarantine::<S>(schedule, traces, Duration::ZERO)
}

/// Plays one storm of leases in a runtime of its own.
fn with_quarantine<S: Leased>(
    schedule: &Schedule,
    traces: &Traces,
    quarantine: Duration,
) -> Outcome {
    let schedule = Arc::new(schedule.holding_at_most(HOLD));
    alone(async {
        traces.take();
        let storm = Arc::new(Storm::<S>::new(schedule, quarantine).await);
        if tokio::time::timeout(PATIENCE, Arc::clone(&storm).play()).await.is_err() {
            storm.books.broke(format!("it took more than {PATIENCE:?}"));
        }
        storm.outcome(&traces.take())
    })
}
