//! The account, and which instances its calls see.

use std::time::Duration;

use super::behaviour::Capacity;
use super::instance::Instance;
use super::order::Order;
use crate::shared::{self, Held, Refusal};

/// Glows.ai, as an [`Emulator`](crate::Emulator) serves it.
#[derive(Debug)]
#[expect(clippy::exhaustive_enums, reason = "a name, which has no value")]
pub enum GlowsService {}

pub(super) type Call<'a> = shared::Call<'a, GlowsService>;
pub(super) type State = shared::State<GlowsService>;

/// The one account.
#[derive(Clone, Default)]
pub struct Account {
    pub(super) token: String,
    /// Of every machine, where one was given.
    pub(super) ssh_password: Option<String>,
}

/// A snapshot that was taken.
pub struct Snapshot {
    /// Never prefixed.
    pub(super) id: String,
    pub(super) name: String,
}

impl State {
    fn shows(&self, one: &Held<Instance>, at: Duration) -> bool {
        self.behaviour.released_stay_visible || !one.is_released(at)
    }

    pub(super) fn visible(&self, at: Duration) -> impl DoubleEndedIterator<Item = &Held<Instance>> {
        self.machines.at(at).filter(move |one| self.shows(one, at))
    }

    /// The instance with this id, bare or prefixed, if it could be seen at `at`.
    pub(super) fn by_id(&self, id: &str, at: Duration) -> Option<&Held<Instance>> {
        let found = self.machines.by_id(id.strip_prefix("ins-").unwrap_or(id), at);
        found.filter(|one| self.shows(one, at))
    }

    fn by_key(&self, key: &str, at: Duration) -> Option<&Held<Instance>> {
        let mut visible = self.machines.by_key(key, at).filter(|one| self.shows(one, at));
        if self.behaviour.key_finds_oldest { visible.next() } else { visible.next_back() }
    }

    /// The instance that the parameters name, as it was at `at`.
    ///
    /// # Errors
    /// Not exactly one of the two is given (documented as required, the answer is inferred), it is
    /// too long, or there is no such instance (the answer is inferred).
    pub(super) fn find(&self, call: &Call<'_>, at: Duration) -> Result<&Held<Instance>, Refusal> {
        let behaviour = &self.behaviour;
        let (id, key) = (call.parameter("request_id"), call.parameter("meta_key"));
        if id.or(key).is_some_and(|text| text.chars().count() > 64) {
            return Err(behaviour.invalid("longer than 64 characters"));
        }
        let found = match (id, key) {
            (Some(id), None) => self.by_id(id, at),
            (None, Some(key)) => self.by_key(key, at),
            _ => return Err(behaviour.invalid("give either request_id or meta_key")),
        };
        found.ok_or_else(|| behaviour.not_found())
    }

    /// Whether a new instance cannot have this key.
    pub(super) fn key_is_taken(&self, key: &str, now: Duration) -> bool {
        let is_free =
            |one: &Held<Instance>| self.behaviour.released_key_is_free && one.is_released(now);
        self.behaviour.key_is_enforced && self.machines.by_key(key, now).any(|one| !is_free(one))
    }

    pub(super) fn has_room(&self, order: &Order, now: Duration) -> bool {
        match self.behaviour.capacity_of(order.hardware()) {
            Capacity::Refused => false,
            Capacity::Plenty | Capacity::QueuedForEver => true,
            Capacity::Units(most) => {
                let there = self.machines.at(now).filter(|one| !one.is_released(now));
                let orders = there.map(|one| &one.machine.order);
                let alike = orders.filter(|one| one.hardware() == order.hardware());
                let used: u64 = alike.map(Order::units).sum();
                used.saturating_add(order.units()) <= most
            }
        }
    }
}
