//! While a machine is made ready and used: looks, prices, limits, and reasons to end.

use std::time::Duration;

use gpu_http::Clock;
use tokio::sync::watch;

use crate::task::{Held, Reason, Task};
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
            self.may_go_on(held)?;
            let waited = clock.monotonic().saturating_sub(began);
            if held.limits.ready_within.is_some_and(|limit| waited >= limit) {
                let what = format!("it was not ready after {} s ({status})", waited.as_secs());
                return Err(Reason::Ended(Kind::NotReady, what));
            }
            tokio::select! {
                () = clock.pause(pauses.next().unwrap_or(TICK)) => {}
                reason = self.stop() => return Err(reason),
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
            if let Err(reason) = self.may_go_on(held) {
                return reason;
            }
            let age = held.entry.age(&self.journal.now());
            let remaining = held.limits.max_time.map(|time| time.saturating_sub(age));
            tokio::select! {
                () = clock.limit(remaining.map_or(TICK, |time| time.min(TICK))) => {}
                reason = self.stop() => return reason,
            }
        }
    }

    fn may_go_on(&self, held: &Held) -> Result<(), Reason> {
        let age = held.entry.age(&self.journal.now());
        match self.stopped() {
            Some(reason) => Err(reason),
            None if held.limits.max_time.is_some_and(|limit| age >= limit) => {
                Err(Reason::Ended(Kind::Limit, "the time of the lease is over".to_owned()))
            }
            None => Ok(()),
        }
    }

    /// Why the lease is to end, if it is.
    pub(crate) fn stopped(&self) -> Option<Reason> {
        let dropped = |stop: &watch::Receiver<_>| stop.has_changed().err().map(|_| Reason::Dropped);
        let told = |stop: &watch::Receiver<Option<_>>| stop.borrow().clone().or(dropped(stop));
        self.stop.iter().find_map(told)
    }

    /// Waits until the lease is to end.
    async fn stop(&mut self) -> Reason {
        let [program, signal] = &mut self.stop;
        tokio::select! {
            reason = told(program) => reason,
            reason = told(signal) => reason,
        }
    }
}

async fn told(stop: &mut watch::Receiver<Option<Reason>>) -> Reason {
    let told = stop.wait_for(Option::is_some).await;
    told.ok().and_then(|reason| reason.clone()).unwrap_or(Reason::Dropped)
}

async fn can_log_in(clock: &Clock, machine: &Machine) -> bool {
    let Some(at) = &machine.endpoint else { return false };
    gpu_http::connect(clock, at.host(), at.port(), Duration::MAX).await.is_ok()
}

/// The pauses between looks: 2 s at first, then longer, up to 15 s.
pub(crate) fn pauses() -> impl Iterator<Item = Duration> {
    let longer = |pause: &Duration| Some((*pause * 3 / 2).min(Duration::from_secs(15)));
    std::iter::successors(Some(Duration::from_secs(2)), longer)
}
