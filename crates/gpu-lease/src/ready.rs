//! While a machine is made ready and used: looks, prices, limits, and reasons to end.

use std::time::Duration;

use gpu_http::Clock;
use tokio::sync::watch;

use crate::report::Reason;
use crate::returning::pauses;
use crate::task::{Held, Task};
use crate::{Kind, Lookup, Machine, Phase, Vendor};

/// How often the time is checked while the machine is in use; a computer that slept wakes up to it.
const TICK: Duration = Duration::from_secs(20);

impl<V: Vendor + Clone> Task<V> {
    /// Looks until one can log in, or until there is a reason to give the machine back.
    pub(crate) async fn until_ready(&mut self, held: &mut Held) -> Result<(), Reason> {
        let clock = self.journal.clock();
        let (began, mut pauses, mut told) = (clock.monotonic(), pauses(), String::new());
        loop {
            let Machine { phase, status, price, .. } = &held.machine;
            if let Some(price) = price {
                let accepted = held.limits.accept(price);
                accepted.map_err(|error| Reason::Ended(Kind::Price, error.to_string()))?;
                held.entry.adopt(price);
            }
            if *phase == Phase::Ended {
                return Err(Reason::Ended(
                    Kind::NotReady,
                    format!("it ended ({status}) before it was ready"),
                ));
            }
            if *phase == Phase::Running {
                held.running.get_or_insert(clock.monotonic());
                if held.limits.ready_when_running || can_log_in(&clock, &held.machine).await {
                    return Ok(());
                }
            }
            if *status != told {
                self.journal.notice(&held.entry.key, status, false);
                told.clone_from(status);
            }
            if self.remaining(held).is_zero() {
                return Err(limit_reached());
            }
            let waited = clock.monotonic().saturating_sub(began);
            let ready_within = held.limits.ready_within.unwrap_or(Duration::MAX);
            if waited >= ready_within {
                let what = format!("it was not ready after {} s ({status})", waited.as_secs());
                return Err(Reason::Ended(Kind::NotReady, what));
            }
            // No pause goes beyond a limit.
            let left = self.remaining(held).min(ready_within.saturating_sub(waited));
            let pause = pauses.next().unwrap_or(TICK).min(left);
            tokio::select! {
                biased;
                reason = self.stop() => return Err(reason),
                () = clock.pause(pause) => {}
            }
            match self.vendor.find(&held.entry.key).await {
                Ok(Lookup::Found(machine)) => {
                    self.journal.saw(&mut held.entry, &machine);
                    held.machine = machine;
                }
                Err(error) if error.is_auth() => {
                    return Err(Reason::Ended(Kind::NotReady, error.to_string()));
                }
                Err(error) => self.journal.notice(&held.entry.key, error.to_string(), false),
                Ok(_) => {}
            }
        }
    }

    /// Waits for a reason to give the machine back.
    pub(crate) async fn until_over(&mut self, held: &Held) -> Reason {
        let clock = self.journal.clock();
        loop {
            let remaining = self.remaining(held).min(TICK);
            tokio::select! {
                biased;
                reason = self.stop() => return reason,
                () = clock.limit(remaining) => {}
            }
            if self.remaining(held).is_zero() {
                return limit_reached();
            }
        }
    }

    fn remaining(&self, held: &Held) -> Duration {
        let age = held.entry.age(&self.journal.now()).at_most;
        held.limits.max_time.map_or(Duration::MAX, |time| time.saturating_sub(age))
    }

    /// Waits until the lease is to end.
    pub(crate) async fn stop(&mut self) -> Reason {
        let [program, signal] = &mut self.stop;
        tokio::select! {
            reason = told(program) => reason,
            reason = told(signal) => reason,
        }
    }
}

fn limit_reached() -> Reason {
    Reason::Ended(Kind::Limit, "the time of the lease is over".to_owned())
}

async fn told(stop: &mut watch::Receiver<Option<Reason>>) -> Reason {
    let told = stop.wait_for(Option::is_some).await;
    told.ok().and_then(|reason| reason.clone()).unwrap_or(Reason::Dropped)
}

async fn can_log_in(clock: &Clock, machine: &Machine) -> bool {
    let Some(at) = &machine.endpoint else { return false };
    gpu_http::connect(clock, at.host(), at.port(), Duration::MAX).await.is_ok()
}
