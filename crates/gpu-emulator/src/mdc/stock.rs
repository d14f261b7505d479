//! How many cards of each GPU a cluster has, and what happens when all are in use.

use std::collections::BTreeMap;
use std::time::Duration;

use super::catalogue::Sku;
use super::choices::NoGpu;
use super::life::Start;
use super::offers;
use super::refusal::{Reason, Refusal};
use super::service::State;

/// Cards by cluster and GPU name, those in use included.
pub(super) struct Stock(BTreeMap<(&'static str, &'static str), u64>);

impl Default for Stock {
    fn default() -> Self {
        let cards = offers::CARDS.iter();
        Self(
            cards
                .map(|&(cluster, gpu, count)| ((cluster, gpu), count))
                .collect(),
        )
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

impl State {
    /// The cards that a new machine of this SKU could have, and others of the same GPU as well.
    pub(super) fn free_cards(&self, sku: &Sku, now: Duration) -> u64 {
        let same = |one: &&Sku| pool(one) == pool(sku);
        let held = self.skus_in_use(now).filter(same).map(|one| one.cards);
        self.stock.cards(sku).saturating_sub(held.sum())
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
}
