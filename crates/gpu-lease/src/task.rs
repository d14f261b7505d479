//! What the guard does for one lease: from the key on the disk to the machine that is gone.

use std::sync::Arc;
use std::time::Duration;

use tokio::sync::{oneshot, watch};

use crate::guard::Guarding;
use crate::journal::Journal;
use crate::limits::Limits;
use crate::report::Reason;
use crate::returning::give_back;
use crate::{
    EndedBy, Entry, EntryReport, Error, Kind, Machine, Outcome, Result, State, Terms, Vendor,
};

/// A lease, as the guard sees it.
pub(crate) struct Task<V> {
    pub(crate) journal: Arc<Journal>,
    pub(crate) vendor: V,
    /// Why the lease is to end, once somebody said so: the program, or a signal.
    pub(crate) stop: [watch::Receiver<Option<Reason>>; 2],
    pub(crate) guarding: Guarding,
    /// A create of unknown fate.
    pub(crate) unclear: Option<Entry>,
}

/// A machine that was made, and what was agreed about it.
#[derive(Clone)]
pub(crate) struct Held {
    pub(crate) entry: Entry,
    pub(crate) machine: Machine,
    pub(crate) limits: Limits,
    pub(crate) ended_by: EndedBy,
    /// When it was first seen to run.
    pub(crate) running: Option<Duration>,
}

/// A machine that is ready: whether its end has begun, and what the end was.
pub(crate) type Ready = (Held, watch::Receiver<bool>, oneshot::Receiver<Result<EntryReport>>);

impl<V: Vendor + Clone> Task<V> {
    pub(crate) async fn run(
        mut self,
        orders: Vec<V::Order>,
        limits: Limits,
        ready: oneshot::Sender<Result<Ready>>,
    ) {
        let mut held = match self.make(orders, limits).await {
            Ok(held) => held,
            Err(error) => {
                let (Self { journal, vendor, guarding, unclear, .. }, told) = (self, error);
                let Some(entry) = unclear else {
                    drop(guarding);
                    return drop(ready.send(Err(told)));
                };
                drop(ready.send(Err(told)));
                guarding.in_background();
                drop(give_back(&journal, &vendor, vec![entry], true).await);
                return;
            }
        };
        if let Err(reason) = self.until_ready(&mut held).await {
            if let Err(error) = self.end(held, reason).await {
                drop(ready.send(Err(error)));
            }
            return;
        }
        self.journal.notice(
            &held.entry.key,
            format!("ready; if this program dies, it is ended by {}", held.ended_by),
            false,
        );
        let (ending, is_ending) = watch::channel(false);
        let (ended, end) = oneshot::channel();
        let reason = match ready.send(Ok((held.clone(), is_ending, end))) {
            Ok(()) => self.until_over(&held).await,
            Err(_) => Reason::Dropped,
        };
        ending.send_replace(true);
        drop(ended.send(self.end(held, reason).await));
    }

    /// Orders until an order is accepted.
    async fn make(&mut self, orders: Vec<V::Order>, wanted: Limits) -> Result<Held> {
        let budget = self.journal.settings.budget;
        let mut refused = Error::new(Kind::Refused, "nothing was ordered");
        for order in orders {
            let mut limits = wanted;
            let with_price = limits.needs_price(budget);
            let terms = self.vendor.terms(&order, limits.max_time, with_price).await?;
            let Terms { price, ended_by } = terms;
            let (price, reserved) = limits.agree(price, budget)?;
            tokio::select! {
                biased;
                reason = self.stop() => {
                    let what = format!("{reason}; nothing was ordered");
                    return Err(Error::new(Kind::Interrupted, what));
                }
                () = std::future::ready(()) => {}
            }
            let entry = Entry {
                max_time_s: limits.max_time.map(|time| time.as_secs()),
                price,
                reserved,
                ended_by: Some(ended_by.to_string()),
                ..Entry::new(self.vendor.account(), self.guarding.key.clone())
            };
            let mut entry = self.journal.begin(entry)?;
            self.journal.notice(&entry.key, "ordering", false);
            let error = match self.vendor.create(&order, &entry.key, limits.max_time).await {
                Ok(machine) => {
                    entry.id = Some(machine.id.clone());
                    self.journal.advance(&mut entry, State::Held, "the create was answered");
                    return Ok(Held { entry, machine, limits, ended_by, running: None });
                }
                Err(error) => error,
            };
            if !error.made_nothing() {
                let what = "the create's fate is unknown";
                self.journal.advance(&mut entry, State::Quarantined, what);
                let told = Error::new(Kind::MaybeCreated, what).with_key(&entry.key);
                self.unclear = Some(entry);
                return Err(told.with_source(error));
            }
            // Probes that found nothing are a moment: a late create can still act, and the next sweep looks
            // again.
            let looked = error.looked().is_some();
            let (state, what) = if looked {
                let what = "the create failed and no machine was found: \
                            sweep the journal later, in case that it acts late";
                (State::Quarantined, what)
            } else {
                (State::Closed, "the create failed, no machine was made")
            };
            self.journal.advance(&mut entry, state, "the create was refused");
            let is_no = error.may_have_been_sent() && !error.is_auth() && !error.is_rate_limited();
            let kind = if is_no { Kind::Refused } else { Kind::Vendor };
            refused = Error::new(kind, what).with_source(error);
            if !is_no {
                break;
            }
            self.guarding = self.journal.guarded.begin(self.journal.prefix.key()?);
        }
        Err(refused)
    }

    /// Gives the machine back, or leaves it to a watch. Only what the program asked for is no error.
    async fn end(self, held: Held, reason: Reason) -> Result<EntryReport> {
        let (journal, Held { mut entry, running, .. }) = (&self.journal, held);
        let ran = running.map(|since| journal.clock().monotonic().saturating_sub(since));
        if reason == Reason::Detached {
            let left = Entry { detached: true, owner: None, ..entry.clone() };
            let (outcome, relied_on) = (Outcome::StillThere("detached".to_owned()), String::new());
            match journal.save(&left) {
                Ok(()) => return Ok(EntryReport::new(left.key, left.id, outcome, relied_on)),
                Err(error) => journal.notice(&left.key, error.to_string(), true),
            }
        }
        journal.notice(&entry.key, format!("giving it back: {reason}"), reason == Reason::Dropped);
        journal.advance(&mut entry, State::Returning, &reason.to_string());
        let began = entry.clone();
        let mut reports = give_back(journal, &self.vendor, vec![entry], false).await;
        let mut report = reports.pop().ok_or_else(|| Error::lost(()))?;
        let age = began.age(&journal.now()).at_most;
        report.cost = began.price.and_then(|price| price.cost(ran.unwrap_or_default(), age));
        let EntryReport { key, outcome, relied_on, .. } = &report;
        let (kind, what) = match reason {
            _ if !outcome.is_over() => {
                (Kind::NotReturned, format!("the machine is {outcome}, by {relied_on}"))
            }
            Reason::Returned | Reason::Dropped => return Ok(report),
            Reason::Detached => (Kind::Journal, "the machine was given back".to_owned()),
            Reason::Ended(kind, _) => (kind, "the machine was given back".to_owned()),
        };
        Err(Error::new(kind, format!("{reason}; {what}")).with_key(key))
    }
}
