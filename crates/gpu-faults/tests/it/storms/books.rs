//! What callers have written down, and beside it what the judge knows: every promise that was broken.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::{Mutex, MutexGuard, PoisonError};
use std::time::Duration;

use super::shop::Act;
use crate::time::Time;

/// What survives a program: the names of the machines that it may have to pay for. And the judge's
/// notes, which no caller reads.
pub(super) struct Books {
    ledger: Mutex<Ledger>,
    /// The time of the story.
    time: Time,
}

#[derive(Debug, Default)]
pub(super) struct Ledger {
    /// By the number of the intention.
    pub(super) pages: BTreeMap<u64, Page>,
    /// Names of machines that are believed to be gone for ever, or never to have been made.
    pub(super) gone: BTreeSet<String>,
    /// Promises that were broken.
    pub(super) broken: Vec<String>,
    /// What happened, line by line.
    pub(super) story: Vec<String>,
    /// All that was shown.
    pub(super) shown: String,
    /// Requests that ran into a fault.
    pub(super) faults: BTreeSet<u64>,
    /// How many steps were broken off.
    pub(super) cuts: u64,
    /// How many programs died.
    pub(super) deaths: u64,
    /// Machines whose end was accepted: when they are gone for certain, and their ids.
    pub(super) ending: Vec<(Duration, Vec<String>)>,
}

/// One intention to have one machine.
#[derive(Debug, Default)]
pub(super) struct Page {
    /// Whether it was struck off: there is nothing to pay for and never will be. Or it was forgotten,
    /// as no careful caller does.
    pub(super) closed: bool,
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
    /// The page of an intention, which is written down if it was not.
    pub(super) fn page(&mut self, intent: u64) -> &mut Page {
        self.pages.entry(intent).or_default()
    }
}

impl Books {
    pub(super) fn new(time: Time) -> Self {
        Self { ledger: Mutex::default(), time }
    }

    pub(super) fn open(&self) -> MutexGuard<'_, Ledger> {
        self.ledger.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Adds a line to the story.
    pub(super) fn tell(&self, line: &str) {
        let at = self.time.elapsed().as_secs_f64();
        let mut ledger = self.open();
        ledger.shown += line;
        ledger.story.push(format!("{at:8.1} s  {line}"));
    }

    /// The intentions that may have to be paid for.
    pub(super) fn open_intents(&self) -> Vec<u64> {
        let ledger = self.open();
        let open = ledger.pages.iter().filter(|(_, page)| !page.closed);
        open.map(|(intent, _)| *intent).collect()
    }

    pub(super) fn broke(&self, promise: String) {
        let mut ledger = self.open();
        ledger.story.push(format!("!! {promise}"));
        ledger.broken.push(promise);
    }
}
