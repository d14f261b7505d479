//! What the account has, which instances its calls see, who gets a card and who waits for one.

use std::time::Duration;

use super::behaviour::{Behaviour, NoGpu};
use super::catalogue::{Sku, Stock};
use super::instance::{Instance, Phase, Start};
use crate::shared::{self, Held, Refusal};

/// MatrixDC, as an [`Emulator`](crate::Emulator) serves it.
#[derive(Debug)]
#[expect(clippy::exhaustive_enums, reason = "a name, which has no value")]
pub enum MdcService {}

pub(super) type Call<'a> = shared::Call<'a, MdcService>;
pub(super) type State = shared::State<MdcService>;

/// What the account has besides machines.
#[derive(Default)]
pub struct Own {
    pub(super) stock: Stock,
    pub(super) saved_images: Vec<String>,
    /// The names of those that wait for a card, longest first.
    pub(super) waiting: Vec<String>,
}

impl Behaviour {
    /// Whether calls for this cluster saw the instance at `at`.
    pub(super) fn shows(&self, one: &Held<Instance>, cluster: &str, at: Duration) -> bool {
        let is_there = self.deleted_stay_visible || one.life.phase(at) != Phase::Gone;
        is_there && one.machine.order.sku.cluster == cluster
    }
}

impl State {
    /// The instance of this name in the cluster of the call, as it was at `at`.
    ///
    /// # Errors
    /// There is none, or it is deleted and not shown any more.
    pub(super) fn find(
        &self,
        call: &Call<'_>,
        name: &str,
        at: Duration,
    ) -> Result<&Held<Instance>, Refusal> {
        let found = self.machines.by_id(name, at);
        found
            .filter(|one| self.behaviour.shows(one, call.path("clusterName"), at))
            .ok_or_else(|| self.behaviour.not_found("instance not found"))
    }

    pub(super) fn add(&mut self, held: Held<Instance>) {
        if held.waits_for_cards(held.created) {
            self.own.waiting.push(held.id.clone());
        }
        self.machines.add(held);
    }

    /// Powers the instance of this name on, which may have to wait for a card then.
    pub(super) fn power_on(&mut self, name: &str, now: Duration, start: Start) {
        let waiting = &mut self.own.waiting;
        self.machines.change(name, |one| {
            one.power_on(now, start);
            if one.waits_for_cards(now) && !waiting.contains(&one.id) {
                waiting.push(one.id.clone());
            }
        });
    }

    /// The cards that a new machine of this SKU could have, and others of the same GPU as well.
    pub(super) fn free_cards(&self, sku: &Sku, now: Duration) -> u64 {
        if self.behaviour.no_capacity {
            return 0;
        }
        let all = self.own.stock.get(&sku.cluster).and_then(|cards| cards.get(&sku.gpu));
        let holding = self.machines.at(now).filter(|one| one.holds_cards(now));
        let skus = holding.map(|one| one.machine.order.sku);
        let held = skus.filter(|one| one.shares_cards(sku)).map(|one| one.cards);
        all.copied().unwrap_or_default().saturating_sub(held.sum())
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
            NoGpu::Refused => Err(self.behaviour.conflict("no free GPU")),
            NoGpu::Waits => Ok(Start::Waits),
            NoGpu::Fails => Ok(Start::Fails(done)),
        }
    }

    /// Lets waiting machines come up as far as there are cards. They find their card when somebody
    /// looks, not at the very moment it became free.
    pub(super) fn place_waiting(&mut self, now: Duration) {
        for name in std::mem::take(&mut self.own.waiting) {
            let found = self.machines.by_id(&name, now);
            let Some(one) = found.filter(|one| one.waits_for_cards(now)) else {
                continue;
            };
            if self.free_cards(one.machine.order.sku, now) < one.machine.order.sku.cards {
                self.own.waiting.push(name);
                continue;
            }
            let takes = match one.life.phase(now) {
                Phase::Creating(_) => self.behaviour.creating_for,
                _ => self.behaviour.starting_for,
            };
            if let Some(one) = self.machines.find_mut(&name) {
                one.card_found(now, now.saturating_add(takes));
            }
        }
    }
}
