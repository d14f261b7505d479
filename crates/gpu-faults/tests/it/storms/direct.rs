//! A storm in which people make every call themselves.

use std::sync::Arc;
use std::time::Duration;

use gpu_http::BoxFuture;
use tokio::sync::OnceCell;

use super::books::Page;
use super::caller::{Caller, Manner};
use super::process::Process;
use super::settle_up::settle_up;
use super::shop::{Rental, Shop};
use super::storm::{Renting, Storm};

/// People who make every call themselves.
pub(super) struct Direct<S: Shop> {
    storm: Arc<Storm<S>>,
    manner: Manner,
}

impl<S: Shop> Renting for Direct<S> {
    type Shop = S;
    type How = Manner;

    const LEASES: bool = false;

    fn new(storm: Storm<S>, manner: Manner) -> Self {
        Self { storm: Arc::new(storm), manner }
    }

    fn storm(&self) -> &Storm<S> {
        &self.storm
    }

    async fn run(self: &Arc<Self>, process: &Arc<Process>) {
        let caller = self.caller(process);
        let mut work: Vec<BoxFuture<'static, ()>> = Vec::new();
        if process.number > 0 {
            for intent in self.storm.books.open_intents() {
                work.push(Box::pin(Arc::clone(&caller).resume(Rental::resumed::<S>(intent))));
            }
            return self.storm.finish(work, process).await;
        }
        // The first machine is ordered by two at the same time, as by a program that was started twice.
        // Only where the vendor promises to keep names apart.
        let dice = self.storm.schedule.dice.of("twin", 0);
        let has_twin = S::KEEPS_NAMES_APART && dice.happens(10);
        for intent in 0..self.storm.schedule.machines {
            // With a twin about, nobody is sure.
            let sure = intent > 0 || !has_twin;
            let rental = Rental { sure, ..Rental::new::<S>(intent) };
            work.push(Box::pin(Arc::clone(&caller).rent(rental, true)));
        }
        if has_twin {
            self.storm.books.open().page(0).loose = true;
            work.push(Box::pin(caller.rent(Rental::resumed::<S>(0), false)));
        }
        self.storm.finish(work, process).await;
    }

    fn rest(&self) -> Duration {
        self.storm.ends_in + Duration::from_secs(1)
    }

    async fn settle_up(self: &Arc<Self>, process: &Arc<Process>) {
        let work = settle_up(self.caller(process));
        self.storm.finish(vec![Box::pin(work)], process).await;
    }

    /// No more was sent than was told.
    fn judge_end(&self) {
        let ledger = self.storm.sky.emulator.ledger();
        let sent =
            |most: fn(&Page) -> u64| self.storm.books.open().pages.values().map(most).sum::<u64>();
        for ((method, route), most) in
            [(S::CREATE, sent(|page| page.creates)), (S::RELEASE, sent(|page| page.releases))]
        {
            let seen = ledger.requests_to(method, route).seen;
            if seen > most {
                let told = format!("{seen} requests {method} arrived where {most} can be");
                self.storm.books.broke(told);
            }
        }
    }
}

impl<S: Shop> Direct<S> {
    fn caller(&self, process: &Arc<Process>) -> Arc<Caller<S>> {
        let (storm, process) = (Arc::clone(&self.storm), Arc::clone(process));
        Arc::new(Caller { storm, manner: self.manner, process, client: OnceCell::new() })
    }
}
