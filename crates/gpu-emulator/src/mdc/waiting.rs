//! Machines that wait for a card, in turn.

use std::time::Duration;

use super::instance::Instance;
use super::life::Phase;
use super::service::State;

impl State {
    /// Puts the instance in line if it waits.
    pub(super) fn note_waiting(&mut self, at: usize) {
        let waits = |one: &Instance| one.life.waits_for_cards();
        if self.instances.get(at).is_some_and(waits) && !self.waiting.contains(&at) {
            self.waiting.push(at);
        }
    }

    /// Lets waiting machines come up as far as there are cards. They find their card when somebody
    /// looks, not at the very moment it became free.
    pub(super) fn place_waiting(&mut self, now: Duration) {
        for at in std::mem::take(&mut self.waiting) {
            let Some(one) = self
                .instances
                .get(at)
                .filter(|one| one.life.waits_for_cards())
            else {
                continue;
            };
            if self.free_cards(one.sku(), now) < one.sku().cards {
                self.waiting.push(at);
                continue;
            }
            let takes = match one.life.phase(now) {
                Phase::Creating => self.behaviour.creating_for,
                _ => self.behaviour.starting_for,
            };
            if let Some(one) = self.instances.get_mut(at) {
                one.life.card_found(now.saturating_add(takes));
            }
        }
    }
}
