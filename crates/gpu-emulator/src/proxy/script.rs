//! Which request runs into what.

use std::collections::BTreeMap;
use std::fmt;

use super::fault::WireFault;

pub(super) type Plan = Box<dyn Fn(u64) -> Option<WireFault> + Send + Sync>;

/// The faults to come. A fault for one number goes before the plan for all.
#[derive(Default)]
pub(super) struct Script {
    /// Requests that had their turn.
    passed: u64,
    single: BTreeMap<u64, WireFault>,
    plan: Option<Plan>,
}

pub(super) enum Turn {
    /// The port refuses; nothing has been used up.
    Refused,
    /// Request `number` runs into this, or passes.
    Request(u64, Option<WireFault>),
}

impl Script {
    pub(super) fn on(&mut self, number: u64, fault: WireFault) {
        self.single.insert(number, fault);
    }

    pub(super) fn on_next(&mut self, fault: WireFault) {
        self.on(self.passed + 1, fault);
    }

    pub(super) fn plan(&mut self, plan: Option<Plan>) {
        self.plan = plan;
    }

    pub(super) fn clear(&mut self) {
        self.single.clear();
        self.plan = None;
    }

    pub(super) fn peek(&self) -> Option<WireFault> {
        let number = self.passed + 1;
        let single = self.single.get(&number).cloned();
        single.or_else(|| self.plan.as_ref().and_then(|plan| plan(number)))
    }

    pub(super) fn refuses(&self) -> bool {
        matches!(self.peek(), Some(WireFault::Refuse))
    }

    /// Gives the next request its turn.
    pub(super) fn take(&mut self) -> Turn {
        match self.peek() {
            Some(WireFault::Refuse) => Turn::Refused,
            fault => Turn::Request(self.skip(), fault),
        }
    }

    /// Uses up a number; returns it.
    pub(super) fn skip(&mut self) -> u64 {
        self.passed += 1;
        self.single.remove(&self.passed);
        self.passed
    }
}

impl fmt::Debug for Script {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Script")
            .field("passed", &self.passed)
            .field("single", &self.single)
            .finish_non_exhaustive()
    }
}
