//! The last reckoning: what callers believe and what is left, held against the ledger.

use std::time::Duration;

use super::books::{Ledger, Page};
use super::play::{Outcome, Storm};
use super::schedule::Event;
use super::shop::{CANARY, Shop};
use super::sky::lives;
use crate::secrecy::leak;

impl<S: Shop> Storm<S> {
    /// What callers believe about what they have not looked at since.
    pub(super) fn judge_beliefs(&self) {
        let machines = self.sky.machines();
        let now = self.sky.time.elapsed();
        let (struck_off, ending) = {
            let ledger = self.books.open();
            let struck_off = ledger.pages.iter().filter(|(_, page)| page.struck_off);
            let names: Vec<_> = struck_off.map(|(intent, _)| S::name(*intent)).collect();
            (names, ledger.ending.clone())
        };
        for one in machines.iter().filter(|one| lives(one)) {
            if struck_off.contains(&one.key) {
                self.books.broke(format!("believed to be gone: {one:?}"));
            }
            let ends =
                |(gone, ids): &(Duration, Vec<String>)| *gone <= now && ids.contains(&one.id);
            if self.keeps_its_word && ending.iter().any(ends) {
                self.books.broke(format!("its release was accepted: {one:?}"));
            }
        }
    }

    /// In the end nothing is left, and no more was made or sent than was told.
    pub(super) fn judge_end(&self) {
        let ledger = self.sky.emulator.ledger();
        if !ledger.is_settled() {
            let left: Vec<_> = self.sky.machines().into_iter().filter(lives).collect();
            self.books.broke(format!("left over: {left:?}"));
        }
        let machines = self.sky.machines();
        let pages = std::mem::take(&mut self.books.open().pages);
        for intent in pages.keys() {
            let of_name = machines.iter().filter(|one| one.key == S::name(*intent));
            let made = of_name.count();
            if made > 1 && !self.frees_names {
                self.books.broke(format!("{made} machines of one name"));
            }
        }
        let sent = |most: fn(&Page) -> u64| pages.values().map(most).sum::<u64>();
        let may_have_been_sent =
            [(S::CREATE, sent(|page| page.creates)), (S::RELEASE, sent(|page| page.releases))];
        for ((method, route), most) in may_have_been_sent {
            let seen = ledger.requests_to(method, route).seen;
            if seen > most {
                let told = format!("{seen} requests {method} arrived where {most} can be");
                self.books.broke(told);
            }
        }
        self.books.open().pages = pages;
    }

    /// All that came of it, secrets looked for.
    pub(super) fn outcome(&self, traces: &str) -> Outcome {
        let mut secrets = S::secrets(self.sky.machines().len());
        secrets.push(CANARY.to_owned());
        let shown = std::mem::take(&mut self.books.open().shown) + traces;
        if let Some(secret) = leak(&shown, &secrets) {
            self.books.broke(format!("{secret} was shown"));
        }
        let mut ledger = self.books.open();
        Outcome {
            events: self.events(&ledger),
            machines: self.sky.machines().len(),
            requests: self.sky.proxy.counts().requests,
            steps: ledger.pages.values().map(|page| page.steps).sum(),
            broken: std::mem::take(&mut ledger.broken),
            story: std::mem::take(&mut ledger.story),
        }
    }

    /// What really happened of all that was drawn.
    fn events(&self, ledger: &Ledger) -> Vec<Event> {
        let requests = 1..=ledger.stormy_requests;
        let struck = requests.filter(|number| self.schedule.fault(*number).is_some());
        let cuts = ledger.cuts.iter();
        let cuts = cuts.map(|(rental, step)| Event::Cut(*rental, *step));
        let deaths = ledger.deaths.iter().copied().map(Event::Death);
        struck.map(Event::Fault).chain(cuts).chain(deaths).collect()
    }
}
