//! One instance: what was ordered, what was made up for it, its life, and what it costs.

use std::time::Duration;

use super::behaviour::Behaviour;
use super::life::{End, Life, Phase, Run};
use super::order::{Order, Port};
use super::regions::Region;
use crate::shared::{Cost, HOUR, Held, Ids, Meter, Rented};

/// An instance, waiting, running, ended or long gone.
pub struct Instance {
    /// 32 hexadecimal digits: its first container.
    pub(super) header_id: String,
    /// Likewise: what its access URL has in place of either id, and as its credential.
    pub(super) access_id: String,
    /// Counts all instances from 1.
    pub(super) number: usize,
    pub(super) region: &'static Region,
    pub(super) order: Order,
    pub(super) life: Life,
    /// What execute-script handed to it, oldest first.
    pub(super) scripts: Vec<String>,
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
        let run = run(&order, created, behaviour.waiting_for, behaviour);
        let instance = Self {
            header_id: hex(ids),
            access_id: hex(ids),
            number,
            region,
            life: Life::new(run),
            order,
            scripts: Vec::new(),
        };
        let mut held = Held::new(id, key, created, Meter::default(), instance);
        held.charge(run, behaviour);
        held
    }

    /// Whether its run is over, be it deleted or not.
    pub(super) fn has_ended(&self, now: Duration) -> bool {
        matches!(self.life.phase(now), Phase::Ended(_))
    }

    pub(super) fn is_visible(&self, region: &Region, at: Duration) -> bool {
        self.region.id == region.id && !self.life.is_deleted(at)
    }

    /// A made-up private address.
    pub(super) fn ip(&self) -> String {
        format!("172.20.{}.{}", self.number / 250 % 250, self.number % 250)
    }

    /// The made-up port that leads to a port of its containers.
    pub(super) fn outer_port(&self, port: &Port) -> u16 {
        let mixed = self.number.wrapping_mul(31).wrapping_add(port.number.into());
        30_000 + u16::try_from(mixed % 30_000).unwrap_or_default()
    }
}

/// What is asked of it, with what that costs. Until a stop or delete has taken effect it is charged
/// as before: nothing published says otherwise.
impl Held<Instance> {
    fn charge(&mut self, run: Run, behaviour: &Behaviour) {
        let own = behaviour.price_cent.saturating_mul(self.machine.order.tasks);
        let price = self.shown_price.unwrap_or(own);
        if let Some(from) = run.running {
            self.meter.start(Cost::Machine, from, price, HOUR);
        }
        if let Some((at, _)) = run.end {
            self.meter.stop_all(at);
        }
    }

    pub(super) fn restart(&mut self, now: Duration, behaviour: &Behaviour) {
        let run = run(&self.machine.order, now, behaviour.waiting_again_for, behaviour);
        self.machine.life.restart(run);
        self.charge(run, behaviour);
    }

    /// Ends the run then, unless it ends before.
    pub(super) fn end_by(&mut self, at: Duration, end: End) {
        self.machine.life.end_by(at, end);
        self.meter.stop_all(at);
    }

    pub(super) fn delete(&mut self, done: Duration) {
        self.machine.life.delete(done);
        self.meter.stop_all(done);
    }
}

impl Rented for Instance {
    type Behaviour = Behaviour;

    /// Once it is deleted no call shows it, so `Deleted` is no word of theirs.
    fn status(&self, now: Duration, _: &Behaviour) -> String {
        match self.life.is_deleted(now) {
            true => "Deleted".into(),
            false => self.life.phase(now).word().into(),
        }
    }

    fn cost(&self, now: Duration, _: &Behaviour) -> Cost {
        match self.life.phase(now) {
            _ if self.life.is_deleted(now) => Cost::Nothing,
            Phase::Waiting | Phase::Deploying => Cost::Pending,
            Phase::Running => Cost::Machine,
            Phase::Ended(_) => Cost::Nothing,
        }
    }

    fn end(&mut self, now: Duration) {
        self.life.end_by(now, End::Terminated);
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
        (behaviour.deploying_fails.then_some(Duration::ZERO), End::Failed),
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
