//! How a lease comes to its end: given back, left to a watch, or looked for until a late create cannot come.

use std::sync::Arc;
use std::time::Duration;

use gpu_http::Error as VendorError;
use serde_json::json;

use crate::returning::{How, give_back};
use crate::task::{Made, Task};
use crate::{Entry, Error, Kind, Outcome, Reason, Returned, Trigger, Vendor};

impl<V: Vendor + Clone> Task<V> {
    /// A create of unknown fate goes into quarantine, and the guard goes on looking.
    pub(crate) fn unclear(&self, mut entry: Entry, error: VendorError) -> Error {
        let what = "the create's fate is unknown";
        self.inner.advance(&mut entry, Trigger::Unclear, what);
        let told = Error::new(Kind::MaybeCreated, what).with_key(&entry.key);
        let (inner, vendor) = (Arc::clone(&self.inner), self.vendor.clone());
        let limit = inner.settings.quarantine + inner.settings.return_within;
        let looking = async move {
            let key = entry.key.clone();
            let how = How { limit, through_quarantine: true };
            drop(give_back(&inner, &vendor, vec![entry], how).await);
            inner.guarded().remove(&key);
        };
        // There is one: this runs on it.
        if let Ok(guard) = self.inner.guard() {
            guard.spawn_unawaited(looking);
        }
        told.with_source(error)
    }

    /// Gives the machine back, or leaves it to a watch.
    pub(crate) async fn give_back(&self, made: Made, mut reason: Reason) -> Returned {
        let Made { mut entry, agreed, running, .. } = made;
        let (inner, key, began) = (&self.inner, entry.key.clone(), entry.clone());
        let ran =
            running.map_or(Duration::ZERO, |since| inner.clock().monotonic().saturating_sub(since));
        let (mut outcome, mut relied_on) =
            (Outcome::StillThere("detached".to_owned()), String::new());
        if reason == Reason::Detached {
            let note = json!({"detached": true, "owner": "nobody"});
            if entry.max_time_s.is_none() || inner.journal.note(&entry, &note).is_err() {
                reason = Reason::Returned;
            }
        }
        if reason != Reason::Detached {
            inner.notice(&key, format!("giving it back: {reason}"), reason == Reason::Dropped);
            inner.advance(&mut entry, Trigger::ScopeEnded, &reason.to_string());
            let how = How { limit: inner.settings.return_within, through_quarantine: false };
            for report in give_back(inner, &self.vendor, vec![entry], how).await {
                (outcome, relied_on) = (report.outcome, report.relied_on);
            }
        }
        inner.guarded().remove(&key);
        let age = began.age(&inner.now()).at_most;
        let cost = agreed.price.and_then(|price| price.cost(ran, age));
        Returned { key, reason, outcome, relied_on, cost }
    }
}
