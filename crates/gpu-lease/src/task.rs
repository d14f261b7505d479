//! What the guard does for one lease: from the key on the disk to the machine that is gone.

use std::sync::Arc;
use std::time::Duration;

use tokio::sync::{oneshot, watch};

use crate::guard::Guarding;
use crate::inner::Inner;
use crate::limits::Limits;
use crate::returning::give_back;
use crate::{
    EndedBy, Entry, Error, Kind, Machine, Outcome, Price, Reason, Result, Returned, Terms, Trigger,
    Vendor,
};

/// A lease, as the guard sees it.
pub(crate) struct Task<V> {
    pub(crate) inner: Arc<Inner>,
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
    pub(crate) price: Option<Price>,
    pub(crate) ended_by: EndedBy,
    /// When it was first seen to run.
    pub(crate) running: Option<Duration>,
}

/// A machine that is ready: whether its end has begun, and what the end was.
pub(crate) type Ready = (Held, watch::Receiver<bool>, oneshot::Receiver<Returned>);

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
                let (Self { inner, vendor, guarding, unclear, .. }, told) = (self, error);
                let Some(entry) = unclear else {
                    drop(guarding);
                    return drop(ready.send(Err(told)));
                };
                drop(ready.send(Err(told)));
                guarding.in_background();
                drop(give_back(&inner, &vendor, vec![entry], true).await);
                return;
            }
        };
        if let Err(reason) = self.until_ready(&mut held).await {
            if let Err(error) = self.end(held, reason).await.told() {
                drop(ready.send(Err(error)));
            }
            return;
        }
        self.inner.notice(&held.entry.key, format!("ready; ends by {}", held.ended_by), false);
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
        let budget = self.inner.journal.settings.budget;
        let mut refused = Error::new(Kind::Refused, "nothing was ordered");
        for order in orders {
            let mut limits = wanted;
            let with_price = limits.needs_price(budget);
            let terms = self.vendor.terms(&order, limits.max_time, with_price).await?;
            let Terms { price, ended_by } = terms;
            let (price, reserved) = limits.agree(price, budget)?;
            if let Some(reason) = self.stopped() {
                let what = format!("{reason}; nothing was ordered");
                return Err(Error::new(Kind::Interrupted, what));
            }
            let entry = Entry {
                max_time_s: limits.max_time.map(|time| time.as_secs()),
                rate: price.as_ref().map(|price| price.rate),
                prepaid: price.as_ref().is_some_and(|price| price.prepaid),
                reserved,
                ended_by: Some(ended_by.to_string()),
                ..Entry::new(self.vendor.account(), self.guarding.key.clone())
            };
            let mut entry = self.inner.journal.begin(entry)?;
            self.inner.notice(&entry.key, "ordering", false);
            let error = match self.vendor.create(&order, &entry.key, limits.max_time).await {
                Ok(machine) => {
                    entry.id = Some(machine.id.clone());
                    self.inner.advance(&mut entry, Trigger::Created, "the create was answered");
                    return Ok(Held { entry, machine, limits, price, ended_by, running: None });
                }
                Err(error) => error,
            };
            if !error.made_nothing() {
                let what = "the create's fate is unknown";
                self.inner.advance(&mut entry, Trigger::Unclear, what);
                let told = Error::new(Kind::MaybeCreated, what).with_key(&entry.key);
                self.unclear = Some(entry);
                return Err(told.with_source(error));
            }
            // Probes that found nothing are a moment: a late create can still act, and the next sweep looks
            // again.
            let looked = error.looked().is_some();
            let trigger = if looked { Trigger::Unclear } else { Trigger::Refused };
            self.inner.advance(&mut entry, trigger, "the create was refused");
            let is_no = error.may_have_been_sent() && !error.is_auth() && !error.is_rate_limited();
            let kind = if is_no { Kind::Refused } else { Kind::Vendor };
            refused = Error::new(kind, "the create failed, no machine was made").with_source(error);
            if !is_no {
                break;
            }
            self.guarding = self.inner.guarded.begin(self.inner.journal.prefix.key()?);
        }
        Err(refused)
    }

    /// Gives the machine back, or leaves it to a watch.
    async fn end(self, held: Held, mut reason: Reason) -> Returned {
        let (inner, Held { mut entry, price, running, .. }) = (&self.inner, held);
        let ran = running.map(|since| inner.clock().monotonic().saturating_sub(since));
        let mut outcome = Outcome::StillThere("detached".to_owned());
        let mut relied_on = String::new();
        if reason == Reason::Detached {
            let left = Entry { detached: true, owner: None, ..entry.clone() };
            if left.max_time_s.is_none() || inner.journal.save(&left).is_err() {
                reason = Reason::Returned;
            }
        }
        if reason != Reason::Detached {
            let what = format!("giving it back: {reason}");
            inner.notice(&entry.key, what, reason == Reason::Dropped);
            inner.advance(&mut entry, Trigger::ScopeEnded, &reason.to_string());
            for report in give_back(inner, &self.vendor, vec![entry.clone()], false).await {
                (outcome, relied_on) = (report.outcome, report.relied_on);
            }
        }
        let age = entry.age(&inner.now());
        let cost = price.and_then(|price| price.cost(ran.unwrap_or_default(), age));
        Returned { key: entry.key, reason, outcome, relied_on, cost }
    }
}
