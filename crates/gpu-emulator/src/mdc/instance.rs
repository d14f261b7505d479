//! One instance: what was ordered, what was made up for it, its life, and what it costs.

use std::time::Duration;

use super::behaviour::Behaviour;
use super::catalogue::{DATA_DISK_GB, Sku};
use super::life::{Life, Phase, Start};
use super::order::Order;
use crate::shared::{Cost, HOUR, Held, Ids, Meter, Rented};

/// What the user guide charges for a GB of storage and a day, in hundredths of a yuan.
const STORAGE_FEN: u64 = 1;

/// An instance, coming up, running, off or long gone.
pub struct Instance {
    pub(super) order: Order,
    pub(super) identity: Identity,
    pub(super) life: Life,
    /// The discount that ran when it was created, `""` for none.
    pub(super) discount_id: &'static str,
    /// Its list price, in hundredths of a yuan.
    pub(super) price_fen: u32,
    /// What is paid, in hundredths of the list price.
    percent: u32,
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
        let mut instance = Self {
            price_fen: behaviour.price_of(sku),
            discount_id: discount.map_or("", |one| one.id),
            percent: discount.map_or(100, |one| one.percent),
            order,
            identity,
            life: Life::new(start),
        };
        let mut meter = Meter::default();
        let paid_gb = instance.paid_storage_gb(behaviour);
        if paid_gb > 0 {
            meter.start(Cost::Storage, created, STORAGE_FEN * paid_gb, HOUR * 24);
        }
        if let Some(lasts) = instance.order.lasts {
            meter.pay(created, instance.term_fen());
            let ends = behaviour.term_ends_machine;
            instance.life.expires = ends.then(|| created.saturating_add(lasts));
        }
        let mut held = Held::new(name, key, created, meter, instance);
        held.charge_from(start);
        held
    }

    pub(super) fn sku(&self) -> &'static Sku {
        self.order.sku
    }

    /// What a prepaid term costs, in hundredths of a yuan (inferred: the list price is that of one
    /// day, week or month).
    fn term_fen(&self) -> u64 {
        let digits = self.order.term.trim_end_matches(|c: char| !c.is_ascii_digit());
        let number: u64 = digits.parse().unwrap_or(1);
        let once = u64::from(self.price_fen) * u64::from(self.percent) / 100;
        once.saturating_mul(number)
    }

    fn paid_storage_gb(&self, behaviour: &Behaviour) -> u64 {
        let sizes = self.order.volumes.iter().map(|one| one.size_gb);
        let size = sizes.fold(0, u64::saturating_add);
        size.saturating_sub(behaviour.free_storage_gb.unwrap_or(DATA_DISK_GB))
    }
}

/// What is asked of it, with what that costs. The guide charges pay as you go from power-on to
/// power-off or delete; until either has taken effect everything is charged as before.
impl Held<Instance> {
    fn charge_from(&mut self, start: Start) {
        if let (Start::Runs(from), None) = (start, self.machine.order.lasts) {
            self.charge_at(from);
        }
    }

    fn charge_at(&mut self, from: Duration) {
        let one = &self.machine;
        // Hundredths of a fen are exact, and so the price is for a hundred hours.
        let own = (u64::from(one.price_fen) * u64::from(one.percent), HOUR * 100);
        let (price, per) = self.shown_price.map_or(own, |price| (price, HOUR));
        self.meter.start(Cost::Machine, from, price, per);
    }

    pub(super) fn power_on(&mut self, now: Duration, start: Start) {
        self.machine.life.power_on(now, start);
        self.charge_from(start);
    }

    pub(super) fn card_found(&mut self, done: Duration) {
        self.machine.life.card_found(done);
        self.charge_from(Start::Runs(done));
    }

    pub(super) fn power_off(&mut self, now: Duration, done: Duration) {
        let comes_up = self.machine.life.phase(now) != Phase::Running;
        let done = self.machine.life.power_off(now, done);
        if comes_up && self.machine.order.lasts.is_none() {
            self.charge_at(now);
        }
        self.meter.stop(Cost::Machine, done);
    }

    pub(super) fn delete(&mut self, now: Duration, done: Duration, storage_outlives: bool) {
        let life = &mut self.machine.life;
        let charged = matches!(life.phase(now), Phase::Running | Phase::ShuttingDown);
        life.delete(now, done);
        self.meter.stop(Cost::Machine, if charged { done } else { now });
        if !storage_outlives {
            self.meter.stop(Cost::Storage, done);
        }
    }
}

impl Rented for Instance {
    type Behaviour = Behaviour;

    fn status(&self, now: Duration, behaviour: &Behaviour) -> String {
        match self.life.phase(now) {
            Phase::Creating => "Creating".into(),
            Phase::Running => "Running".into(),
            Phase::Starting => behaviour.starting_status.clone(),
            Phase::ShuttingDown => behaviour.shutting_down_status.clone(),
            Phase::Off => behaviour.shutdown_status.clone(),
            Phase::Failed => behaviour.failed_status.clone(),
            Phase::Deleting => behaviour.deleting_status.clone(),
            Phase::Gone => behaviour.deleted_status.clone(),
        }
    }

    /// Prepaid machines count like others while they run, though they are paid in full beforehand.
    fn cost(&self, now: Duration, behaviour: &Behaviour) -> Cost {
        let storage = match self.paid_storage_gb(behaviour) {
            0 => Cost::Nothing,
            _ => Cost::Storage,
        };
        if self.life.phase(now) == Phase::Gone {
            return match behaviour.storage_outlives {
                true => storage,
                false => Cost::Nothing,
            };
        }
        match self.life.phase_before_deletion(now) {
            Phase::Creating | Phase::Starting => Cost::Pending,
            Phase::Running | Phase::ShuttingDown => Cost::Machine,
            Phase::Off | Phase::Failed | Phase::Deleting | Phase::Gone => storage,
        }
    }

    fn end(&mut self, now: Duration) {
        self.life.delete(now, now);
    }
}

/// The made-up parts of one machine.
pub(super) struct Identity {
    /// `instance-` and 8 hex digits.
    pub(super) name: String,
    /// The first label of its host names. Not derived from the name.
    pub(super) uid: String,
    pub(super) order_id: String,
    pub(super) jupyter_token: String,
    pub(super) ssh_password: String,
    pub(super) ssh_port: u64,
    pub(super) pod: String,
    pub(super) node: u64,
    pub(super) ip: String,
    /// `volume-` and 8 hex digits for each data disk.
    pub(super) volumes: Vec<String>,
}

/// Secrets that every machine gets instead of made-up ones.
#[derive(Clone, Default)]
pub(super) struct Secrets {
    pub(super) ssh_password: Option<String>,
    pub(super) jupyter_token: Option<String>,
}

impl Identity {
    pub(super) fn new(disks: usize, secrets: &Secrets, ids: &mut Ids) -> Self {
        let name = format!("instance-{}", hex(ids));
        let made_up = |given: &Option<String>, length: usize, ids: &mut Ids| match given {
            Some(given) => given.clone(),
            None => format!("fake{}", ids.fake_secret(length)),
        };
        Self {
            uid: uuid(ids),
            order_id: uuid(ids),
            jupyter_token: made_up(&secrets.jupyter_token, 28, ids),
            ssh_password: made_up(&secrets.ssh_password, 8, ids),
            ssh_port: 30_000 + ids.number() % 2_768,
            pod: format!("{name}-{}", ids.id(5)),
            node: 1 + ids.number() % 9,
            ip: format!("172.31.{}.{}", ids.number() % 256, 1 + ids.number() % 254),
            volumes: (0..disks).map(|_| format!("volume-{}", hex(ids))).collect(),
            name,
        }
    }
}

/// 8 digits that look random; no two of them are equal within four billion.
fn hex(ids: &mut Ids) -> String {
    format!("{:08x}", ids.unique_number())
}

/// In the form of a random UUID (version 4).
fn uuid(ids: &mut Ids) -> String {
    let (high, low) = (ids.number(), ids.number());
    format!(
        "{:08x}-{:04x}-4{:03x}-{:x}{:03x}-{:012x}",
        high >> 32,
        high >> 16 & 0xffff,
        high & 0xfff,
        8 + (low >> 62),
        low >> 48 & 0xfff,
        low & 0xffff_ffff_ffff
    )
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_and_ids_have_the_form_of_the_samples() {
        let mut ids = Ids::new(1);
        for _ in 0..1000 {
            let one = Identity::new(2, &Secrets::default(), &mut ids);
            let digits = one.name.strip_prefix("instance-").unwrap();
            assert!(digits.len() == 8 && digits.bytes().all(|b| b.is_ascii_hexdigit()));
            let groups: Vec<_> = one.uid.split('-').map(str::len).collect();
            assert_eq!(groups, [8, 4, 4, 4, 12]);
            assert!(matches!(one.uid.as_bytes()[14], b'4'));
            assert!(matches!(one.uid.as_bytes()[19], b'8' | b'9' | b'a' | b'b'));
            assert_eq!((one.jupyter_token.len(), one.ssh_password.len()), (32, 12));
            assert_ne!(one.volumes[0], one.volumes[1]);
            assert!((30_000..32_768).contains(&one.ssh_port));
        }
    }
}
