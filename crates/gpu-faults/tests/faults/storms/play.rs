//! One storm from the first order to the last reckoning.

use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};
use std::time::Duration;

use gpu_http::{BoxFuture, Random, RetryPolicy};
use tokio::task::JoinHandle;

use super::books::{Books, Ledger, Page};
use super::caller::{Caller, Manner, Rental};
use super::process::{Mortal, Process};
use super::schedule::{Event, Schedule};
use super::settle_up::settle_up;
use super::shop::{CANARY, Opened, Settings, Shop};
use super::sky::{Sky, lives};
use crate::secrecy::{Traces, leak};

/// How long a storm may last by the real clock before it is said to hang.
const PATIENCE: Duration = Duration::from_secs(30);

/// What became of a storm.
#[derive(Debug, Default)]
pub(super) struct Outcome {
    pub(super) broken: Vec<String>,
    pub(super) story: Vec<String>,
    /// What really happened of all that was drawn.
    pub(super) events: Vec<Event>,
    pub(super) machines: usize,
    pub(super) requests: u64,
    pub(super) steps: u64,
}

/// Rents, weathers the storm and settles up.
pub(super) async fn play<S: Shop>(
    schedule: &Arc<Schedule>,
    manner: Manner,
    traces: &Traces,
) -> Outcome {
    traces.take();
    let opened = S::open(schedule.dice.of("vendor", 0)).await;
    let storm = Storm::<S>::new(opened, Arc::clone(schedule), manner).await;
    let played = tokio::time::timeout(PATIENCE, storm.play()).await;
    if played.is_err() {
        storm.books.broke(format!("it took more than {PATIENCE:?}"));
    }
    storm.outcome(&traces.take())
}

struct Storm<S: Shop> {
    sky: Arc<Sky<S::Service>>,
    schedule: Arc<Schedule>,
    books: Arc<Books>,
    manner: Manner,
    starts_in: Duration,
    ends_in: Duration,
    keeps_its_word: bool,
    frees_names: bool,
}

impl<S: Shop> Storm<S> {
    async fn new(opened: Opened<S::Service>, schedule: Arc<Schedule>, manner: Manner) -> Self {
        Self {
            sky: Arc::new(Sky::new(opened.emulator, &schedule).await),
            schedule,
            books: Arc::default(),
            manner,
            starts_in: opened.starts_in,
            ends_in: opened.ends_in,
            keeps_its_word: opened.keeps_its_word,
            frees_names: opened.frees_names,
        }
    }

    async fn play(&self) {
        let mut number = 0;
        while self.run_program(number).await {
            number += 1;
        }
        self.books.open().stormy_requests = self.sky.proxy.counts().requests;
        self.sky.end_storm().await;
        self.sky.wait(self.ends_in + Duration::from_secs(1)).await;
        self.judge_beliefs();
        self.settle_up(number + 1).await;
        self.judge_end();
    }

    /// Runs the caller's program once; whether it died.
    async fn run_program(&self, number: u64) -> bool {
        let process = Arc::new(Process::new(number, self.schedule.death(number)));
        let caller = self.caller(&process, true);
        let intents = match number {
            0 => (0..self.schedule.machines).collect(),
            _ => self.books.open_intents(),
        };
        let mut rentals: Vec<_> = intents
            .into_iter()
            .map(|intent| self.start(self.rental(&caller, intent), &process))
            .collect();
        if number == 0 && self.has_twin() {
            self.books.open().page(0).loose = true;
            let twin = Rental::resumed::<S>(0);
            let work = Arc::clone(&caller).rent_twice(twin);
            rentals.push(self.start(Box::pin(work), &process));
        }
        drop(caller);
        self.finish(rentals, &process).await;
        if process.is_dead() {
            self.books.tell(format!("program {number} dies"));
            self.books.open().deaths.push(number);
        }
        process.is_dead()
    }

    fn rental(&self, caller: &Arc<Caller<S>>, intent: u64) -> BoxFuture<'static, ()> {
        let caller = Arc::clone(caller);
        let resumed = Rental::resumed::<S>(intent);
        match caller.process.number {
            // With a twin about, nobody is sure.
            0 if intent == 0 && self.has_twin() => Box::pin(caller.rent(resumed)),
            0 => Box::pin(caller.rent(Rental::new::<S>(intent))),
            _ => Box::pin(caller.resume(resumed)),
        }
    }

    /// Whether the first machine is ordered by two at the same time, as by a program that was
    /// started twice. Only where the vendor promises to keep names apart.
    fn has_twin(&self) -> bool {
        S::KEEPS_NAMES_APART && self.schedule.dice.of("twin", 0).happens(10)
    }

    fn start(&self, work: BoxFuture<'static, ()>, process: &Arc<Process>) -> JoinHandle<()> {
        tokio::spawn(Mortal {
            work,
            process: Arc::clone(process),
            sky: Arc::clone(&self.sky),
        })
    }

    /// Lets a program run until it has ended or died, and clears away what it was doing.
    async fn finish(&self, work: Vec<JoinHandle<()>>, process: &Process) {
        let over = || process.is_dead() || work.iter().all(JoinHandle::is_finished);
        if self.sky.until(over).await.is_err() {
            self.books.broke("nothing moves any more".to_owned());
        }
        for one in work {
            one.abort();
            if let Err(error) = one.await
                && error.is_panic()
            {
                let panic = error.into_panic();
                let text = panic.downcast_ref::<String>().cloned();
                let text = text.or(panic.downcast_ref::<&str>().map(ToString::to_string));
                self.books.broke(format!("a panic: {text:?}"));
            }
        }
    }

    fn caller(&self, process: &Arc<Process>, stormy: bool) -> Arc<Caller<S>> {
        let dice = self.schedule.dice.of("client", process.number);
        let throws = AtomicU64::new(0);
        let random = Random::from_fn(move || {
            let number = throws.fetch_add(1, Ordering::Relaxed);
            dice.of("throw", number).number()
        });
        Arc::new(Caller {
            client: S::client(Settings {
                url: self.sky.faulty_url(),
                clock: self.sky.time.clock(),
                random,
                retry: RetryPolicy::new().with_max_attempts(self.schedule.attempts),
            }),
            sky: Arc::clone(&self.sky),
            schedule: Arc::clone(&self.schedule),
            books: Arc::clone(&self.books),
            process: Arc::clone(process),
            manner: self.manner,
            starts_in: self.starts_in,
            ends_in: self.ends_in,
            stormy,
        })
    }

    /// In good weather: gives back whatever is left.
    async fn settle_up(&self, number: u64) {
        let process = Arc::new(Process::new(number, None));
        let caller = self.caller(&process, false);
        let work = vec![self.start(Box::pin(settle_up(caller)), &process)];
        self.finish(work, &process).await;
    }

    /// What callers believe about what they have not looked at since.
    fn judge_beliefs(&self) {
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
                self.books
                    .broke(format!("its release was accepted: {one:?}"));
            }
        }
    }

    fn judge_end(&self) {
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
        let may_have_been_sent = [
            (S::CREATE, sent(|page| page.creates)),
            (S::RELEASE, sent(|page| page.releases)),
        ];
        for ((method, route), most) in may_have_been_sent {
            let seen = ledger.requests_to(method, route).seen;
            if seen > most {
                let told = format!("{seen} requests {method} arrived where {most} can be");
                self.books.broke(told);
            }
        }
        self.books.open().pages = pages;
    }

    fn outcome(&self, traces: &str) -> Outcome {
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
