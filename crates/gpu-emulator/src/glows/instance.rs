//! One instance: what was ordered, the ways into it, and the phase it is in at a given time.

use std::collections::BTreeSet;
use std::time::Duration;

use super::behaviour::{Behaviour, Capacity};
use super::order::{Category, Order};
use super::ports::{Port, Protocol};
use crate::shared::{Cost, HOUR, Held, Ids, Meter, Rented};

/// An instance, queued, running or long gone.
pub struct Instance {
    pub(super) order: Order,
    pub(super) password: String,
    pub(super) accesses: Vec<Access>,
    unit_price_cent: u64,
    /// When it starts to run; `None` for never.
    placed: Option<Duration>,
    /// When its command exits by itself; `None` for never.
    command_ends: Option<Duration>,
    /// When the release was accepted and when it takes effect.
    release: Option<(Duration, Duration)>,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Phase {
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
        let hardware = order.hardware.name();
        let unit_price_cent = behaviour.price_of(hardware);
        let placed = (behaviour.capacity_of(hardware) != Capacity::QueuedForEver)
            .then(|| created.saturating_add(behaviour.queued_for));
        let lifetime = behaviour.command_runs_for.filter(|_| !order.cmd.is_empty());
        let command_ends =
            placed.zip(lifetime).map(|(placed, lifetime)| placed.saturating_add(lifetime));
        let mut meter = Meter::default();
        if let Some(placed) = placed {
            meter.start(Cost::Machine, placed, unit_price_cent.saturating_mul(order.units), HOUR);
        }
        if let Some(ends) = command_ends {
            meter.stop_all(ends);
        }
        let key = order.meta_key.clone();
        let instance = Self {
            order,
            password,
            accesses,
            unit_price_cent,
            placed,
            command_ends,
            release: None,
        };
        Held::new(ids.id(8), key, created, meter, instance)
    }

    /// Whether it has been given hardware, running now or not.
    pub(super) fn is_placed(&self, now: Duration) -> bool {
        let cancelled = self.release.map_or(Duration::MAX, |(accepted, _)| accepted);
        self.placed.is_some_and(|placed| placed <= now && placed <= cancelled)
    }

    pub(super) fn is_released(&self, now: Duration) -> bool {
        self.phase(now) == Phase::Released
    }

    /// Whether a release was accepted, in effect or not.
    pub(super) fn is_being_released(&self) -> bool {
        self.release.is_some()
    }

    fn phase(&self, now: Duration) -> Phase {
        let reached = |at: Option<Duration>| at.is_some_and(|at| at <= now);
        if reached(self.release.map(|(_, gone)| gone)) || reached(self.command_ends) {
            Phase::Released
        } else if reached(self.release.map(|(accepted, _)| accepted)) {
            Phase::Releasing
        } else if self.is_placed(now) {
            Phase::Running
        } else {
            Phase::Queued
        }
    }
}

/// What it shows as its price, and what becomes of it.
impl Held<Instance> {
    /// What it costs when running.
    pub(super) fn price_cent(&self, behaviour: &Behaviour) -> u64 {
        let one = &self.machine;
        let units = if behaviour.price_is_per_unit { 1 } else { one.order.units };
        let own = one.unit_price_cent.saturating_mul(units);
        self.shown_price.unwrap_or(own)
    }

    /// Accepts its release. A second one changes nothing. It is paid for until the release has taken
    /// effect (inferred), unless it was still queued.
    pub(super) fn release(&mut self, now: Duration, takes: Duration) {
        let one = &mut self.machine;
        if one.release.is_none() && !one.is_released(now) {
            let done = now.saturating_add(takes);
            one.release = Some((now, done));
            self.meter.stop_all(if one.is_placed(now) { done } else { now });
        }
    }
}

impl Rented for Instance {
    type Behaviour = Behaviour;

    fn status(&self, now: Duration, behaviour: &Behaviour) -> String {
        match self.phase(now) {
            Phase::Queued => "SchedQueued".into(),
            Phase::Running => "Running".into(),
            Phase::Releasing => behaviour.releasing_status.clone(),
            Phase::Released => behaviour.released_status.clone(),
        }
    }

    /// Until a release has taken effect the machine counts as billing: nothing published says
    /// otherwise.
    fn cost(&self, now: Duration, _: &Behaviour) -> Cost {
        match self.phase(now) {
            Phase::Released => Cost::Nothing,
            _ if self.is_placed(now) => Cost::Machine,
            _ => Cost::Pending,
        }
    }

    fn end(&mut self, now: Duration) {
        self.release = Some((now, now));
    }

    fn shown_id(&self, id: &str, behaviour: &Behaviour) -> String {
        behaviour.id_form.spell("ins-", id)
    }
}

/// One open port of an instance.
pub(super) struct Access {
    pub(super) protocol: Protocol,
    /// The port inside the instance.
    pub(super) listen_port: u16,
    /// Where it is reached once the instance has been placed.
    pub(super) url: String,
}

/// The ports that come by themselves, then those that were ordered, none twice.
///
/// That a container has SSH on 22 and a notebook on 8888 is documented by sample; that a virtual
/// machine has only SSH is seen in use.
fn accesses(order: &Order, behaviour: &Behaviour, ids: &mut Ids) -> Vec<Access> {
    let ssh = Port { port: 22, protocol: Protocol::Ssh };
    let notebook = Port { port: 8888, protocol: Protocol::Http };
    let bundled = match order.category {
        Category::Container => vec![ssh, notebook],
        Category::Vm => vec![ssh],
    };
    let credential = ids.fake_secret(32);
    let mut opened = BTreeSet::new();
    let ports = bundled.into_iter().chain(order.ports.iter().copied());
    ports
        .filter(|port| opened.insert(port.port))
        .map(|Port { port, protocol }| Access {
            protocol,
            listen_port: port,
            url: url(protocol, port, behaviour, &credential, ids),
        })
        .collect()
}

/// The public port is another for every instance. The form of the HTTP URL, credential included,
/// is that of the links in the web console; the one in the page's sample is lost.
fn url(
    protocol: Protocol,
    inner: u16,
    behaviour: &Behaviour,
    credential: &str,
    ids: &mut Ids,
) -> String {
    let host = &behaviour.access_host;
    let port = 10_000 + ids.number() % 50_000;
    match (protocol, behaviour.ssh_at) {
        (Protocol::Ssh, Some(address)) if inner == 22 => format!("ssh://{address}"),
        (Protocol::Ssh, _) => format!("ssh://{host}:{port}"),
        (Protocol::Http, _) => format!("https://{host}:{port}?token={credential}"),
    }
}
