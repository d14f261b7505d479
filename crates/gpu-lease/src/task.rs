//! What the guard does for one lease: from the key on the disk to the machine that is gone.

use std::sync::Arc;
use std::time::Duration;

use gpu_http::Error as VendorError;
use serde_json::json;
use tokio::sync::{oneshot, watch};

use crate::inner::Inner;
use crate::limits::{Agreed, Limits, fits};
use crate::{
    EndedBy, Entry, Error, Kind, Machine, Price, Reason, Result, Returned, Trigger, Vendor,
};

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
    pub(crate) ended: oneshot::Sender<Returned>,
}

/// A machine that is ready.
pub(crate) struct Held {
    pub(crate) machine: Machine,
    pub(crate) ended_by: EndedBy,
    pub(crate) price: Option<Price>,
    /// When it was first seen to run.
    pub(crate) running: Duration,
}

/// A machine that was made, and what was agreed about it.
pub(crate) struct Made {
    pub(crate) entry: Entry,
    pub(crate) machine: Machine,
    pub(crate) agreed: Agreed,
    pub(crate) ended_by: EndedBy,
    pub(crate) running: Option<Duration>,
}

impl<V: Vendor + Clone> Task<V> {
    pub(crate) async fn run(mut self, orders: Vec<V::Order>, ready: oneshot::Sender<Result<Held>>) {
        let mut made = match self.make(orders).await {
            Ok(made) => made,
            Err(error) => return drop(ready.send(Err(error))),
        };
        if let Err(reason) = self.until_ready(&mut made).await {
            let what = format!("{reason}; the machine was given back");
            let dropped = Error::new(Kind::Interrupted, what).with_key(&made.entry.key);
            let end = self.give_back(made, reason).await.told();
            return drop(ready.send(Err(end.err().unwrap_or(dropped))));
        }
        self.inner.notice(&made.entry.key, format!("ready; ends by {}", made.ended_by), false);
        let held = Held {
            machine: made.machine.clone(),
            ended_by: made.ended_by.clone(),
            price: made.agreed.price.clone(),
            running: made.running.unwrap_or(self.inner.clock().monotonic()),
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
            let priced = self.limits.needs_price(self.inner.settings.budget);
            let terms = self.vendor.terms(&order, self.limits.max_time, priced).await?;
            let (agreed, ended_by) =
                (self.limits.agree(terms.price, self.inner.settings.budget)?, terms.ended_by);
            if let Some(reason) = self.stopped() {
                return Err(Error::new(
                    Kind::Interrupted,
                    format!("{reason}; nothing was ordered"),
                ));
            }
            let mut entry = self.begin(&agreed, &ended_by)?;
            self.inner.guarded().insert(entry.key.clone());
            self.inner.notice(&entry.key, "ordering", false);
            match self.vendor.create(&order, &entry.key, agreed.time).await {
                Ok(machine) => {
                    self.inner.note(&entry, &json!({"id": machine.id}));
                    self.inner.advance(&mut entry, Trigger::Created, "the create was answered");
                    return Ok(Made { entry, machine, agreed, ended_by, running: None });
                }
                Err(error) if !made_nothing(&error) => return Err(self.unclear(entry, error)),
                Err(error) => {
                    // Probes that found nothing are a moment: a late create can still act, and the next
                    // sweep looks again.
                    let trigger = match error.looked() {
                        Some(_) => Trigger::Unclear,
                        None => Trigger::Refused,
                    };
                    self.inner.advance(&mut entry, trigger, "the create was refused");
                    self.inner.guarded().remove(&entry.key);
                    let may_go_on = is_refusal(&error);
                    let kind = if may_go_on { Kind::Refused } else { Kind::Vendor };
                    refused = Error::new(kind, "the create failed, no machine was made")
                        .with_source(error);
                    if !may_go_on {
                        break;
                    }
                }
            }
        }
        Err(refused)
    }

    /// Writes the key down, and keeps its money free.
    fn begin(&self, agreed: &Agreed, ended_by: &EndedBy) -> Result<Entry> {
        let mut entry = Entry::new(&self.vendor.account(), self.inner.journal.prefix().key()?);
        entry.max_time_s = agreed.time.map(|time| time.as_secs());
        entry.rate = agreed.price.as_ref().map(|price| price.rate);
        entry.prepaid = agreed.price.as_ref().is_some_and(|price| price.prepaid);
        entry.reserved = agreed.reserve;
        entry.ended_by = Some(ended_by.to_string());
        let budget = self.inner.settings.budget.zip(agreed.reserve);
        self.inner.journal.begin(entry, self.inner.now(), |journal| match budget {
            Some((budget, reserve)) => {
                fits(budget, reserve, &journal.open_entries()?, &journal.closed_entries()?)
            }
            None => Ok(()),
        })
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
    matches!(error.kind(), gpu_http::Kind::Vendor | gpu_http::Kind::Status)
}
