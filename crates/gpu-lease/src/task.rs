//! What the guard does for one lease: from the key on the disk to the machine that is gone.

use std::sync::Arc;
use std::time::Duration;

use gpu_http::Error as VendorError;
use serde_json::json;
use tokio::sync::{oneshot, watch};

use crate::lease::{End, Reason};
use crate::leases::Inner;
use crate::limits::{Agreed, Limits, cost, fits};
use crate::returning::{How, give_back};
use crate::{
    EndedBy, Entry, Error, Kind, Lookup, Machine, Outcome, Phase, Price, Result, Trigger, Vendor,
};

/// The first and the longest pause between looks at a machine that is not ready yet.
const PAUSES: (Duration, Duration) = (Duration::from_secs(2), Duration::from_secs(15));

/// How often the time is checked while the machine is in use; a computer that slept wakes up to it.
const TICK: Duration = Duration::from_secs(20);

/// How long something may take to answer where one logs in.
const PROBE: Duration = Duration::from_secs(5);

/// A lease, as the guard sees it.
pub(crate) struct Task<V> {
    pub(crate) inner: Arc<Inner>,
    pub(crate) vendor: V,
    pub(crate) limits: Limits,
    pub(crate) reachable: bool,
    pub(crate) link: Link,
}

/// What the guard hears and tells.
pub(crate) struct Link {
    pub(crate) stop: watch::Receiver<Option<Reason>>,
    pub(crate) interrupted: watch::Receiver<bool>,
    pub(crate) ending: watch::Sender<bool>,
    pub(crate) ended: oneshot::Sender<End>,
}

/// A machine that is ready.
pub(crate) struct Held {
    pub(crate) machine: Machine,
    pub(crate) ended_by: EndedBy,
    pub(crate) price: Option<Price>,
    pub(crate) running: Duration,
}

/// A machine that was made, and what was agreed about it.
struct Made {
    entry: Entry,
    machine: Machine,
    agreed: Agreed,
    ended_by: EndedBy,
    /// When it was first seen to run.
    running: Option<Duration>,
}

impl<V: Vendor> Task<V> {
    pub(crate) async fn run(mut self, orders: Vec<V::Order>, ready: oneshot::Sender<Result<Held>>) {
        let mut made = match self.make(orders).await {
            Ok(made) => made,
            Err(error) => return drop(ready.send(Err(error))),
        };
        if let Err(reason) = self.until_ready(&mut made).await {
            let end = self.give_back(made, reason).await;
            let error = match end.told() {
                Ok(end) => Error::new(Kind::Interrupted, end.reason.to_string()).with_key(&end.key),
                Err(error) => error,
            };
            return drop(ready.send(Err(error)));
        }
        self.inner.notice(
            &made.entry.key,
            format!("ready; ends by {}", made.ended_by),
            false,
        );
        let (machine, ended_by) = (made.machine.clone(), made.ended_by.clone());
        let held = Held {
            machine,
            ended_by,
            price: made.agreed.price.clone(),
            running: made.running.unwrap_or(self.inner.clock.monotonic()),
        };
        let reason = match ready.send(Ok(held)) {
            Ok(()) => self.until_over(&made).await,
            Err(_) => Reason::Dropped,
        };
        self.link.ending.send_replace(true);
        let end = self.give_back(made, reason).await;
        drop(self.link.ended.send(end));
    }

    /// Orders until an order is accepted.
    async fn make(&mut self, orders: Vec<V::Order>) -> Result<Made> {
        let mut refused = Error::new(Kind::Refused, "nothing was ordered");
        for order in orders {
            let terms = self.vendor.terms(&order, self.limits.max_time).await?;
            let agreed = self.limits.agree(terms.price, self.inner.budget)?;
            if let Some(reason) = self.stopped() {
                return Err(Error::new(
                    Kind::Interrupted,
                    format!("{reason}; nothing was ordered"),
                ));
            }
            let mut entry = self.begin(&agreed, &terms.ended_by)?;
            self.inner.set_guarded(&entry.key, true);
            self.inner.notice(&entry.key, "ordering", false);
            match self.vendor.create(&order, &entry.key, agreed.time).await {
                Ok(machine) => {
                    let note = json!({"id": machine.id});
                    self.inner
                        .or_notice(&entry.key, self.inner.journal.note(&entry, &note));
                    self.advance(&mut entry, Trigger::Created, "the create was answered");
                    return Ok(Made {
                        entry,
                        machine,
                        agreed,
                        ended_by: terms.ended_by,
                        running: None,
                    });
                }
                Err(error) if !made_nothing(&error) => {
                    return Err(self.unclear(entry, error));
                }
                Err(error) => {
                    self.advance(&mut entry, Trigger::Refused, "the create was refused");
                    self.inner.set_guarded(&entry.key, false);
                    let capacity = is_refusal(&error);
                    let kind = if capacity {
                        Kind::Refused
                    } else {
                        Kind::Vendor
                    };
                    refused = Error::new(kind, "the create failed, no machine was made")
                        .with_source(error);
                    if !capacity {
                        break;
                    }
                }
            }
        }
        Err(refused)
    }

    /// Writes the key down, and keeps its money free.
    fn begin(&self, agreed: &Agreed, ended_by: &EndedBy) -> Result<Entry> {
        let mut entry = Entry::new(&self.vendor.account(), self.inner.journal.prefix().key());
        entry.max_time_s = agreed.time.map(|time| time.as_secs());
        entry.rate = agreed.price.as_ref().map(|price| price.rate);
        entry.prepaid = agreed.price.as_ref().is_some_and(|price| price.prepaid);
        entry.reserved = agreed.reserve;
        entry.ended_by = Some(ended_by.to_string());
        let budget = self.inner.budget.zip(agreed.reserve);
        self.inner
            .journal
            .begin(entry, self.inner.now(), |open, closed| {
                budget.map_or(Ok(()), |(budget, reserve)| {
                    fits(budget, reserve, open, closed)
                })
            })
    }

    /// A create of unknown fate goes into quarantine, and the guard goes on looking.
    fn unclear(&self, mut entry: Entry, error: VendorError) -> Error {
        let told =
            Error::new(Kind::MaybeCreated, "the create's fate is unknown").with_key(&entry.key);
        self.advance(&mut entry, Trigger::Unclear, "the create's fate is unknown");
        let (inner, vendor) = (Arc::clone(&self.inner), self.vendor.separate());
        let how = How {
            limit: inner.quarantine + inner.return_within,
            through_quarantine: true,
        };
        tokio::spawn(async move {
            let key = entry.key.clone();
            drop(give_back(&inner, &vendor, vec![entry], how).await);
            inner.set_guarded(&key, false);
        });
        told.with_source(error)
    }

    /// Looks until one can log in, or until there is a reason to give the machine back.
    async fn until_ready(&mut self, made: &mut Made) -> Result<(), Reason> {
        let began = self.inner.clock.monotonic();
        let mut pause = PAUSES.0;
        let mut told = String::new();
        loop {
            if let Some(price) = &made.machine.price {
                made.agreed
                    .check(price)
                    .map_err(|error| Reason::Price(error.to_string()))?;
            }
            let status = &made.machine.status;
            if made.machine.phase == Phase::Ended {
                return Err(Reason::NotReady(format!(
                    "it ended ({status}) before it was ready"
                )));
            }
            if made.machine.phase == Phase::Running {
                made.running.get_or_insert(self.inner.clock.monotonic());
            }
            if made.machine.phase == Phase::Running && self.can_log_in(&made.machine).await {
                return Ok(());
            }
            if *status != told {
                self.inner.notice(&made.entry.key, status.clone(), false);
                told.clone_from(status);
            }
            if let Some(reason) = self.stopped().or_else(|| self.over(made)) {
                return Err(reason);
            }
            let waited = self.inner.clock.monotonic().saturating_sub(began);
            if self
                .limits
                .ready_within
                .is_some_and(|limit| waited >= limit)
            {
                return Err(Reason::NotReady(format!(
                    "it was not ready after {} s ({status})",
                    waited.as_secs()
                )));
            }
            tokio::select! {
                () = self.inner.clock.pause(pause) => {}
                reason = stop(&mut self.link) => return Err(reason),
            }
            pause = (pause * 3 / 2).min(PAUSES.1);
            match self.vendor.find(&made.entry.key).await {
                Ok(Lookup::Found(machine)) => made.machine = *machine,
                Ok(Lookup::Absent(_) | Lookup::Unknown(_)) => {}
                Err(error) if error.is_auth() => return Err(Reason::NotReady(error.to_string())),
                Err(error) => self.inner.notice(&made.entry.key, error.to_string(), false),
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
    async fn until_over(&mut self, made: &Made) -> Reason {
        loop {
            if let Some(reason) = self.stopped().or_else(|| self.over(made)) {
                return reason;
            }
            let left = made
                .agreed
                .time
                .map_or(TICK, |time| time.saturating_sub(self.age(made)).min(TICK));
            tokio::select! {
                () = self.inner.clock.limit(left) => {}
                reason = stop(&mut self.link) => return reason,
            }
        }
    }

    fn age(&self, made: &Made) -> Duration {
        made.entry.age(&self.inner.now()).at_most
    }

    fn over(&self, made: &Made) -> Option<Reason> {
        let over = made
            .agreed
            .time
            .is_some_and(|limit| self.age(made) >= limit);
        over.then_some(Reason::LimitReached)
    }

    fn stopped(&self) -> Option<Reason> {
        let interrupted = self
            .link
            .interrupted
            .borrow()
            .then_some(Reason::Interrupted);
        interrupted.or_else(|| self.link.stop.borrow().clone())
    }

    fn advance(&self, entry: &mut Entry, on: Trigger, why: &str) {
        let advanced = self.inner.journal.advance(entry, on, self.inner.now(), why);
        self.inner.or_notice(&entry.key, advanced);
    }

    /// Gives the machine back, or leaves it to a watch.
    async fn give_back(&self, made: Made, mut reason: Reason) -> End {
        let Made {
            mut entry,
            agreed,
            running,
            ..
        } = made;
        let ran = running.map_or(Duration::ZERO, |since| {
            self.inner.clock.monotonic().saturating_sub(since)
        });
        let key = entry.key.clone();
        if reason == Reason::Detached {
            let note = json!({"detached": true, "owner": "nobody"});
            let limited = entry.max_time_s.is_some();
            if limited && self.inner.journal.note(&entry, &note).is_ok() {
                self.inner.set_guarded(&key, false);
                let (outcome, relied_on) =
                    (Outcome::StillThere("detached".to_owned()), String::new());
                return End {
                    key,
                    reason,
                    outcome,
                    relied_on,
                    cost: None,
                };
            }
            reason = Reason::Returned;
        }
        self.inner.notice(
            &key,
            format!("giving it back: {reason}"),
            reason == Reason::Dropped,
        );
        self.advance(&mut entry, Trigger::ScopeEnded, &reason.to_string());
        let how = How {
            limit: self.inner.return_within,
            through_quarantine: false,
        };
        let began = entry.clone();
        let mut reports = give_back(&self.inner, &self.vendor, vec![entry], how).await;
        self.inner.set_guarded(&key, false);
        let (outcome, relied_on) = reports.pop().map_or_else(
            || {
                (
                    Outcome::Unknown("nobody has looked".to_owned()),
                    String::new(),
                )
            },
            |report| (report.outcome, report.relied_on),
        );
        let age = began.age(&self.inner.now()).at_most;
        let cost = agreed.price.and_then(|price| cost(&price, ran, age));
        End {
            key,
            reason,
            outcome,
            relied_on,
            cost,
        }
    }
}

/// Waits until the lease is to end.
async fn stop(link: &mut Link) -> Reason {
    tokio::select! {
        stopped = link.stop.wait_for(Option::is_some) => {
            stopped.ok().and_then(|stopped| stopped.clone()).unwrap_or(Reason::Dropped)
        }
        Ok(_) = link.interrupted.wait_for(|interrupted| *interrupted) => Reason::Interrupted,
    }
}

/// Whether a create that failed is known to have made no machine.
fn made_nothing(error: &VendorError) -> bool {
    let unsent = error.delivery() == gpu_http::Delivery::NotSent;
    unsent || (is_answer(error) && !error.may_have_taken_effect())
}

/// Whether the vendor said that it will not, so that another order may succeed.
fn is_refusal(error: &VendorError) -> bool {
    is_answer(error) && !error.is_auth() && !error.is_rate_limited()
}

fn is_answer(error: &VendorError) -> bool {
    matches!(
        error.kind(),
        gpu_http::Kind::Vendor | gpu_http::Kind::Status
    )
}
