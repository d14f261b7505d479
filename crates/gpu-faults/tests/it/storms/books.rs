//! What callers have written down, and beside it what the judge knows: every promise that was broken.

use std::collections::BTreeMap;
use std::sync::{Mutex, MutexGuard, PoisonError};
use std::time::Duration;

use super::shop::Act;

/// What survives a program: the names of the machines that it may have to pay for. And the judge's
/// notes, which no caller reads.
#[derive(Debug, Default)]
pub(super) struct Books(Mutex<Ledger>);

#[derive(Debug, Default)]
pub(super) struct Ledger {
    /// By the number of the intention.
    pub(super) pages: BTreeMap<u64, Page>,
    /// Promises that were broken.
    pub(super) broken: Vec<String>,
    /// What happened, line by line.
    pub(super) story: Vec<String>,
    /// All that was shown.
    pub(super) shown: String,
    /// Steps that were broken off, by rental and step.
    pub(super) cuts: Vec<(u64, u64)>,
    /// Programs that died.
    pub(super) deaths: Vec<u64>,
    /// How many requests the storm could strike.
    pub(super) stormy_requests: u64,
    /// Machines whose end was accepted: when they are gone for certain, and their ids.
    pub(super) ending: Vec<(Duration, Vec<String>)>,
}

/// One intention to have one machine.
#[derive(Debug, Default)]
pub(super) struct Page {
    /// The caller has struck it off: there is nothing to pay for and never will be.
    pub(super) struck_off: bool,
    /// The caller has forgotten it. No careful one does.
    pub(super) forgotten: bool,
    /// Steps made so far by all programs.
    pub(super) steps: u64,
    /// Whether a create may still be on its way: its fate is not known.
    pub(super) loose: bool,
    /// How many creates the service can have seen at the most.
    pub(super) creates: u64,
    /// The same of releases.
    pub(super) releases: u64,
}

impl Page {
    /// How many requests of such an act the service can have seen.
    pub(super) fn sent(&mut self, act: Act) -> Option<&mut u64> {
        match act {
            Act::Create | Act::FindOrCreate => Some(&mut self.creates),
            Act::Release => Some(&mut self.releases),
            _ => None,
        }
    }
}

impl Ledger {
    pub(super) fn page(&mut self, intent: u64) -> &mut Page {
        self.pages.entry(intent).or_default()
    }
}

impl Books {
    pub(super) fn open(&self) -> MutexGuard<'_, Ledger> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Writes an intention down, before anything is sent.
    pub(super) fn intend(&self, intent: u64) {
        self.open().page(intent);
    }

    /// Nothing is to be paid for it any more.
    pub(super) fn strike_off(&self, intent: u64) {
        self.open().page(intent).struck_off = true;
    }

    pub(super) fn forget(&self, intent: u64) {
        self.open().page(intent).forgotten = true;
    }

    /// All intentions that were ever written down.
    pub(super) fn intents(&self) -> Vec<u64> {
        self.open().pages.keys().copied().collect()
    }

    /// The intentions that may have to be paid for.
    pub(super) fn open_intents(&self) -> Vec<u64> {
        let open = |(intent, page): (&u64, &Page)| {
            (!page.struck_off && !page.forgotten).then_some(*intent)
        };
        self.open().pages.iter().filter_map(open).collect()
    }

    pub(super) fn broke(&self, promise: String) {
        let mut ledger = self.open();
        ledger.story.push(format!("!! {promise}"));
        ledger.broken.push(promise);
    }

    pub(super) fn tell(&self, line: String) {
        self.open().story.push(line);
    }
}
