//! One instance: what was ordered, what was made up for it, and its life.

use std::time::Duration;

use super::behaviour::Behaviour;
use super::life::{End, Life, Phase, Run};
use super::order::{Order, Port};
use super::regions::Region;
use crate::shared::Ids;
use crate::{Cost, Machine};

/// An instance, waiting, running, ended or long gone.
pub(super) struct Instance {
    /// 32 hexadecimal digits.
    pub(super) id: String,
    /// Likewise: its first container.
    pub(super) header_id: String,
    /// Likewise: what its access URL has in place of either, and as its credential.
    pub(super) access_id: String,
    /// Counts all instances from 1.
    pub(super) number: usize,
    pub(super) region: &'static Region,
    pub(super) order: Order,
    pub(super) life: Life,
    pub(super) created: Duration,
    /// Shown in place of its own status.
    pub(super) shown_status: Option<String>,
    /// What execute-script handed to it, oldest first.
    pub(super) scripts: Vec<String>,
}

impl Instance {
    pub(super) fn new(
        order: Order,
        region: &'static Region,
        number: usize,
        ids: &mut Ids,
        now: Duration,
        behaviour: &Behaviour,
    ) -> Self {
        Self {
            id: hex(ids),
            header_id: hex(ids),
            access_id: hex(ids),
            number,
            region,
            life: Life::new(run(&order, now, behaviour.waiting_for, behaviour)),
            order,
            created: now,
            shown_status: None,
            scripts: Vec::new(),
        }
    }

    pub(super) fn restart(&mut self, now: Duration, behaviour: &Behaviour) {
        let waiting = behaviour.waiting_again_for;
        self.life.restart(run(&self.order, now, waiting, behaviour));
    }

    pub(super) fn is_visible(&self, region: &Region, now: Duration) -> bool {
        self.region.id == region.id && !self.life.is_deleted(now)
    }

    pub(super) fn status(&self, now: Duration) -> &str {
        let shown = self.shown_status.as_deref();
        shown.unwrap_or_else(|| self.life.phase(now).word())
    }

    /// A made-up private address.
    pub(super) fn ip(&self) -> String {
        format!("172.20.{}.{}", self.number / 250 % 250, self.number % 250)
    }

    /// The made-up port that leads to a port of its containers.
    pub(super) fn outer_port(&self, port: &Port) -> u16 {
        let mixed = self
            .number
            .wrapping_mul(31)
            .wrapping_add(port.number.into());
        30_000 + u16::try_from(mixed % 30_000).unwrap_or_default()
    }

    /// Itself for the ledger. Until a stop or delete has taken effect it counts as before: nothing
    /// published says otherwise. Afterwards no call shows it, so `Deleted` is no word of theirs.
    pub(super) fn machine(&self, now: Duration) -> Machine {
        let deleted = self.life.is_deleted(now);
        let cost = match self.life.phase(now) {
            _ if deleted => Cost::Nothing,
            Phase::Waiting | Phase::Deploying => Cost::Pending,
            Phase::Running => Cost::Machine,
            Phase::Ended(_) => Cost::Nothing,
        };
        let status = if deleted { "Deleted" } else { self.status(now) };
        Machine {
            id: self.id.clone(),
            key: self.order.name.clone(),
            status: status.to_owned(),
            cost,
            created: self.created,
        }
    }
}

/// A run that was accepted at `now`.
fn run(order: &Order, now: Duration, waiting: Duration, behaviour: &Behaviour) -> Run {
    let deploying = now.saturating_add(waiting);
    let deploying = (!behaviour.waits_for_ever).then_some(deploying);
    let running = deploying.map(|at| at.saturating_add(behaviour.deploying_for));
    let mut run = Run::new(deploying, running);
    let after = |lasts: Duration| running.map(|at| at.saturating_add(lasts));
    let ends = [
        (
            behaviour.deploying_fails.then_some(Duration::ZERO),
            End::Failed,
        ),
        (behaviour.completes_after, End::Completed),
        (order.timeout, End::Terminated),
    ];
    for (lasts, end) in ends {
        if let Some(at) = lasts.and_then(after) {
            run.end_by(at, end);
        }
    }
    run
}

/// 32 digits that look random.
fn hex(ids: &mut Ids) -> String {
    format!("{:016x}{:016x}", ids.number(), ids.number())
}
