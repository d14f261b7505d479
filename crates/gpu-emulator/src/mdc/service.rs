//! The state of the emulated service: every instance ever created, found by name.

use std::collections::HashMap;
use std::sync::{Mutex, MutexGuard, PoisonError};
use std::time::Duration;

use super::behaviour::Behaviour;
use super::catalogue::Sku;
use super::choices::Deleted;
use super::identity::Secrets;
use super::instance::Instance;
use super::life::Phase;
use super::refusal::{Reason, Refusal};
use super::routes;
use super::stock::Stock;
use crate::shared::{Endpoint, Ids, Vendor, sealed};
use crate::{Clock, Machine};

/// The emulated MatrixDC behind an [`Mdc`](crate::Mdc).
pub struct MdcService {
    token: String,
    user_id: String,
    secrets: Secrets,
    clock: Clock,
    state: Mutex<State>,
}

/// What changes while it runs.
pub(super) struct State {
    pub(super) behaviour: Behaviour,
    pub(super) ids: Ids,
    pub(super) stock: Stock,
    pub(super) saved_images: Vec<String>,
    /// In order of creation; never removed, so that the ledger forgets nothing.
    pub(super) instances: Vec<Instance>,
    by_name: HashMap<String, usize>,
    /// Those that wait for a card, longest first.
    pub(super) waiting: Vec<usize>,
}

impl MdcService {
    pub(super) fn new(
        (token, user_id): (String, String),
        secrets: Secrets,
        clock: Clock,
        ids: Ids,
        behaviour: Behaviour,
    ) -> Self {
        let state = State {
            behaviour,
            ids,
            stock: Stock::default(),
            saved_images: Vec::new(),
            instances: Vec::new(),
            by_name: HashMap::new(),
            waiting: Vec::new(),
        };
        Self {
            token,
            user_id,
            secrets,
            clock,
            state: Mutex::new(state),
        }
    }

    pub(super) fn token(&self) -> &str {
        &self.token
    }

    pub(super) fn user_id(&self) -> &str {
        &self.user_id
    }

    pub(super) fn secrets(&self) -> &Secrets {
        &self.secrets
    }

    pub(super) fn now(&self) -> Duration {
        self.clock.now()
    }

    pub(super) fn state(&self) -> MutexGuard<'_, State> {
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// The state after everything that has become possible by `now`.
    pub(super) fn state_at(&self, now: Duration) -> MutexGuard<'_, State> {
        let mut state = self.state();
        state.place_waiting(now);
        state
    }
}

impl sealed::Sealed for MdcService {}

impl Vendor for MdcService {
    const BASE_PATH: &'static str = "/mdc/api/v1";
    const ENDPOINTS: &'static [Endpoint] = routes::ENDPOINTS;

    fn machines(&self, now: Duration) -> Vec<Machine> {
        let state = self.state_at(now);
        let machines = state.instances.iter();
        machines
            .map(|one| one.machine(now, &state.behaviour))
            .collect()
    }
}

impl State {
    pub(super) fn add(&mut self, instance: Instance) {
        let at = self.instances.len();
        self.by_name.insert(instance.name().to_owned(), at);
        self.instances.push(instance);
        self.note_waiting(at);
    }

    pub(super) fn name_is_taken(&self, name: &str) -> bool {
        self.by_name.contains_key(name)
    }

    /// The instance of this name in this cluster.
    ///
    /// # Errors
    /// There is none, or it is deleted and not shown any more.
    pub(super) fn find(
        &self,
        (cluster, name): (&str, &str),
        now: Duration,
    ) -> Result<&Instance, Refusal> {
        let at = self.by_name.get(name).copied();
        at.and_then(|at| self.instances.get(at))
            .filter(|one| one.sku().region.cluster == cluster && self.shows(one, now))
            .ok_or_else(|| {
                self.behaviour
                    .refuse(Reason::NotFound, "instance not found")
            })
    }

    /// What the list of a cluster shows, in order of creation.
    pub(super) fn all_in(&self, cluster: &str, now: Duration) -> impl Iterator<Item = &Instance> {
        let instances = self.instances.iter();
        instances.filter(move |one| one.sku().region.cluster == cluster && self.shows(one, now))
    }

    /// Changes the instance of this name, if there is one.
    pub(super) fn change(&mut self, name: &str, change: impl FnOnce(&mut Instance)) {
        let at = self.by_name.get(name).copied();
        if let Some((at, instance)) = at.and_then(|at| Some((at, self.instances.get_mut(at)?))) {
            change(instance);
            self.note_waiting(at);
        }
    }

    /// The SKU of every machine that holds cards, once for each.
    pub(super) fn skus_in_use(&self, now: Duration) -> impl Iterator<Item = &'static Sku> {
        let holding = self
            .instances
            .iter()
            .filter(move |one| one.life.holds_cards(now));
        holding.map(Instance::sku)
    }

    /// Whether there is such an instance.
    pub(super) fn set_status(&mut self, name: &str, status: Option<&str>) -> bool {
        let matches = |one: &&mut Instance| one.name() == name || one.order.display_name == name;
        let instance = self.instances.iter_mut().rev().find(matches);
        instance
            .map(|instance| instance.shown_status = status.map(str::to_owned))
            .is_some()
    }

    fn shows(&self, instance: &Instance, now: Duration) -> bool {
        self.behaviour.deleted == Deleted::StaysVisible || instance.life.phase(now) != Phase::Gone
    }
}
