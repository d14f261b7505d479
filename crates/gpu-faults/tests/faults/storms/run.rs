//! Plays very many storms, as many at a time as there are processors, and says what came of them.

use std::fmt::Write as _;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::sync::atomic::{AtomicBool, AtomicU64, Ordering};
use std::sync::{Arc, Mutex, PoisonError};
use std::thread;
use std::time::Instant;

use tracing_subscriber::filter::LevelFilter;

use super::caller::Manner;
use super::play::{Outcome, play};
use super::schedule::{Event, Schedule};
use super::shop::Shop;
use super::{shrink, trap};
use crate::report::show;
use crate::secrecy::Traces;

/// How many storms all vendors weather together, unless `GPU_STORM_SCHEDULES` says otherwise.
const SCHEDULES: u64 = 10_000;

/// Plays this vendor's share of the storms; prints what they amounted to; fails with the first
/// storm in which a promise was broken, reduced to what matters.
pub(super) fn assert_weathered<S: Shop>() {
    let seeds = match number("GPU_STORM_SEED") {
        Some(seed) => seed..seed + 1,
        None => {
            0..number("GPU_STORM_SCHEDULES")
                .unwrap_or(SCHEDULES)
                .div_ceil(3)
        }
    };
    // Each vendor takes all processors there are.
    static TURN: Mutex<()> = Mutex::new(());
    let _turn = TURN.lock().unwrap_or_else(PoisonError::into_inner);
    let began = Instant::now();
    let tally = Mutex::new(Tally::default());
    let failed = Mutex::new(None);
    let (next, stop) = (AtomicU64::new(seeds.start), AtomicBool::new(false));
    let worker = || {
        let traces = Traces::default();
        // The clients' own events; the matrix listens to what is below them.
        traces.listen_to(LevelFilter::DEBUG, || {
            while !stop.load(Ordering::Relaxed) {
                let seed = next.fetch_add(1, Ordering::Relaxed);
                if seed >= seeds.end {
                    break;
                }
                let schedule = Schedule::new(seed);
                let outcome = weather::<S>(&schedule, Manner::Careful, &traces);
                tally.lock().expect("no panic").add(&outcome);
                if !outcome.broken.is_empty() {
                    stop.store(true, Ordering::Relaxed);
                    failed
                        .lock()
                        .expect("no panic")
                        .get_or_insert((schedule, outcome));
                }
            }
        });
    };
    thread::scope(|scope| {
        for _ in 0..thread::available_parallelism().map_or(1, usize::from) {
            scope.spawn(worker);
        }
    });
    let tally = tally.into_inner().expect("no panic");
    show(&tally.line(S::NAME, &seeds, began));
    if let Some((schedule, outcome)) = failed.into_inner().expect("no panic") {
        panic!("{}", shrink::told::<S>(schedule, outcome));
    }
    assert!(!trap::was_visited(), "a redirect was followed");
}

fn number(variable: &str) -> Option<u64> {
    let text = std::env::var(variable).ok()?;
    Some(text.parse().unwrap_or_else(|_| panic!("{variable}={text}")))
}

/// Plays one storm in a runtime of its own.
pub(super) fn weather<S: Shop>(schedule: &Schedule, manner: Manner, traces: &Traces) -> Outcome {
    let schedule = Arc::new(schedule.clone());
    let play = || {
        let runtime = tokio::runtime::Builder::new_current_thread();
        let runtime = { runtime }.enable_all().build().expect("a runtime");
        runtime.block_on(play::<S>(&schedule, manner, traces))
    };
    catch_unwind(AssertUnwindSafe(play)).unwrap_or_else(|_| Outcome {
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

    fn line(&self, vendor: &str, seeds: &std::ops::Range<u64>, began: Instant) -> String {
        let mut line = format!(
            "{vendor}: {} storms (seeds {} to {}): {} steps, {} requests, {} faults, {} steps broken \
             off, {} programs died, {} machines created",
            self.storms,
            seeds.start,
            seeds.end - 1,
            self.steps,
            self.requests,
            self.faults,
            self.cuts,
            self.deaths,
            self.machines
        );
        let each = began.elapsed().as_secs_f64() * 1000.0 / self.storms.max(1) as f64;
        write!(line, "; {each:.1} ms each").expect("a text");
        line
    }
}
