//! The account of the emulated service, the cards of its clusters, and which instances its calls see.

use std::collections::BTreeMap;
use std::sync::Arc;
use std::time::Duration;

use axum::extract;

use super::behaviour::Behaviour;
use super::catalogue::Sku;
use super::choices::{Deleted, NoGpu};
use super::identity::Secrets;
use super::instance::Instance;
use super::life::{Phase, Start};
use super::offers;
use super::refusal::{Reason, Refusal};
use crate::shared::Builder;
use crate::shared::{self, Held};

/// MatrixDC, as an [`Emulator`](crate::Emulator) serves it.
#[derive(Debug)]
#[expect(clippy::exhaustive_enums, reason = "a name, which has no value")]
pub enum MdcService {}

pub(super) type Service = extract::State<Arc<shared::Service<MdcService>>>;
pub(super) type State = shared::State<MdcService>;

/// What the builder was given.
#[derive(Clone, Default)]
pub struct Given {
    pub(super) token: Option<String>,
    pub(super) user_id: Option<String>,
    pub(super) secrets: Secrets,
}

/// The one account.
pub struct Account {
    pub(super) token: String,
    pub(super) user_id: String,
    pub(super) secrets: Secrets,
}

/// What the account has besides machines.
#[derive(Default)]
pub struct Own {
    pub(super) stock: Stock,
    pub(super) saved_images: Vec<String>,
    /// The names of those that wait for a card, longest first.
    pub(super) waiting: Vec<String>,
}

impl Builder<MdcService> {
    /// Accepts this token instead of a made-up one.
    pub fn token(mut self, token: impl Into<String>) -> Self {
        self.given.token = Some(token.into());
        self
    }

    /// Accepts this user id as namespace instead of a made-up one.
    pub fn user_id(mut self, user_id: impl Into<String>) -> Self {
        self.given.user_id = Some(user_id.into());
        self
    }

    /// Gives every machine this SSH password instead of one made up for each.
    pub fn ssh_password(mut self, password: impl Into<String>) -> Self {
        self.given.secrets.ssh_password = Some(password.into());
        self
    }

    /// Puts this token in every Jupyter URL instead of one made up for each machine. It should
    /// need no escaping in a query.
    pub fn jupyter_token(mut self, token: impl Into<String>) -> Self {
        self.given.secrets.jupyter_token = Some(token.into());
        self
    }
}

/// Cards by cluster and GPU name, those in use included.
pub(super) struct Stock(BTreeMap<(&'static str, &'static str), u64>);

impl Default for Stock {
    fn default() -> Self {
        let cards = offers::CARDS.iter();
        Self(cards.map(|&(cluster, gpu, count)| ((cluster, gpu), count)).collect())
    }
}

impl Stock {
    /// `false` if there is no such SKU.
    pub(super) fn set(&mut self, sku_id: &str, cards: u64) -> bool {
        let pool = Sku::by_id(sku_id).map(pool);
        pool.map(|pool| self.0.insert(pool, cards)).is_some()
    }

    fn cards(&self, sku: &Sku) -> u64 {
        self.0.get(&pool(sku)).copied().unwrap_or_default()
    }
}

/// Whose cards a SKU draws on.
fn pool(sku: &Sku) -> (&'static str, &'static str) {
    (sku.region.cluster, sku.gpu.name)
}

impl Behaviour {
    fn shows(&self, one: &Held<Instance>, cluster: &str, at: Duration) -> bool {
        let is_there = self.deleted == Deleted::StaysVisible;
        one.machine.sku().region.cluster == cluster
            && (is_there || one.machine.life.phase(at) != Phase::Gone)
    }
}

impl State {
    /// The instance of this name in this cluster, as it was at `at`.
    ///
    /// # Errors
    /// There is none, or it is deleted and not shown any more.
    pub(super) fn find(
        &self,
        (cluster, name): (&str, &str),
        at: Duration,
    ) -> Result<&Held<Instance>, Refusal> {
        let found = self.machines.by_id(name, at);
        found
            .filter(|one| self.behaviour.shows(one, cluster, at))
            .ok_or_else(|| self.behaviour.refuse(Reason::NotFound, "instance not found"))
    }

    /// What the list of a cluster showed at `at`, in order of creation.
    pub(super) fn all_in(
        &self,
        cluster: &str,
        at: Duration,
    ) -> impl Iterator<Item = &Held<Instance>> {
        let all = self.machines.at(at);
        all.filter(move |one| self.behaviour.shows(one, cluster, at))
    }

    /// Changes the instance of this name, which may have to wait for a card then.
    pub(super) fn change(&mut self, name: &str, change: impl FnOnce(&mut Held<Instance>)) {
        let waiting = &mut self.own.waiting;
        self.machines.change(name, |one| {
            change(one);
            if one.machine.life.waits_for_cards() && !waiting.contains(&one.id) {
                waiting.push(one.id.clone());
            }
        });
    }

    pub(super) fn add(&mut self, held: Held<Instance>) {
        if held.machine.life.waits_for_cards() {
            self.own.waiting.push(held.id.clone());
        }
        self.machines.add(held);
    }

    /// The cards that a new machine of this SKU could have, and others of the same GPU as well.
    pub(super) fn free_cards(&self, sku: &Sku, now: Duration) -> u64 {
        if self.behaviour.no_capacity {
            return 0;
        }
        let same = |one: &&Sku| pool(one) == pool(sku);
        let holding = self.machines.at(now).map(|one| &one.machine);
        let skus = holding.filter(|one| one.life.holds_cards(now)).map(Instance::sku);
        let held = skus.filter(same).map(|one| one.cards);
        self.own.stock.cards(sku).saturating_sub(held.sum())
    }

    /// How a machine that is to come up now, taking `takes`, does so.
    ///
    /// # Errors
    /// No card is free and `otherwise` says to refuse.
    pub(super) fn start(
        &self,
        sku: &Sku,
        now: Duration,
        takes: Duration,
        otherwise: NoGpu,
    ) -> Result<Start, Refusal> {
        let done = now.saturating_add(takes);
        if self.free_cards(sku, now) >= sku.cards {
            return Ok(Start::Runs(done));
        }
        match otherwise {
            NoGpu::Refused => Err(self.behaviour.refuse(Reason::Conflict, "no free GPU")),
            NoGpu::Waits => Ok(Start::Waits),
            NoGpu::Fails => Ok(Start::Fails(done)),
        }
    }

    /// Lets waiting machines come up as far as there are cards. They find their card when somebody
    /// looks, not at the very moment it became free.
    pub(super) fn place_waiting(&mut self, now: Duration) {
        for name in std::mem::take(&mut self.own.waiting) {
            let found = self.machines.by_id(&name, now);
            let Some(one) = found.filter(|one| one.machine.life.waits_for_cards()) else {
                continue;
            };
            if self.free_cards(one.machine.sku(), now) < one.machine.sku().cards {
                self.own.waiting.push(name);
                continue;
            }
            let takes = match one.machine.life.phase(now) {
                Phase::Creating => self.behaviour.creating_for,
                _ => self.behaviour.starting_for,
            };
            if let Some(one) = self.machines.find_mut(&name) {
                one.card_found(now.saturating_add(takes));
            }
        }
    }
}
