//! What has been found so far of each instance of a batch.

use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use gpu_http::Confirmation;

use super::Confirmations;
use crate::instance::{InstanceId, InstanceIds};

/// Each instance and what the latest look at it has found.
type Found = Vec<(InstanceId, Option<Confirmation>)>;

/// What has been found so far of each instance of a batch, over all looks. Clones share it.
#[derive(Clone)]
pub(super) struct Known {
    /// Whether nothing more can come of another look.
    is_settled: fn(&Confirmation) -> bool,
    found: Arc<Mutex<Found>>,
}

impl Known {
    pub(super) fn new(ids: &InstanceIds, is_settled: fn(&Confirmation) -> bool) -> Self {
        let found = ids.iter().map(|id| (id.clone(), None)).collect();
        Self {
            is_settled,
            found: Arc::new(Mutex::new(found)),
        }
    }

    /// The ids that another look is needed for.
    pub(super) fn open(&self) -> Vec<InstanceId> {
        let found = self.found();
        let open = found
            .iter()
            .filter(|(_, found)| !found.as_ref().is_some_and(self.is_settled));
        open.map(|(id, _)| id.clone()).collect()
    }

    /// Notes what a look has found.
    pub(super) fn note(&self, id: &InstanceId, confirmation: Confirmation) {
        let mut found = self.found();
        if let Some((_, place)) = found.iter_mut().find(|(asked, _)| asked == id) {
            *place = Some(confirmation);
        }
    }

    /// What is known of those that were looked at.
    pub(super) fn so_far(&self) -> Confirmations {
        let found = self.found();
        let seen = found
            .iter()
            .filter_map(|(id, found)| Some((id.clone(), found.clone()?)));
        Confirmations::new(seen.collect())
    }

    /// What is known of each when the last looks have failed.
    pub(super) fn after_failed_looks(&self, why: &str) -> Confirmations {
        let found = self.found();
        let known = found.iter().map(|(id, before)| {
            let known = Confirmation::after_failed_looks(why.to_owned(), before.clone());
            (id.clone(), known)
        });
        Confirmations::new(known.collect())
    }

    /// Never held across an `await`, and whoever panics in between has broken nothing.
    fn found(&self) -> MutexGuard<'_, Found> {
        self.found.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

#[cfg(test)]
mod tests {
    use gpu_http::Release;

    use super::*;

    fn id(text: &str) -> InstanceId {
        InstanceId::new(text).unwrap()
    }

    #[test]
    fn failed_looks_take_back_all_but_the_end() {
        let ids = InstanceIds::from(id("a")).and(id("b")).and(id("c"));
        let known = Known::new(&ids, Confirmation::is_ended);
        let of = |release| Confirmation::new(release, "its detail");
        known.note(&id("a"), of(Release::Ended("Failed".to_owned())));
        known.note(&id("b"), of(Release::StillThere("Running".to_owned())));
        assert_eq!(known.open(), [id("b"), id("c")]);
        assert_eq!(
            known.so_far().to_string(),
            "a ended (Failed); relies on: its detail; b still there (Running); relies on: its detail"
        );
        assert_eq!(
            known.after_failed_looks("it timed out").to_string(),
            "a ended (Failed); relies on: its detail; b unknown (it timed out); relies on: looks \
             that failed; before them: its detail; c unknown (it timed out); relies on: looks that \
             failed"
        );
    }
}
