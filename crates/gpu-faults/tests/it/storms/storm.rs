//! One storm from the first order to the last reckoning, whoever rents in it.

use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};
use std::time::Duration;

use gpu_emulator::Machine;
use gpu_http::{BoxFuture, Random, RetryPolicy};
use tokio::task::JoinHandle;

use super::books::Books;
use super::process::{Mortal, Process};
use super::schedule::Schedule;
use super::shop::{CANARY, Opened, Settings, Shop};
use super::sky::{Sky, lives};
use crate::secrecy::leak;
use crate::time::Time;

/// Who rents in a storm.
pub(super) trait Renting: Sized + Send + Sync + 'static {
    type Shop: Shop;
    /// How they go about it.
    type How: Copy;

    /// Whether they rent through leases.
    const LEASES: bool;

    fn new(storm: Storm<Self::Shop>, how: Self::How) -> Self;

    fn storm(&self) -> &Storm<Self::Shop>;

    /// One run of the program in the storm, until it ends or dies.
    fn run(self: &Arc<Self>, process: &Arc<Process>) -> impl Future<Output = ()>;

    /// After how long, when the storm is over, all has come that is on its way.
    fn rest(&self) -> Duration;

    /// In good weather: gives back whatever is left.
    fn settle_up(self: &Arc<Self>, process: &Arc<Process>) -> impl Future<Output = ()>;

    /// What must be so in the end, besides what must be for all.
    fn judge_end(&self) {}
}

/// What became of one storm, or of many.
#[derive(Debug, Default)]
pub(super) struct Outcome {
    pub(super) broken: Vec<String>,
    /// What happened, if a promise was broken.
    pub(super) story: Vec<String>,
    pub(super) faults: usize,
    pub(super) cuts: u64,
    pub(super) deaths: u64,
    pub(super) machines: usize,
    pub(super) requests: u64,
}

/// A storm under way.
pub(super) struct Storm<S: Shop> {
    pub(super) sky: Arc<Sky<S::Service>>,
    pub(super) schedule: Arc<Schedule>,
    pub(super) books: Arc<Books>,
    /// How long a new machine takes to run.
    pub(super) starts_in: Duration,
    /// More than a machine takes to end.
    pub(super) ends_in: Duration,
    /// Whether what the service accepts happens.
    keeps_its_word: bool,
    /// Whether a machine of a released name can come up again.
    frees_names: bool,
    /// Whether clients have to ask to be let in.
    pub(super) logs_in: bool,
}

/// Rents, weathers the storm and settles up.
pub(super) async fn play<R: Renting>(renting: &Arc<R>) {
    let (storm, mut number) = (renting.storm(), 0);
    loop {
        let process = Arc::new(Process::new(number, storm.schedule.death(number)));
        renting.run(&process).await;
        number += 1;
        if !process.is_dead() {
            break;
        }
        storm.books.tell(&format!("program {} dies", process.number));
        storm.books.open().deaths += 1;
    }
    storm.sky.end_storm().await;
    storm.sky.wait(renting.rest()).await;
    storm.judge_beliefs();
    renting.settle_up(&Arc::new(Process::after_the_storm(number))).await;
    storm.judge_end();
    renting.judge_end();
}

impl<S: Shop> Storm<S> {
    pub(super) async fn new(schedule: Schedule, leased: bool) -> Self {
        let (dice, schedule) = (schedule.dice.of("vendor", 0), Arc::new(schedule));
        let seconds = |what, choices| Duration::from_secs(*dice.of(what, 0).pick(choices));
        let starts_in = seconds("starts", &[0, 0, 0, 0, 0, 0, 3, 40]);
        let ends_in = seconds("ends", &[0, 0, 0, 0, 0, 1, 25]);
        let opened = S::open(dice, (starts_in, ends_in), leased).await;
        let Opened { emulator, keeps_its_word, frees_names, logs_in } = opened;
        let time = Time::default();
        let books = Arc::new(Books::new(time.clone()));
        let sky = Arc::new(Sky::new(emulator, &schedule, &books, time).await);
        Self { sky, schedule, books, starts_in, ends_in, keeps_its_word, frees_names, logs_in }
    }

    /// What the client of a program is made with.
    pub(super) fn settings(&self, process: &Process) -> Settings {
        let (dice, throws) = (self.schedule.dice.of("client", process.number), AtomicU64::new(0));
        let random = Random::from_fn(move || {
            dice.of("throw", throws.fetch_add(1, Ordering::Relaxed)).number()
        });
        Settings {
            logs_in: self.logs_in,
            url: self.sky.faulty_url(),
            of_client: gpu_http::Settings::new()
                .no_proxy()
                .clock(self.sky.time.clock())
                .random(random)
                .retry(RetryPolicy::new().with_max_attempts(self.schedule.attempts))
                .max_body(64 * 1024),
        }
    }

    /// Lets work run until it has ended or its program has died, and clears away what is left of it.
    pub(super) async fn finish(&self, work: Vec<BoxFuture<'static, ()>>, process: &Arc<Process>) {
        let start = |work| {
            let (process, sky) = (Arc::clone(process), Arc::clone(&self.sky));
            tokio::spawn(Mortal { work, process, sky })
        };
        let work: Vec<_> = work.into_iter().map(start).collect();
        let over = || process.is_dead() || work.iter().all(JoinHandle::is_finished);
        if self.sky.until(over).await.is_err() {
            self.books.broke("nothing moves any more".to_owned());
        }
        for one in work {
            one.abort();
            if one.await.is_err_and(|error| error.is_panic()) {
                self.books.broke("a panic, see above".to_owned());
            }
        }
    }

    pub(super) fn living(&self, which: impl Fn(&Machine) -> bool) -> Vec<Machine> {
        let machines = self.sky.machines().into_iter();
        machines.filter(|one| lives(one) && which(one)).collect()
    }

    /// What is believed about what nobody has looked at since.
    fn judge_beliefs(&self) {
        let now = self.sky.time.elapsed();
        let (gone, ending) = {
            let ledger = self.books.open();
            (ledger.gone.clone(), ledger.ending.clone())
        };
        for one in self.living(|_| true) {
            if gone.contains(&one.key) {
                self.books.broke(format!("believed to be gone: {one:?}"));
            }
            let ends =
                |(gone, ids): &(Duration, Vec<String>)| *gone <= now && ids.contains(&one.id);
            if self.keeps_its_word && ending.iter().any(ends) {
                self.books.broke(format!("its release was accepted: {one:?}"));
            }
        }
    }

    /// In the end nothing is left, nothing was made twice, and nobody touched what others have.
    fn judge_end(&self) {
        let left = self.living(|one| !one.foreign);
        if !left.is_empty() {
            self.books.broke(format!("left over: {left:?}"));
        }
        let machines = self.sky.machines();
        for (at, one) in machines.iter().enumerate() {
            if one.foreign && (one.touched > 0 || !lives(one)) {
                self.books.broke(format!("of others: {one:?}"));
            }
            let is_known = machines[..at].iter().any(|other| other.key == one.key);
            if is_known && !one.foreign && !self.frees_names {
                self.books.broke(format!("two machines of one name: {one:?}"));
            }
        }
    }

    /// All that came of it, secrets looked for.
    pub(super) fn outcome(&self, traces: &str) -> Outcome {
        let machines = self.sky.machines();
        let mut secrets = S::secrets(machines.len());
        secrets.push(CANARY.to_owned());
        let mut ledger = self.books.open();
        if let Some(secret) = leak(&(std::mem::take(&mut ledger.shown) + traces), &secrets) {
            ledger.broken.push(format!("{secret} was shown"));
        }
        Outcome {
            faults: ledger.faults.len(),
            cuts: ledger.cuts,
            deaths: ledger.deaths,
            machines: machines.iter().filter(|one| !one.foreign).count(),
            requests: self.sky.proxy.counts().requests,
            broken: std::mem::take(&mut ledger.broken),
            story: std::mem::take(&mut ledger.story),
        }
    }
}
