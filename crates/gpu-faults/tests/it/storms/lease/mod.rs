//! Storms with callers that rent through `gpu-lease`: killed at random points with the journal kept, then
//! swept by a successor. In the end nothing bills, nobody else's machine was touched, and nothing that was
//! said was a lie.

mod program;
mod rentals;

use std::sync::Arc;
use std::time::Duration;

use gpu_emulator::Lapses;
use gpu_http::BoxFuture;
use gpu_lease::Leases;
use gpu_lease_support::Folder;

pub(super) use self::program::Leased;
use self::program::Renter;
use super::dice::Dice;
use super::process::Process;
use super::shop::Shop;
use super::storm::{Renting, Storm};

/// How long a request is held up at the most: with what a service takes to act on a create, less than a
/// quarantine. What comes later, a lease does not promise to find.
pub(super) const HOLD: Duration = Duration::from_secs(240);

/// How long a create of unknown fate is looked for.
pub(super) const QUARANTINE: Duration = Duration::from_secs(10 * 60);

/// Machines of others, some of which look like ours.
const FOREIGN: [&str; 3] = ["production", "storm_production", "storm_0123456789abcdefghj"];

/// As many sweeps as the longest way takes: a quarantine, then a machine that comes late and whose release
/// is forgotten.
const SWEEPS: u32 = 12;

/// Lapses for one storm.
fn lapses(dice: Dice) -> Lapses {
    let seconds = |what, choices| Duration::from_secs(*dice.of(what, 0).pick(choices));
    let mut lapses = Lapses::default();
    lapses.late_creates = seconds("late creates", &[0, 0, 0, 4, 20, 200]);
    lapses.get_lags = seconds("get lags", &[0, 0, 0, 1, 10]);
    lapses.list_lags = seconds("list lags", &[0, 0, 0, 1, 10]);
    lapses.forgotten_releases = *dice.of("forgotten", 0).pick(&[0, 0, 1, 3]);
    lapses
}

impl<S: Shop> Renting for Leased<S> {
    type Shop = S;
    /// For how long a create of unknown fate is looked for.
    type How = Duration;

    const LEASES: bool = true;

    fn new(storm: Storm<S>, quarantine: Duration) -> Self {
        for key in FOREIGN {
            storm.sky.emulator.add_foreign(key);
        }
        let lapses = lapses(storm.schedule.dice.of("lapses", 0));
        storm.sky.emulator.change(|behaviour| *behaviour.as_mut() = lapses);
        Self { storm, quarantine, journal: Folder::new() }
    }

    fn storm(&self) -> &Storm<S> {
        &self.storm
    }

    async fn run(self: &Arc<Self>, process: &Arc<Process>) {
        let client = self.client(process).await;
        let Some(leases) = self.open(&self.journal, process) else { return };
        let mut work: Vec<BoxFuture<'static, ()>> = Vec::new();
        if process.number > 0 {
            let (this, leases) = (Arc::clone(self), leases.clone());
            work.push(Box::pin(this.succeed(leases, client.clone(), process.number)));
        }
        for rental in 0..self.storm.schedule.machines {
            let (this, leases) = (Arc::clone(self), leases.clone());
            work.push(Box::pin(this.rent(leases, client.clone(), process.number, rental)));
        }
        self.storm.finish(work, process).await;
        self.end(leases, process).await;
    }

    /// Until every late create has come and every limit of a machine that was left to a watch is over.
    fn rest(&self) -> Duration {
        Duration::from_secs(400)
    }

    /// Sweeps until the journal is empty, or by the prefix if it is lost.
    async fn settle_up(self: &Arc<Self>, process: &Arc<Process>) {
        let lost = self.storm.schedule.dice.of("lost", 0).happens(20);
        let other = Folder::new();
        let folder = if lost { &other } else { &self.journal };
        let client = self.client(process).await;
        let Some(leases) = self.open(folder, process) else { return };
        for _ in 0..SWEEPS {
            let (this, leases_, client) = (Arc::clone(self), leases.clone(), client.clone());
            let work = this.sweep_once(leases_, client, lost);
            self.storm.finish(vec![Box::pin(work)], process).await;
            if leases.entries().expect("a journal").is_empty() {
                break;
            }
            self.storm.sky.wait(Duration::from_secs(5 * 60)).await;
        }
        let open = leases.entries().expect("a journal");
        if !open.is_empty() {
            self.storm.books.broke(format!("still in the journal: {open:?}"));
        }
        for part in ["open", "closed"].map(|part| folder.files(part)).concat() {
            self.storm.books.open().shown += &std::fs::read_to_string(part).expect("a file");
        }
        self.end(leases, process).await;
    }
}

impl<S: Shop> Leased<S> {
    async fn sweep_once(self: Arc<Self>, leases: Leases, client: Renter<S>, lost: bool) {
        let swept = match lost {
            true => leases.sweep_prefix(&client, "storm").await,
            false => leases.sweep(&client).await,
        };
        match swept {
            Ok(reports) => self.judge_reports(&reports),
            Err(error) => self.storm.books.broke(format!("a sweep in good weather: {error}")),
        }
    }
}
