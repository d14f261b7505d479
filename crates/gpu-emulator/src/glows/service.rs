//! The state of the emulated service: every instance ever created, found by id or meta key.

use std::collections::HashMap;
use std::sync::{Mutex, MutexGuard, PoisonError};
use std::time::Duration;

use super::behaviour::{Behaviour, Released};
use super::instance::Instance;
use super::routes;
use super::snapshot::Snapshot;
use crate::shared::{Endpoint, Ids, Vendor, sealed};
use crate::{Clock, Machine};

/// The emulated Glows.ai behind a [`Glows`](crate::Glows).
pub struct GlowsService {
    token: String,
    ssh_password: Option<String>,
    clock: Clock,
    state: Mutex<State>,
}

/// What changes while it runs.
pub(super) struct State {
    pub(super) behaviour: Behaviour,
    pub(super) ids: Ids,
    /// In the order in which they were taken.
    pub(super) snapshots: Vec<Snapshot>,
    /// In order of creation; never removed, so that the ledger forgets nothing.
    instances: Vec<Instance>,
    by_id: HashMap<String, usize>,
    /// The newest instance of each key.
    by_key: HashMap<String, usize>,
}

impl GlowsService {
    pub(super) fn new(
        token: String,
        ssh_password: Option<String>,
        clock: Clock,
        ids: Ids,
        behaviour: Behaviour,
    ) -> Self {
        let state = State {
            behaviour,
            ids,
            snapshots: Vec::new(),
            instances: Vec::new(),
            by_id: HashMap::new(),
            by_key: HashMap::new(),
        };
        Self {
            token,
            ssh_password,
            clock,
            state: Mutex::new(state),
        }
    }

    pub(super) fn token(&self) -> &str {
        &self.token
    }

    pub(super) fn ssh_password(&self) -> Option<&str> {
        self.ssh_password.as_deref()
    }

    pub(super) fn now(&self) -> Duration {
        self.clock.now()
    }

    pub(super) fn state(&self) -> MutexGuard<'_, State> {
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl sealed::Sealed for GlowsService {}

impl Vendor for GlowsService {
    const BASE_PATH: &'static str = "/sdk/v1";
    const ENDPOINTS: &'static [Endpoint] = routes::ENDPOINTS;

    fn machines(&self, now: Duration) -> Vec<Machine> {
        let state = self.state();
        state
            .instances
            .iter()
            .map(|one| one.machine(now, &state.behaviour))
            .collect()
    }
}

impl State {
    pub(super) fn add(&mut self, instance: Instance) {
        let at = self.instances.len();
        self.by_id.insert(instance.id().to_owned(), at);
        self.by_key.insert(instance.key().to_owned(), at);
        self.instances.push(instance);
    }

    /// The instance with this id, bare or prefixed, if it can be seen.
    pub(super) fn by_id(&self, id: &str, now: Duration) -> Option<&Instance> {
        let bare = id.strip_prefix("ins-").unwrap_or(id);
        let at = self.by_id.get(bare).copied()?;
        self.visible(at, now)
    }

    /// The newest instance with this meta key, if it can be seen.
    pub(super) fn by_key(&self, key: &str, now: Duration) -> Option<&Instance> {
        let at = self.by_key.get(key).copied()?;
        self.visible(at, now)
    }

    pub(super) fn key_is_taken(&self, key: &str, now: Duration) -> bool {
        let newest = self.by_key.get(key).and_then(|&at| self.instances.get(at));
        newest.is_some_and(|one| !(self.behaviour.released_key_is_free && one.is_released(now)))
    }

    /// Everything that query, list and stats show, in order of creation.
    pub(super) fn all_visible(&self, now: Duration) -> impl Iterator<Item = &Instance> {
        let all = self.behaviour.released == Released::StaysVisible;
        self.instances
            .iter()
            .filter(move |one| all || !one.is_released(now))
    }

    /// Accepts the release of the instance with this bare id.
    pub(super) fn release(&mut self, id: &str, now: Duration) {
        let takes = self.behaviour.releasing_for;
        let at = self.by_id.get(id).copied();
        if let Some(instance) = at.and_then(|at| self.instances.get_mut(at)) {
            instance.release(now, takes);
        }
    }

    /// Whether there is such an instance.
    pub(super) fn set_status(&mut self, id_or_key: &str, status: Option<&str>) -> bool {
        let bare = id_or_key.strip_prefix("ins-").unwrap_or(id_or_key);
        let at = self
            .by_id
            .get(bare)
            .or_else(|| self.by_key.get(id_or_key))
            .copied();
        let instance = at.and_then(|at| self.instances.get_mut(at));
        instance
            .map(|instance| instance.show_status(status))
            .is_some()
    }

    fn visible(&self, at: usize, now: Duration) -> Option<&Instance> {
        let all = self.behaviour.released == Released::StaysVisible;
        self.instances
            .get(at)
            .filter(|one| all || !one.is_released(now))
    }
}
