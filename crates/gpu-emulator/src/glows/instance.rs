//! One instance: what was ordered, the ways into it, and what becomes of it.

use std::collections::BTreeSet;
use std::num::NonZeroU16;
use std::time::Duration;

use super::behaviour::{Behaviour, Capacity};
use super::order::{Order, Port, Protocol};
use crate::shared::{Cost, HOUR, Held, Ids, Life, Rented};

/// An instance, queued, running or long gone.
pub struct Instance {
    pub(super) order: Order,
    pub(super) password: String,
    /// Ports, and where each is reached once the instance has been placed.
    pub(super) accesses: Vec<(Port, String)>,
    unit_price_cent: u64,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Phase {
    Queued,
    Running,
    Releasing,
    Released,
}

impl Instance {
    /// An instance that comes into being at `created`.
    pub(super) fn held(
        order: Order,
        password: Option<&str>,
        created: Duration,
        behaviour: &Behaviour,
        ids: &mut Ids,
    ) -> Held<Self> {
        let accesses = accesses(&order, behaviour, ids);
        let password = match password {
            Some(password) => password.to_owned(),
            None => format!("fake-{}", ids.fake_secret(16)),
        };
        let hardware = order.hardware();
        let unit_price_cent = behaviour.price_of(hardware);
        let price = unit_price_cent.saturating_mul(order.units());
        let mut life = Life::new(created, Phase::Queued, Some((price, HOUR)));
        if behaviour.capacity_of(hardware) != Capacity::QueuedForEver {
            let placed = created.saturating_add(behaviour.queued_for);
            life.then(placed, Phase::Running, Cost::Machine);
            if let Some(lasts) = behaviour.command_runs_for.filter(|_| !order.cmd.is_empty()) {
                life.then(placed.saturating_add(lasts), Phase::Released, Cost::Nothing);
            }
        }
        let key = order.custom_meta_key.clone();
        let instance = Self { order, password, accesses, unit_price_cent };
        Held::new(ids.id(8), key, life, instance)
    }
}

impl Held<Instance> {
    /// What it costs when running.
    pub(super) fn price_cent(&self, behaviour: &Behaviour) -> u64 {
        let one = &self.machine;
        let units = if behaviour.price_is_per_unit { 1 } else { one.order.units() };
        let own = one.unit_price_cent.saturating_mul(units);
        self.shown_price.unwrap_or(own)
    }

    /// Whether it has been given hardware, running now or not.
    pub(super) fn is_placed(&self, now: Duration) -> bool {
        self.life.begun(now).any(|one| one.phase == Phase::Running)
    }

    pub(super) fn is_released(&self, now: Duration) -> bool {
        self.life.phase(now) == Phase::Released
    }

    /// Whether a release was accepted, in effect or not.
    pub(super) fn is_being_released(&self, now: Duration) -> bool {
        self.life.begun(now).any(|one| one.phase == Phase::Releasing)
    }

    /// Accepts its release. A second one changes nothing. Until it has taken effect the machine is paid
    /// for as before: nothing published says otherwise.
    pub(super) fn release(&mut self, now: Duration, takes: Duration) {
        if self.is_being_released(now) || self.is_released(now) {
            return;
        }
        let (cost, last) = (self.life.stage(now).cost, self.life.last());
        let done = now.saturating_add(takes);
        let ends_before = last.phase == Phase::Released && last.since < done;
        self.life.then(now, Phase::Releasing, cost);
        self.life.then(if ends_before { last.since } else { done }, Phase::Released, Cost::Nothing);
    }
}

impl Rented for Instance {
    type Behaviour = Behaviour;
    type Phase = Phase;

    fn word(phase: Phase, behaviour: &Behaviour) -> &str {
        match phase {
            Phase::Queued => "SchedQueued",
            Phase::Running => "Running",
            Phase::Releasing => &behaviour.releasing_status,
            Phase::Released => &behaviour.released_status,
        }
    }

    fn end(held: &mut Held<Self>, now: Duration) {
        held.life.then(now, Phase::Released, Cost::Nothing);
    }

    fn shown_id(id: &str, behaviour: &Behaviour) -> String {
        behaviour.spell("ins-", id)
    }
}

/// The ports that come by themselves, then those that were ordered, none twice.
///
/// That a container has SSH on 22 and a notebook on 8888 is documented by sample; that a virtual
/// machine has only SSH is seen in use.
fn accesses(order: &Order, behaviour: &Behaviour, ids: &mut Ids) -> Vec<(Port, String)> {
    let credential = ids.fake_secret(32);
    let bundled = [(22, Protocol::Ssh), (8888, Protocol::Http)];
    let bundled = bundled.into_iter().take(if order.is_vm() { 1 } else { 2 });
    let bundled = bundled
        .filter_map(|(port, protocol)| Some(Port { port: NonZeroU16::new(port)?, protocol }));
    let mut opened = BTreeSet::new();
    let ports = bundled.chain(order.ports.iter().copied());
    let ports = ports.filter(|port| opened.insert(port.port));
    ports.map(|port| (port, url(port, behaviour, &credential, ids))).collect()
}

/// The public port is another for every instance. The form of the HTTP URL, credential included,
/// is that of the links in the web console; the one in the page's sample is lost.
fn url(inner: Port, behaviour: &Behaviour, credential: &str, ids: &mut Ids) -> String {
    let host = &behaviour.access_host;
    let port = 10_000 + ids.number() % 50_000;
    match (inner.protocol, behaviour.ssh_at) {
        (Protocol::Ssh, Some(address)) if inner.port.get() == 22 => format!("ssh://{address}"),
        (Protocol::Ssh, _) => format!("ssh://{host}:{port}"),
        (Protocol::Http, _) => format!("https://{host}:{port}?token={credential}"),
    }
}
