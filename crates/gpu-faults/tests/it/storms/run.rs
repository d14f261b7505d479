//! Plays very many storms, and says what came of them.

use std::panic::{AssertUnwindSafe, catch_unwind};
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, Mutex, PoisonError};
use std::time::{Duration, Instant};

use tracing_subscriber::filter::LevelFilter;

use super::caller::Manner;
use super::direct::Direct;
use super::lease::{HOLD, Leased, QUARANTINE};
use super::schedule::{Schedule, trap};
use super::shop::Shop;
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

/// Plays a storm.
type Play = fn(&Schedule, &Traces) -> Outcome;

/// Plays this vendor's share of the storms, or the one that is asked for; prints what they amounted to; fails
/// with the story of a storm in which a promise was broken.
pub(super) fn assert_weathered(name: &str, play: Play, parts: u64) {
    // Each vendor takes all processors there are.
    static TURN: Mutex<()> = Mutex::new(());
    let _turn = TURN.lock().unwrap_or_else(PoisonError::into_inner);
    let (first, count) = match number("GPU_STORM_SEED") {
        Some(seed) => (seed, 1),
        None => (0, number("GPU_STORM_SCHEDULES").unwrap_or(SCHEDULES).div_ceil(parts)),
    };
    let (began, broken) = (Instant::now(), AtomicBool::new(false));
    let count = usize::try_from(count).expect("a number of storms");
    // The clients' own events; the matrix listens to what is below them.
    let outcomes = each(count, LevelFilter::DEBUG, |index, traces| {
        // The first storm in which a promise is broken is the last that is begun.
        let begins = !broken.load(Ordering::Relaxed);
        let schedule = begins.then(|| Schedule::new(first + index as u64))?;
        let mut outcome = play(&schedule, traces);
        if count == 1 {
            show(&told(name, &schedule, &outcome));
        } else if outcome.broken.is_empty() {
            outcome.story.clear();
        } else {
            broken.store(true, Ordering::Relaxed);
        }
        Some((schedule, outcome))
    });
    let outcomes: Vec<_> = outcomes.into_iter().flatten().collect();
    let mut all = Outcome::default();
    for (_, one) in &outcomes {
        all.faults += one.faults;
        all.cuts += one.cuts;
        all.deaths += one.deaths;
        all.machines += one.machines;
        all.requests += one.requests;
    }
    show(&format!(
        "{name}: {} storms: {} requests, {} faults, {} steps broken off, {} programs died, {} machines \
         created; {:.1?} each",
        outcomes.len(),
        all.requests,
        all.faults,
        all.cuts,
        all.deaths,
        all.machines,
        began.elapsed() / u32::try_from(count.max(1)).unwrap_or(u32::MAX)
    ));
    if let Some((schedule, outcome)) = outcomes.iter().find(|(_, one)| !one.broken.is_empty()) {
        panic!("{}", told(name, schedule, outcome));
    }
    assert!(!trap().was_visited(), "a redirect was followed");
}

/// A storm and what came of it, in words.
fn told(name: &str, schedule: &Schedule, outcome: &Outcome) -> String {
    let (seed, broken) = (schedule.seed, &outcome.broken);
    let (story, promises) = (outcome.story.join("\n  "), broken.join("\n  "));
    format!(
        "{name}: {schedule}\nGPU_STORM_SEED={seed} plays it again\n\nwhat happens:\n  {story}\n\n\
         {} promises were broken:\n  {promises}",
        broken.len()
    )
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
