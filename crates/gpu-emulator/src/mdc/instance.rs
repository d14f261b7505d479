//! One instance: what was ordered, what was made up for it, and what becomes of it.

use std::time::Duration;

use super::behaviour::Behaviour;
use super::catalogue::DATA_DISK_GB;
use super::identity::Identity;
use super::order::Order;
use crate::shared::{Charge, Cost, HOUR, Held, Life, Rented};

/// What the user guide charges for a GB of storage and a day, in hundredths of a yuan.
const STORAGE_FEN: u64 = 1;

/// An instance, coming up, running, off or long gone.
pub struct Instance {
    pub(super) order: Order,
    pub(super) identity: Identity,
    /// The discount that ran when it was created, `""` for none.
    pub(super) discount_id: &'static str,
    /// Its list price, in hundredths of a yuan.
    pub(super) price_fen: u32,
    /// The end of a prepaid term, which switches it off.
    expires: Option<Duration>,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Phase {
    Creating(Cards),
    /// Coming up again.
    Starting(Cards),
    Running,
    ShuttingDown,
    Off,
    /// It never came up.
    Failed,
    Deleting(Cards),
    Gone,
}

/// Whether cards are set aside for a machine that does not run.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Cards {
    Held,
    Awaited,
    None,
}

#[derive(Debug, Clone, Copy)]
pub(super) enum Start {
    /// It runs from then on.
    Runs(Duration),
    /// It turns out then that it does not.
    Fails(Duration),
    /// Not before it is given a card.
    Waits,
}

impl Start {
    fn cards(self) -> Cards {
        match self {
            Self::Runs(_) => Cards::Held,
            Self::Waits => Cards::Awaited,
            Self::Fails(_) => Cards::None,
        }
    }
}

impl Phase {
    /// Cards are held from the start until it is off or gone.
    fn cards(self) -> Cards {
        match self {
            Self::Creating(cards) | Self::Starting(cards) | Self::Deleting(cards) => cards,
            Self::Running | Self::ShuttingDown => Cards::Held,
            Self::Off | Self::Failed | Self::Gone => Cards::None,
        }
    }
}

impl Instance {
    /// An instance that comes into being at `created`.
    pub(super) fn held(
        order: Order,
        identity: Identity,
        start: Start,
        created: Duration,
        behaviour: &Behaviour,
    ) -> Held<Self> {
        let (sku, name, key) = (order.sku, identity.name.clone(), order.display_name.clone());
        let discount = sku.discount_at(created);
        let price_fen = behaviour.price_of(sku);
        // Hundredths of a fen are exact, and so the price is for a hundred hours.
        let percent = discount.map_or(100, |one| one.percent);
        let price = u64::from(price_fen) * u64::from(percent);
        let by_time = order.prepaid.is_none().then_some((price, HOUR * 100));
        let mut life = Life::new(created, Phase::Creating(start.cards()), by_time);
        let stored_gb = order.volumes.iter().map(|one| one.size_gb).fold(0, u64::saturating_add);
        let free_gb = behaviour.free_storage_gb.unwrap_or(DATA_DISK_GB);
        let paid_gb = stored_gb.saturating_sub(free_gb);
        life.storage = (paid_gb > 0).then_some((STORAGE_FEN * paid_gb, HOUR * 24));
        // That the list price is that of one day, week or month is inferred.
        let paid = |(terms, _)| Charge::once(created, (price / 100).saturating_mul(terms));
        life.paid = order.prepaid.map(paid);
        let ends = order.prepaid.map(|(_, lasts)| created.saturating_add(lasts));
        let instance = Self {
            price_fen,
            discount_id: discount.map_or("", |one| &one.id),
            expires: ends.filter(|_| behaviour.term_ends_machine),
            order,
            identity,
        };
        let mut held = Held::new(name, key, life, instance);
        held.comes_up(start, Phase::Failed);
        held
    }

    pub(super) fn is_over(&self, now: Duration) -> bool {
        self.expires.is_some_and(|end| end <= now)
    }
}

/// What is asked of it. The guide charges pay as you go from power-on to power-off or delete; until
/// either has taken effect everything is charged as before. Prepaid machines count like others while
/// they run, though they are paid in full beforehand.
impl Held<Instance> {
    /// What it costs while it is off.
    fn kept(&self) -> Cost {
        self.life.storage.map_or(Cost::Nothing, |_| Cost::Storage)
    }

    /// Plans what a start comes to, `failed` if it fails, and the end of a prepaid term.
    fn comes_up(&mut self, start: Start, failed: Phase) {
        match start {
            Start::Runs(at) => self.life.then(at, Phase::Running, Cost::Machine),
            Start::Fails(at) => self.life.then(at, failed, self.kept()),
            Start::Waits => {}
        }
        let failed = self.life.last().phase == Phase::Failed;
        if let Some(end) = self.machine.expires.filter(|_| !failed) {
            self.life.then(end, Phase::Off, self.kept());
        }
    }

    pub(super) fn power_on(&mut self, now: Duration, start: Start) {
        self.life.then(now, Phase::Starting(start.cards()), Cost::Pending);
        self.comes_up(start, Phase::Off);
    }

    pub(super) fn holds_cards(&self, now: Duration) -> bool {
        self.life.phase(now).cards() == Cards::Held
    }

    pub(super) fn waits_for_cards(&self, now: Duration) -> bool {
        matches!(
            self.life.phase(now),
            Phase::Creating(Cards::Awaited) | Phase::Starting(Cards::Awaited)
        )
    }

    /// Ends the wait at `now`; it runs from `done` on.
    pub(super) fn card_found(&mut self, now: Duration, done: Duration) {
        let phase = match self.life.phase(now) {
            Phase::Creating(_) => Phase::Creating(Cards::Held),
            _ => Phase::Starting(Cards::Held),
        };
        self.life.then(now, phase, Cost::Pending);
        self.comes_up(Start::Runs(done), Phase::Off);
    }

    /// A machine without cards has nothing to stop: it is off at once.
    pub(super) fn power_off(&mut self, now: Duration, done: Duration) {
        if self.holds_cards(now) {
            self.life.then(now, Phase::ShuttingDown, Cost::Machine);
            let end = self.machine.expires.unwrap_or(Duration::MAX);
            self.life.then(done.min(end), Phase::Off, self.kept());
        } else {
            self.life.then(now, Phase::Off, self.kept());
        }
    }

    pub(super) fn delete(&mut self, now: Duration, done: Duration, storage_outlives: bool) {
        let stage = self.life.stage(now);
        self.life.then(now, Phase::Deleting(stage.phase.cards()), stage.cost);
        let left = if storage_outlives { self.kept() } else { Cost::Nothing };
        self.life.then(done, Phase::Gone, left);
    }
}

impl Rented for Instance {
    type Behaviour = Behaviour;
    type Phase = Phase;

    fn word(phase: Phase, behaviour: &Behaviour) -> &str {
        match phase {
            Phase::Creating(_) => "Creating",
            Phase::Running => "Running",
            Phase::Starting(_) => &behaviour.starting_status,
            Phase::ShuttingDown => &behaviour.shutting_down_status,
            Phase::Off => &behaviour.shutdown_status,
            Phase::Failed => &behaviour.failed_status,
            Phase::Deleting(_) => &behaviour.deleting_status,
            Phase::Gone => &behaviour.deleted_status,
        }
    }

    fn end(held: &mut Held<Self>, now: Duration) {
        held.life.then(now, Phase::Gone, Cost::Nothing);
    }
}
