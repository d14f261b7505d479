//! Reading by their names the instances that an incomplete list does not show.

use std::collections::{BTreeSet, VecDeque};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::Duration;

use gpu_http::{Condition, Delivery, Kind, Request, Verdict};

use super::ListInstances;
use crate::{Error, Instance, InstanceName, Result};

/// How many are read at each look.
const READS: usize = 16;

/// The instances that are waited for and have not settled; those read last are at the end.
#[derive(Clone)]
pub(super) struct Unlisted {
    pending: Arc<Mutex<VecDeque<InstanceName>>>,
    condition: Condition<Instance>,
}

impl Unlisted {
    pub(super) fn new(names: Vec<InstanceName>, condition: Condition<Instance>) -> Self {
        let names: BTreeSet<_> = names.into_iter().collect();
        Self {
            pending: Arc::new(Mutex::new(names.into_iter().collect())),
            condition,
        }
    }

    /// Adds to `seen` what is waited for and not among it, as far as it can be read.
    ///
    /// # Errors
    ///
    /// Why the list is incomplete, a fault of the moment, if nothing that is waited for was
    /// seen.
    pub(super) async fn read(
        &self,
        request: &ListInstances,
        seen: &mut Vec<Instance>,
        reason: &str,
        limit: Duration,
    ) -> Result<()> {
        let missing = self.missing(seen);
        let clock = request.cluster.http.clock();
        let ends = clock.monotonic().saturating_add(limit);
        let mut told = None;
        for name in missing.iter().take(READS) {
            self.put_last(name);
            let left = ends.saturating_sub(clock.monotonic());
            match request.one(name, left).await {
                Ok(instance) => seen.push(instance),
                Err(error) => {
                    // The service is in trouble: the rest is asked for at the next look.
                    let is_over = error.is_transient();
                    told = Some(error);
                    if is_over {
                        break;
                    }
                }
            }
        }
        match told {
            Some(error) if self.missing(seen).len() == self.pending().len() => {
                let what = format!("not listed ({reason}), and not read by name: {error}");
                Err(Error::new(Kind::Unreadable, Delivery::Answered, what))
            }
            _ => Ok(()),
        }
    }

    /// Takes out those for which the wait ends with this look.
    pub(super) fn settle(&self, seen: &[Instance]) {
        let is_settled = |name: &InstanceName| {
            let mut states = seen.iter().filter(|instance| instance.name == *name);
            states.any(|state| self.condition.check(state) != Verdict::NotYet)
        };
        self.pending().retain(|name| !is_settled(name));
    }

    fn missing(&self, seen: &[Instance]) -> Vec<InstanceName> {
        let is_missing = |name: &&InstanceName| seen.iter().all(|instance| instance.name != **name);
        self.pending().iter().filter(is_missing).cloned().collect()
    }

    fn put_last(&self, name: &InstanceName) {
        let mut pending = self.pending();
        pending.retain(|other| other != name);
        pending.push_back(name.clone());
    }

    fn pending(&self) -> MutexGuard<'_, VecDeque<InstanceName>> {
        self.pending.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl ListInstances {
    /// The same with an answer within `left`.
    pub(super) fn within(mut self, left: Duration) -> Self {
        self.cluster = self.cluster.within(left);
        self
    }

    /// One instance of the cluster, with nothing of what is particular to the list.
    fn one(&self, name: &InstanceName, left: Duration) -> Request<Instance> {
        self.cluster.within(left).get_instance(name)
    }
}
