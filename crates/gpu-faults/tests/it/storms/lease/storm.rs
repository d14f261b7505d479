//! One storm of leases, from the first order to the last sweep.

use std::collections::HashSet;
use std::sync::{Arc, Mutex};
use std::time::Duration;

use gpu_http::BoxFuture;
use gpu_lease::Leases;
use gpu_lease_support::Folder;
use tokio::task::JoinHandle;

use super::super::books::Books;
use super::super::process::{Mortal, Process};
use super::super::schedule::Schedule;
use super::super::sky::Sky;
use super::program::Renter;
use super::vendors::{Leased, lapses};

/// Machines of others, some of which look like ours.
const FOREIGN: [&str; 3] = ["production", "storm_production", "storm_0123456789abcdefghj"];

/// As many sweeps as the longest way takes: a quarantine, then a machine that comes late and whose release
/// is forgotten.
const SWEEPS: u32 = 12;

pub(super) struct Storm<S: Leased> {
    pub(super) sky: Arc<Sky<S::Service>>,
    pub(super) schedule: Arc<Schedule>,
    pub(super) books: Books,
    /// Keys of which somebody was told that nothing is left.
    pub(super) gone: Mutex<HashSet<String>>,
    pub(super) quarantine: Duration,
    journal: Folder,
}

impl<S: Leased> Storm<S> {
    pub(super) async fn new(schedule: Arc<Schedule>, quarantine: Duration) -> Self {
        let opened = S::open(schedule.opened()).await;
        for key in FOREIGN {
            opened.emulator.add_foreign(key);
        }
        S::lapse(&opened.emulator, lapses(schedule.dice.of("lapses", 0)));
        Self {
            sky: Arc::new(Sky::new(opened.emulator, &schedule).await),
            schedule,
            books: Books::default(),
            gone: Mutex::default(),
            quarantine,
            journal: Folder::new(),
        }
    }

    pub(super) async fn play(self: Arc<Self>) {
        let mut number = 0;
        while self.run_program(number).await {
            number += 1;
        }
        self.books.open().stormy_requests = self.sky.proxy.counts().requests;
        self.sky.end_storm().await;
        // Until every late create has come and every limit of a machine that was left to a watch is over.
        self.sky.wait(Duration::from_secs(400)).await;
        self.judge_beliefs();
        self.sweep(number + 1).await;
        self.judge_end();
    }

    /// Runs the program once; whether it died.
    async fn run_program(self: &Arc<Self>, number: u64) -> bool {
        let process = Arc::new(Process::new(number, self.schedule.death(number)));
        let client = self.client(&process);
        if let Some(leases) = self.open(&self.journal, &process, true) {
            let machines = 0..self.schedule.machines;
            let mut work: Vec<BoxFuture<'static, ()>> = Vec::new();
            if number > 0 {
                let (this, leases) = (Arc::clone(self), leases.clone());
                work.push(Box::pin(this.succeed(leases, client.clone(), number)));
            }
            for rental in machines {
                let (this, leases) = (Arc::clone(self), leases.clone());
                work.push(Box::pin(this.rent(leases, client.clone(), number, rental)));
            }
            self.finish(work, &process).await;
            self.end(leases, &process).await;
        }
        if process.is_dead() {
            self.tell(&format!("program {number} dies"));
            self.books.open().deaths.push(number);
        }
        process.is_dead()
    }

    /// Lets work run until it has ended or its program has died, and clears away what is left of it.
    async fn finish(&self, work: Vec<BoxFuture<'static, ()>>, process: &Arc<Process>) {
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

    /// Ends the program: when the guard has given back what was dropped, or when it dies.
    async fn end(&self, leases: Leases, process: &Process) {
        let dropped = tokio::task::spawn_blocking(move || drop(leases));
        let over = || process.is_dead() || dropped.is_finished();
        while self.sky.until(over).await.is_err() {
            std::thread::yield_now(); // the drop is on its way, on another thread
        }
        self.sky.time.end_apart();
        self.sky.calm().await;
        dropped.await.expect("no panic");
    }

    /// In good weather: sweeps until the journal is empty, or by the prefix if it is lost.
    async fn sweep(self: &Arc<Self>, number: u64) {
        let process = Arc::new(Process::new(number, None));
        let lost = self.schedule.dice.of("lost", 0).happens(20);
        let other = Folder::new();
        let folder = if lost { &other } else { &self.journal };
        let client = self.client(&process);
        let Some(leases) = self.open(folder, &process, false) else { return };
        for _ in 0..SWEEPS {
            let (this, leases_, client) = (Arc::clone(self), leases.clone(), client.clone());
            let work = this.sweep_once(leases_, client, lost);
            self.finish(vec![Box::pin(work)], &process).await;
            if leases.entries().expect("a journal").is_empty() {
                break;
            }
            self.sky.wait(Duration::from_secs(5 * 60)).await;
        }
        let open = leases.entries().expect("a journal");
        if !open.is_empty() {
            self.books.broke(format!("still in the journal: {open:?}"));
        }
        for part in ["open", "closed"].map(|part| folder.files(part)).concat() {
            self.books.open().shown += &std::fs::read_to_string(part).expect("a file");
        }
        self.end(leases, &process).await;
    }

    async fn sweep_once(self: Arc<Self>, leases: Leases, client: Renter<S>, lost: bool) {
        let swept = match lost {
            true => leases.sweep_prefix(&client, "storm").await,
            false => leases.sweep(&client).await,
        };
        match swept {
            Ok(reports) => self.judge_reports(&reports),
            Err(error) => self.books.broke(format!("a sweep in good weather: {error}")),
        }
    }
}
