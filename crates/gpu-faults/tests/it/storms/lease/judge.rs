//! What leases say is held against the ledger, as it is said and at the end.

use gpu_emulator::Machine;
use gpu_lease::{EntryReport, Error};

use super::super::play::Outcome;
use super::super::schedule::Event;
use super::super::shop::CANARY;
use super::super::sky::lives;
use super::storm::Storm;
use super::vendors::Leased;
use crate::secrecy::leak;

impl<S: Leased> Storm<S> {
    pub(super) fn tell(&self, line: &str) {
        let at = self.sky.time.elapsed().as_secs_f64();
        let mut ledger = self.books.open();
        ledger.shown += line;
        ledger.story.push(format!("{at:8.1} s  {line}"));
    }

    /// Somebody was told that a machine of this key is gone, or was never made.
    pub(super) fn is_gone(&self, key: &str, by: &str) {
        self.tell(&format!("{key}: gone, by {by}"));
        let alive = self.alive(|one| one.key == key);
        if !alive.is_empty() {
            self.books.broke(format!("gone by {by}: {alive:?}"));
        }
        self.gone.lock().expect("no panic").insert(key.to_owned());
    }

    /// An error that does not say that money may be spent says that none is.
    pub(super) fn failed(&self, error: &Error) {
        self.tell(&format!("{error:?}"));
        if let Some(key) = error.key().filter(|_| !error.may_still_cost()) {
            self.is_gone(key, &format!("an error: {error}"));
        }
    }

    pub(super) fn judge_reports(&self, reports: &[EntryReport]) {
        for report in reports {
            self.tell(&format!("swept: {report}"));
            if report.outcome.is_over() {
                self.is_gone(&report.key, "a sweep");
            }
        }
    }

    fn alive(&self, which: impl Fn(&Machine) -> bool) -> Vec<Machine> {
        let machines = self.sky.machines().into_iter();
        machines.filter(|one| lives(one) && which(one)).collect()
    }

    /// Everything has arrived, and nobody has put anything right yet.
    pub(super) fn judge_beliefs(&self) {
        let gone = self.gone.lock().expect("no panic").clone();
        let alive = self.alive(|one| gone.contains(&one.key));
        if !alive.is_empty() {
            self.books.broke(format!("said to be gone: {alive:?}"));
        }
    }

    pub(super) fn judge_end(&self) {
        let left = self.alive(|one| !one.foreign);
        if !left.is_empty() {
            self.books.broke(format!("left over: {left:?}"));
        }
        let machines = self.sky.machines();
        let touched = machines.iter().filter(|one| one.foreign && (one.touched > 0 || !lives(one)));
        let touched: Vec<_> = touched.collect();
        if !touched.is_empty() {
            self.books.broke(format!("of others: {touched:?}"));
        }
        for (at, one) in machines.iter().enumerate().filter(|(_, one)| !one.foreign) {
            if machines[..at].iter().any(|other| other.key == one.key) {
                self.books.broke(format!("two machines of one key: {one:?}"));
            }
        }
    }

    /// All that came of it, secrets looked for.
    pub(super) fn outcome(&self, traces: &str) -> Outcome {
        let mut ledger = self.books.open();
        let shown = std::mem::take(&mut ledger.shown) + traces;
        let mut secrets = S::secrets(self.sky.machines().len());
        secrets.push(CANARY.to_owned());
        if let Some(secret) = leak(&shown, &secrets) {
            ledger.broken.push(format!("{secret} was shown"));
        }
        let struck = (1..=ledger.stormy_requests).filter(|one| self.schedule.fault(*one).is_some());
        let cuts = ledger.cuts.iter().map(|(rental, program)| Event::Cut(*rental, *program));
        let deaths = ledger.deaths.iter().copied().map(Event::Death);
        let events: Vec<_> = struck.map(Event::Fault).chain(cuts).chain(deaths).collect();
        Outcome {
            events,
            machines: self.sky.machines().iter().filter(|one| !one.foreign).count(),
            requests: self.sky.proxy.counts().requests,
            steps: ledger.story.len() as u64,
            broken: std::mem::take(&mut ledger.broken),
            story: std::mem::take(&mut ledger.story),
        }
    }
}
