//! What the emulator knows, to hold answers against. What is not so is an `Err` that says what is.

use std::collections::BTreeSet;
use std::fmt::Debug;
use std::time::Duration;

use gpu_emulator::{Cost, Machine, Vendor};
use gpu_http::{Confirmation, Lookup, Release};

use super::World;
use crate::told::Claim;

/// More than anything takes to end or to start.
const SOON: Duration = Duration::from_secs(8);

fn so(is_so: bool, instead: impl Debug) -> Result<(), String> {
    is_so.then_some(()).ok_or_else(|| format!("{instead:?}"))
}

impl<V: Vendor> World<V> {
    /// The machines with this key or display name, gone ones included.
    pub(crate) fn machines_of(&self, key: &str) -> Vec<Machine> {
        let mut machines = self.emulator.machines();
        machines.retain(|machine| machine.key == key);
        machines
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

    /// There is one, and it bills.
    pub(crate) fn runs(&self, id: &str, key: &str) -> Result<(), String> {
        self.has(id, key)?;
        self.each(key, |one| one.cost == Cost::Machine)
    }

    /// These are the ids of all there are.
    pub(crate) fn are_all<'a>(&self, ids: impl IntoIterator<Item = &'a str>) -> Result<(), String> {
        let machines = self.machines();
        let existing: BTreeSet<_> = machines.iter().map(|one| one.id.as_str()).collect();
        so(ids.into_iter().collect::<BTreeSet<_>>() == existing, &machines)
    }

    /// There are so many.
    pub(crate) fn are(&self, count: Option<u64>) -> Result<(), String> {
        let machines = self.machines();
        so(count == Some(machines.len() as u64), machines)
    }

    /// The machine with this key is gone soon, without anything more being done.
    pub(crate) fn ends(&self, key: &str) -> Result<(), String> {
        self.emulator.clock().advance(SOON);
        self.each(key, |one| one.cost == Cost::Nothing)
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

    /// What a confirmation says of the machine with this key.
    pub(crate) fn confirms(&self, told: &Confirmation, key: &str) -> Claim {
        let over = self.each(key, |one| one.cost == Cost::Nothing);
        match (&told.release, over) {
            (Release::Gone | Release::Ended(_), Ok(())) | (Release::StillThere(_), Err(_)) => {
                Claim::True
            }
            (Release::Gone | Release::Ended(_), Err(instead)) => Claim::False(instead),
            // What was seen last may be over since.
            _ => Claim::Open,
        }
    }

    /// What a lookup says of the one machine of this key.
    pub(crate) fn finds<M: gpu_http::Machine>(&self, found: &Lookup<Vec<M>>, key: &str) -> Claim {
        let has = match found {
            Lookup::Found(found) => match found.as_slice() {
                [only] => self.has(&only.candidate().id, key),
                others => Err(format!("{} of this name", others.len())),
            },
            Lookup::Absent(evidence) => Err(format!("absent: {evidence}")),
            Lookup::Unreadable(_) | Lookup::Unknown(_) => return Claim::Open,
        };
        has.map_or_else(Claim::False, |()| Claim::True)
    }

    fn each(&self, key: &str, is_so: impl Fn(&Machine) -> bool) -> Result<(), String> {
        let machines = self.machines_of(key);
        so(!machines.is_empty() && machines.iter().all(is_so), machines)
    }
}
