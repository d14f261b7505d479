//! One instance and the phase it is in at a given time.

use std::time::Duration;

use super::access::Access;
use super::behaviour::{Behaviour, Capacity};
use super::order::Order;
use crate::{Cost, Machine};

/// An instance, queued, running or long gone.
pub(super) struct Instance {
    pub(super) order: Order,
    pub(super) password: String,
    pub(super) accesses: Vec<Access>,
    /// Its bare id.
    id: String,
    unit_price_cent: u64,
    created: Duration,
    /// When it starts to run; `None` for never.
    placed: Option<Duration>,
    /// When its command exits by itself; `None` for never.
    command_ends: Option<Duration>,
    /// When the release was accepted and when it takes effect.
    release: Option<(Duration, Duration)>,
    shown_status: Option<String>,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Phase {
    Queued,
    Running,
    Releasing,
    Released,
}

impl Instance {
    pub(super) fn new(
        id: String,
        order: Order,
        password: String,
        accesses: Vec<Access>,
        now: Duration,
        behaviour: &Behaviour,
    ) -> Self {
        let placed = match behaviour.capacity {
            Capacity::QueuedForEver => None,
            _ => Some(now.saturating_add(behaviour.queued_for)),
        };
        let lifetime = behaviour.command_runs_for.filter(|_| !order.cmd.is_empty());
        let command_ends = placed
            .zip(lifetime)
            .map(|(placed, lifetime)| placed.saturating_add(lifetime));
        let unit_price_cent = behaviour.price_of(order.hardware.name());
        Self {
            order,
            password,
            accesses,
            id,
            unit_price_cent,
            created: now,
            placed,
            command_ends,
            release: None,
            shown_status: None,
        }
    }

    pub(super) fn id(&self) -> &str {
        &self.id
    }

    pub(super) fn key(&self) -> &str {
        &self.order.meta_key
    }

    pub(super) fn created(&self) -> Duration {
        self.created
    }

    /// What it costs when running.
    pub(super) fn price_cent(&self) -> u64 {
        self.unit_price_cent.saturating_mul(self.order.units)
    }

    /// Whether it has been given hardware, running now or not.
    pub(super) fn is_placed(&self, now: Duration) -> bool {
        let cancelled = self.release.map_or(Duration::MAX, |(accepted, _)| accepted);
        self.placed
            .is_some_and(|placed| placed <= now && placed <= cancelled)
    }

    pub(super) fn is_released(&self, now: Duration) -> bool {
        self.phase(now) == Phase::Released
    }

    /// Accepts its release. A second one changes nothing.
    pub(super) fn release(&mut self, now: Duration, takes: Duration) {
        if self.release.is_none() && !self.is_released(now) {
            self.release = Some((now, now.saturating_add(takes)));
        }
    }

    pub(super) fn show_status(&mut self, status: Option<&str>) {
        self.shown_status = status.map(str::to_owned);
    }

    pub(super) fn status<'a>(&'a self, now: Duration, behaviour: &'a Behaviour) -> &'a str {
        if let Some(status) = &self.shown_status {
            return status;
        }
        match self.phase(now) {
            Phase::Queued => "SchedQueued",
            Phase::Running => "Running",
            Phase::Releasing => &behaviour.releasing_status,
            Phase::Released => &behaviour.released_status,
        }
    }

    /// Itself for the ledger. Until a release has taken effect the machine counts as billing:
    /// nothing published says otherwise.
    pub(super) fn machine(&self, now: Duration, behaviour: &Behaviour) -> Machine {
        let cost = match self.phase(now) {
            Phase::Released => Cost::Nothing,
            _ if self.is_placed(now) => Cost::Machine,
            _ => Cost::Pending,
        };
        Machine {
            id: behaviour.id_form.spell("ins-", &self.id),
            key: self.order.meta_key.clone(),
            status: self.status(now, behaviour).to_owned(),
            cost,
            created: self.created,
        }
    }

    fn phase(&self, now: Duration) -> Phase {
        let reached = |at: Option<Duration>| at.is_some_and(|at| at <= now);
        if reached(self.release.map(|(_, gone)| gone)) || reached(self.command_ends) {
            Phase::Released
        } else if self.release.is_some() {
            Phase::Releasing
        } else if self.is_placed(now) {
            Phase::Running
        } else {
            Phase::Queued
        }
    }
}
