//! One instance: what was ordered, what was made up for it, and what becomes of it.

use std::time::Duration;

use super::behaviour::Behaviour;
use super::catalogue::Region;
use super::order::Order;
use crate::shared::{Cost, HOUR, Held, Ids, Life, Rented};

/// An instance, waiting, running, ended or long gone.
pub struct Instance {
    /// 32 hexadecimal digits: its first container.
    pub(super) header_id: String,
    /// Likewise: what its access URL has in place of either id, and as its credential.
    pub(super) access_id: String,
    pub(super) number: usize,
    pub(super) region: &'static Region,
    pub(super) order: Order,
    /// What execute-script handed to it, oldest first.
    pub(super) scripts: Vec<String>,
}

/// How a run ends.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum End {
    Completed,
    Failed,
    Terminated,
}

/// `Deleted` is no word of theirs: no call shows what is deleted.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Phase {
    Waiting,
    Deploying,
    Running,
    Ended(End),
    Deleted,
}

impl Instance {
    /// An instance that comes into being at `created`.
    pub(super) fn held(
        order: Order,
        region: &'static Region,
        number: usize,
        created: Duration,
        behaviour: &Behaviour,
        ids: &mut Ids,
    ) -> Held<Self> {
        let (id, key) = (hex(ids), order.name.clone());
        let price = behaviour.price_cent.saturating_mul(order.tasks);
        let instance = Self {
            header_id: hex(ids),
            access_id: hex(ids),
            number,
            region,
            order,
            scripts: Vec::new(),
        };
        let life = Life::new(created, Phase::Waiting, Some((price, HOUR)));
        let mut held = Held::new(id, key, life, instance);
        held.run(created, behaviour.waiting_for, behaviour);
        held
    }
}

/// What is asked of it. Until a stop or delete has taken effect it is charged as before: nothing
/// published says otherwise.
impl Held<Instance> {
    /// Plans the run that waits from `now` on.
    fn run(&mut self, now: Duration, waiting: Duration, behaviour: &Behaviour) {
        if behaviour.waits_for_ever {
            return;
        }
        let deploying = now.saturating_add(waiting);
        self.life.then(deploying, Phase::Deploying, Cost::Pending);
        let running = deploying.saturating_add(behaviour.deploying_for);
        self.life.then(running, Phase::Running, Cost::Machine);
        let ends = [
            (behaviour.deploying_fails.then_some(Duration::ZERO), End::Failed),
            (behaviour.completes_after, End::Completed),
            (self.machine.order.timeout, End::Terminated),
        ];
        for (lasts, end) in ends {
            if let Some(lasts) = lasts {
                self.end_by(running.saturating_add(lasts), end);
            }
        }
    }

    pub(super) fn restart(&mut self, now: Duration, behaviour: &Behaviour) {
        self.life.then(now, Phase::Waiting, Cost::Pending);
        self.run(now, behaviour.waiting_again_for, behaviour);
    }

    /// Ends the run then, unless it ends before.
    pub(super) fn end_by(&mut self, at: Duration, end: End) {
        if self.ended(at).is_none() {
            let deleted = Some(self.life.last()).filter(|one| one.phase == Phase::Deleted);
            self.life.then(at, Phase::Ended(end), Cost::Nothing);
            if let Some(deleted) = deleted {
                self.life.then(deleted.since.max(at), Phase::Deleted, Cost::Nothing);
            }
        }
    }

    /// A second delete changes nothing.
    pub(super) fn delete(&mut self, done: Duration) {
        if !self.is_being_deleted() {
            self.life.then(done, Phase::Deleted, Cost::Nothing);
        }
    }

    /// Whether a delete was accepted, in effect or not.
    pub(super) fn is_being_deleted(&self) -> bool {
        self.life.last().phase == Phase::Deleted
    }

    /// Whether its run is over, be it deleted or not.
    pub(super) fn has_ended(&self, now: Duration) -> bool {
        matches!(self.life.phase(now), Phase::Ended(_) | Phase::Deleted)
    }

    pub(super) fn is_visible(&self, region: &Region, at: Duration) -> bool {
        self.machine.region.id == region.id && self.life.phase(at) != Phase::Deleted
    }

    /// When it came up in this run, if it has.
    pub(super) fn started(&self, now: Duration) -> Option<Duration> {
        let running = self.since(now, |phase| phase == Phase::Running);
        running.filter(|since| self.ended(now) != Some(*since))
    }

    /// When this run ended, if it has.
    pub(super) fn ended(&self, now: Duration) -> Option<Duration> {
        self.since(now, |phase| matches!(phase, Phase::Ended(_)))
    }

    /// When it came to such a phase in this run, if it has by `now`.
    fn since(&self, now: Duration, is: impl Fn(Phase) -> bool) -> Option<Duration> {
        let run = self.life.begun(now).rev().take_while(|one| one.phase != Phase::Waiting);
        run.filter(|one| is(one.phase)).last().map(|one| one.since)
    }
}

impl Rented for Instance {
    type Behaviour = Behaviour;
    type Phase = Phase;

    fn word(phase: Phase, _: &Behaviour) -> &str {
        match phase {
            Phase::Waiting => "Waiting",
            Phase::Deploying => "Deploying",
            Phase::Running => "Running",
            Phase::Ended(End::Completed) => "Completed",
            Phase::Ended(End::Failed) => "Failed",
            Phase::Ended(End::Terminated) => "Terminated",
            Phase::Deleted => "Deleted",
        }
    }

    fn end(held: &mut Held<Self>, now: Duration) {
        held.end_by(now, End::Terminated);
    }
}

/// 32 digits that look random.
fn hex(ids: &mut Ids) -> String {
    format!("{:016x}{:016x}", ids.number(), ids.number())
}
