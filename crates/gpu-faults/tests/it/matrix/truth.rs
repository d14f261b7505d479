//! What the emulator knows, to hold answers against. What is not so is an `Err` that says what is.

use std::collections::BTreeSet;
use std::fmt::Debug;
use std::time::Duration;

use gpu_emulator::{Cost, Machine, Vendor};
use gpu_http::{Confirmation, Error, Lookup, Machine as Rented, Release, Settled};

use super::call::{KEY, OLD};
use super::world::World;
use crate::told::{Claim, Told};

/// More than anything takes to end or to start.
const SOON: Duration = Duration::from_secs(8);

pub(crate) fn so(is_so: bool, instead: impl Debug) -> Result<(), String> {
    is_so.then_some(()).ok_or_else(|| format!("{instead:?}"))
}

impl<V: Vendor> World<V> {
    /// The machines with this key or display name, gone ones included.
    pub(crate) fn machines_of(&self, key: &str) -> Vec<Machine> {
        let mut machines = self.emulator.machines();
        machines.retain(|machine| machine.key == key);
        machines
    }

    /// The id of the machine with this key.
    pub(crate) fn id_of(&self, key: &str) -> String {
        self.machines_of(key).remove(0).id
    }

    /// The machines that are not gone.
    fn machines(&self) -> Vec<Machine> {
        let mut machines = self.emulator.machines();
        machines.retain(|machine| machine.cost != Cost::Nothing);
        machines
    }

    /// There is a machine with this id and key.
    pub(crate) fn has(&self, id: &str, key: &str) -> Result<(), String> {
        let machines = self.machines();
        let found = machines.iter().any(|one| one.id == id && one.key == key);
        so(found, machines)
    }

    /// This is the machine with this key, and it bills.
    pub(crate) fn runs(&self, told: &impl Rented, key: &str) -> Result<(), String> {
        self.has(&told.candidate().id, key)?;
        self.each(key, |one| one.cost == Cost::Machine)
    }

    /// These are all there are.
    pub(crate) fn are_all<'a, M: Rented + 'a>(
        &self,
        told: impl IntoIterator<Item = &'a M>,
    ) -> Result<(), String> {
        let machines = self.machines();
        let existing: BTreeSet<_> = machines.iter().map(|one| one.id.clone()).collect();
        let told: BTreeSet<_> = told.into_iter().map(|one| one.candidate().id).collect();
        so(told == existing, &machines)
    }

    /// There are so many.
    pub(crate) fn are(&self, count: Option<u64>) -> Result<(), String> {
        let machines = self.machines();
        so(count == Some(machines.len() as u64), machines)
    }

    /// The machine with this key is gone soon, without anything more being done.
    pub(crate) fn ends(&self, key: &str) -> Result<(), String> {
        self.soon(key, |cost| cost == Cost::Nothing)
    }

    /// The machine with this key soon costs what `costs` allows.
    pub(crate) fn soon(&self, key: &str, costs: impl Fn(Cost) -> bool) -> Result<(), String> {
        self.emulator.clock().advance(SOON);
        self.each(key, |one| costs(one.cost))
    }

    /// The service worked on such a request.
    pub(crate) fn did(&self, (method, route): (&str, &str)) -> Result<(), String> {
        let count = self.emulator.ledger().requests_to(method, route);
        so(count.processed > 0, count)
    }

    /// What a confirmation says of [`OLD`].
    pub(crate) fn confirms(&self, told: &Confirmation) -> Claim {
        let over = self.each(OLD, |one| one.cost == Cost::Nothing);
        match (&told.release, over) {
            (Release::Gone | Release::Ended(_), Ok(())) | (Release::StillThere(_), Err(_)) => {
                Claim::True
            }
            (Release::Gone | Release::Ended(_), Err(instead)) => Claim::False(instead),
            // What was seen last may be over since.
            _ => Claim::Open,
        }
    }

    /// What a confirmation of one machine, [`OLD`], told.
    pub(crate) fn confirmed(&self, told: Result<Confirmation, Error>) -> Told {
        Told::weigh(told, |told| self.confirms(told))
    }

    /// What a lookup of [`OLD`] told.
    pub(crate) fn found<M: Rented + Debug>(&self, told: Result<Lookup<Vec<M>>, Error>) -> Told {
        Told::weigh(told, |found| {
            let has = match found {
                Lookup::Found(found) => match found.as_slice() {
                    [only] => self.has(&only.candidate().id, OLD),
                    others => Err(format!("{} of this name", others.len())),
                },
                Lookup::Absent(evidence) => Err(format!("absent: {evidence}")),
                Lookup::Unreadable(_) | Lookup::Unknown(_) => return Claim::Open,
            };
            has.map_or_else(Claim::False, |()| Claim::True)
        })
    }

    /// What a wait for [`OLD`] and [`KEY`] told, which are all there are.
    pub(crate) fn all_run<M: Rented + Debug>(&self, settled: Vec<Settled<M>>) -> Told {
        let states: Result<Vec<_>, Error> = settled.into_iter().map(|one| one.result).collect();
        Told::new(states, |states| {
            self.are_all(states)?;
            self.each(KEY, |one| one.cost == Cost::Machine)
        })
    }

    fn each(&self, key: &str, is_so: impl Fn(&Machine) -> bool) -> Result<(), String> {
        let machines = self.machines_of(key);
        so(!machines.is_empty() && machines.iter().all(is_so), machines)
    }
}
