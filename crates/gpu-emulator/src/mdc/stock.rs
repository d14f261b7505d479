//! Who gets a card, and who waits for one.

use std::time::Duration;

use super::catalogue::{Sku, pool};
use super::choices::NoGpu;
use super::instance::{Instance, Phase, Start};
use super::refusal::Reason;
use super::state::State;
use crate::shared::{Held, Refusal};

impl State {
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

    pub(super) fn add(&mut self, held: Held<Instance>) {
        if held.waits_for_cards(held.created) {
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
        let holding = self.machines.at(now).filter(|one| one.holds_cards(now));
        let skus = holding.map(|one| one.machine.sku());
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
            let Some(one) = found.filter(|one| one.waits_for_cards(now)) else {
                continue;
            };
            if self.free_cards(one.machine.sku(), now) < one.machine.sku().cards {
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
