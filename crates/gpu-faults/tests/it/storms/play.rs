//! One storm from the first order to the last reckoning.

use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};
use std::time::Duration;

use gpu_http::{BoxFuture, Random, RetryPolicy};
use tokio::task::JoinHandle;

use super::books::Books;
use super::caller::{Caller, Manner};
use super::process::{Mortal, Process};
use super::rental::Rental;
use super::schedule::{Event, Schedule};
use super::settle_up::settle_up;
use super::shop::{Opened, Settings, Shop};
use super::sky::Sky;
use crate::secrecy::Traces;

/// How long a storm may last by the real clock before it is said to hang.
pub(super) const PATIENCE: Duration = Duration::from_secs(30);

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
    let opened = S::open(schedule.opened()).await;
    let storm = Storm::<S>::new(opened, Arc::clone(schedule), manner).await;
    let played = tokio::time::timeout(PATIENCE, storm.play()).await;
    if played.is_err() {
        storm.books.broke(format!("it took more than {PATIENCE:?}"));
    }
    storm.outcome(&traces.take())
}

/// A storm under way.
pub(super) struct Storm<S: Shop> {
    pub(super) sky: Arc<Sky<S::Service>>,
    pub(super) schedule: Arc<Schedule>,
    pub(super) books: Arc<Books>,
    manner: Manner,
    starts_in: Duration,
    ends_in: Duration,
    pub(super) keeps_its_word: bool,
    pub(super) frees_names: bool,
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
        tokio::spawn(Mortal { work, process: Arc::clone(process), sky: Arc::clone(&self.sky) })
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
                opened: self.schedule.opened(),
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
}
