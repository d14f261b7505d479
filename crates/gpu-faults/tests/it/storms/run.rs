//! Plays very many storms, and says what came of them.

use std::panic::{AssertUnwindSafe, catch_unwind};
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, Mutex, PoisonError};
use std::time::{Duration, Instant};

use tracing_subscriber::filter::LevelFilter;

use super::caller::Manner;
use super::direct::Direct;
use super::lease::{HOLD, Leased, QUARANTINE};
use super::schedule::{Event, Schedule, trap};
use super::shop::Shop;
use super::shrink::{self, Play};
use super::storm::{Outcome, Renting, Storm, play};
use crate::report::{number, show};
use crate::secrecy::Traces;
use crate::workers::{block_on, each};

/// How long a storm may last by the real clock before it is said to hang.
const PATIENCE: Duration = Duration::from_secs(30);

/// How many storms with leases all vendors weather together, unless `GPU_STORM_SCHEDULES` says otherwise.
const SCHEDULES: u64 = 600;

/// Into how many parts that number is divided for a vendor: without leases there are half as many storms.
pub(super) const WITH_LEASES: u64 = 3;
pub(super) const WITHOUT_LEASES: u64 = 6;

/// Plays this vendor's share of the storms; prints what they amounted to; fails with a storm in
/// which a promise was broken, reduced to what matters.
pub(super) fn assert_weathered(name: &str, play: Play, parts: u64) {
    // Each vendor takes all processors there are.
    static TURN: Mutex<()> = Mutex::new(());
    let _turn = TURN.lock().unwrap_or_else(PoisonError::into_inner);
    if let Some(seed) = number("GPU_STORM_SEED") {
        return assert_weathered_once(name, play, &Schedule::new(seed));
    }
    let schedules = number("GPU_STORM_SCHEDULES").unwrap_or(SCHEDULES);
    let storms = usize::try_from(schedules.div_ceil(parts)).expect("a number of storms");
    let (began, broken) = (Instant::now(), AtomicBool::new(false));
    // The clients' own events; the matrix listens to what is below them.
    let outcomes = each(storms, LevelFilter::DEBUG, |seed, traces| {
        // The first storm in which a promise is broken is the last that is begun.
        let begins = !broken.load(Ordering::Relaxed);
        let mut outcome = begins.then(|| play(&Schedule::new(seed as u64), traces))?;
        match outcome.broken.is_empty() {
            true => outcome.story.clear(),
            false => broken.store(true, Ordering::Relaxed),
        }
        Some((seed as u64, outcome))
    });
    let outcomes: Vec<_> = outcomes.into_iter().flatten().collect();
    let mut tally = Tally::default();
    outcomes.iter().for_each(|(_, outcome)| tally.add(outcome));
    show(&tally.line(name, began.elapsed()));
    if let Some((seed, outcome)) = outcomes.into_iter().find(|(_, one)| !one.broken.is_empty()) {
        panic!("{}", shrink::reduced(name, play, Schedule::new(seed), outcome));
    }
    assert!(!trap().was_visited(), "a redirect was followed");
}

/// Plays one storm and tells it.
fn assert_weathered_once(name: &str, play: Play, schedule: &Schedule) {
    let traces = Traces::default();
    let outcome = traces.listen(|| play(schedule, &traces));
    show(&shrink::in_full(name, schedule, &outcome));
    assert_eq!(outcome.broken, Vec::<String>::new(), "{name}");
}

/// A storm of careful people.
pub(super) fn careful<S: Shop>(schedule: &Schedule, traces: &Traces) -> Outcome {
    weather::<Direct<S>>(schedule, traces, Manner::Careful)
}

/// A storm of leases as they are.
pub(super) fn leased<S: Shop>(schedule: &Schedule, traces: &Traces) -> Outcome {
    weather::<Leased<S>>(&schedule.holding_at_most(HOLD), traces, QUARANTINE)
}

/// A storm in a runtime of its own.
pub(super) fn weather<R: Renting>(schedule: &Schedule, traces: &Traces, how: R::How) -> Outcome {
    let storm = async {
        traces.take();
        let storm = Storm::new(schedule.clone(), R::LEASES).await;
        let renting = Arc::new(R::new(storm, how));
        if tokio::time::timeout(PATIENCE, play(&renting)).await.is_err() {
            renting.storm().books.broke(format!("it took more than {PATIENCE:?}"));
        }
        renting.storm().outcome(&traces.take())
    };
    catch_unwind(AssertUnwindSafe(|| block_on(storm))).unwrap_or_else(|_| Outcome {
        broken: vec!["a panic, see above".to_owned()],
        ..Outcome::default()
    })
}

/// What all storms of a vendor amounted to.
#[derive(Default)]
struct Tally {
    storms: u64,
    faults: u64,
    cuts: u64,
    deaths: u64,
    machines: usize,
    requests: u64,
    steps: u64,
}

impl Tally {
    fn add(&mut self, outcome: &Outcome) {
        self.storms += 1;
        for event in &outcome.events {
            *match event {
                Event::Fault(_) => &mut self.faults,
                Event::Cut(..) => &mut self.cuts,
                Event::Death(_) => &mut self.deaths,
            } += 1;
        }
        self.machines += outcome.machines;
        self.requests += outcome.requests;
        self.steps += outcome.steps;
    }

    fn line(&self, vendor: &str, took: Duration) -> String {
        let each = took / u32::try_from(self.storms.max(1)).unwrap_or(u32::MAX);
        format!(
            "{vendor}: {} storms: {} steps, {} requests, {} faults, {} steps broken \
             off, {} programs died, {} machines created; {each:.1?} each",
            self.storms,
            self.steps,
            self.requests,
            self.faults,
            self.cuts,
            self.deaths,
            self.machines
        )
    }
}
