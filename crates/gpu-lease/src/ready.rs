//! While a machine is made ready and used: looks, prices, limits, and reasons to end.

use std::time::Duration;

use serde_json::json;

use crate::task::{Link, Made, Task};
use crate::{Lookup, Machine, Phase, Reason, Vendor};

/// The first and the longest pause between looks at a machine that is not ready yet.
const PAUSES: (Duration, Duration) = (Duration::from_secs(2), Duration::from_secs(15));

/// How often the time is checked while the machine is in use; a computer that slept wakes up to it.
const TICK: Duration = Duration::from_secs(20);

/// How long something may take to answer where one logs in.
const PROBE: Duration = Duration::from_secs(5);

impl<V: Vendor + Clone> Task<V> {
    /// Looks until one can log in, or until there is a reason to give the machine back.
    pub(crate) async fn until_ready(&mut self, made: &mut Made) -> Result<(), Reason> {
        let began = self.inner.clock().monotonic();
        let mut pause = PAUSES.0;
        let mut told = String::new();
        loop {
            if let Some(price) = &made.machine.price {
                let agreed = made.agreed.check(price);
                agreed.map_err(|error| Reason::Price(error.to_string()))?;
            }
            let status = &made.machine.status;
            match made.machine.phase {
                Phase::Ended => {
                    let what = format!("it ended ({status}) before it was ready");
                    return Err(Reason::NotReady(what));
                }
                Phase::Running => {
                    made.running.get_or_insert(self.inner.clock().monotonic());
                    if self.can_log_in(&made.machine).await {
                        return Ok(());
                    }
                }
                _ => {}
            }
            if *status != told {
                self.inner.notice(&made.entry.key, status, false);
                told.clone_from(status);
            }
            if let Some(reason) = self.stopped().or_else(|| self.over(made)) {
                return Err(reason);
            }
            let waited = self.inner.clock().monotonic().saturating_sub(began);
            if self.limits.ready_within.is_some_and(|limit| waited >= limit) {
                let what = format!("it was not ready after {} s ({status})", waited.as_secs());
                return Err(Reason::NotReady(what));
            }
            tokio::select! {
                () = self.inner.clock().pause(pause) => {}
                reason = stop(&mut self.link) => return Err(reason),
            }
            pause = (pause * 3 / 2).min(PAUSES.1);
            match self.vendor.find(&made.entry.key).await {
                Ok(Lookup::Found(machine)) => {
                    made.machine = machine;
                    if !std::mem::replace(&mut made.entry.seen, true) {
                        self.inner.note(&made.entry, &json!({"seen": true}));
                    }
                }
                Err(error) if error.is_auth() => return Err(Reason::NotReady(error.to_string())),
                Err(error) => self.inner.notice(&made.entry.key, error.to_string(), false),
                Ok(_) => {}
            }
        }
    }

    async fn can_log_in(&self, machine: &Machine) -> bool {
        if !self.reachable {
            return true;
        }
        let Some(endpoint) = &machine.endpoint else {
            return false;
        };
        let connecting = tokio::net::TcpStream::connect((endpoint.host(), endpoint.port()));
        matches!(tokio::time::timeout(PROBE, connecting).await, Ok(Ok(_)))
    }

    /// Waits for a reason to give the machine back.
    pub(crate) async fn until_over(&mut self, made: &Made) -> Reason {
        loop {
            if let Some(reason) = self.stopped().or_else(|| self.over(made)) {
                return reason;
            }
            let remaining = made.agreed.time.map(|time| time.saturating_sub(self.age(made)));
            tokio::select! {
                () = self.inner.clock().limit(remaining.map_or(TICK, |time| time.min(TICK))) => {}
                reason = stop(&mut self.link) => return reason,
            }
        }
    }

    fn age(&self, made: &Made) -> Duration {
        made.entry.age(&self.inner.now()).at_most
    }

    fn over(&self, made: &Made) -> Option<Reason> {
        let over = made.agreed.time.is_some_and(|limit| self.age(made) >= limit);
        over.then_some(Reason::LimitReached)
    }

    /// Why the lease is to end, if it is.
    pub(crate) fn stopped(&self) -> Option<Reason> {
        let interrupted = self.link.interrupted.borrow().then_some(Reason::Interrupted);
        interrupted.or_else(|| self.link.stop.borrow().clone())
    }
}

/// Waits until the lease is to end.
async fn stop(link: &mut Link) -> Reason {
    tokio::select! {
        stopped = link.stop.wait_for(Option::is_some) => {
            stopped.ok().and_then(|reason| reason.clone()).unwrap_or(Reason::Dropped)
        }
        Ok(_) = link.interrupted.wait_for(|interrupted| *interrupted) => Reason::Interrupted,
    }
}
