//! A clock for many: it moves on when everybody waits for it, to the first of their pauses.

use std::collections::BTreeMap;
use std::ops::Bound::{Excluded, Unbounded};
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::Duration;

use gpu_common::Timestamp;
use gpu_http::{BoxFuture, Clock, TimeSource};
use tokio::sync::{Notify, watch};

/// The time at which every emulator starts.
const START: i64 = 1_726_810_944;

/// A clock that a crowd of tasks shares.
///
/// [`ManualClock`](gpu_http::ManualClock) moves with every pause of everybody, so a thousand pauses
/// of a second at a time would be a thousand seconds. Here they are one.
#[derive(Clone)]
pub(crate) struct CrowdClock(Arc<Crowd>);

struct Crowd {
    now: watch::Sender<Duration>,
    /// How many pauses end at which time.
    pauses: Mutex<BTreeMap<Duration, usize>>,
    /// Tasks that have begun and not ended.
    active: AtomicUsize,
    /// Somebody paused or ended.
    news: Notify,
    /// Told of each step.
    emulated: gpu_emulator::Clock,
}

impl CrowdClock {
    /// One that takes an emulator's clock along.
    pub(crate) fn new(emulated: gpu_emulator::Clock) -> Self {
        Self(Arc::new(Crowd {
            now: watch::Sender::new(Duration::ZERO),
            pauses: Mutex::default(),
            active: AtomicUsize::new(0),
            news: Notify::new(),
            emulated,
        }))
    }

    /// The clock to hand to a client.
    pub(crate) fn clock(&self) -> Clock {
        Clock::from_source(Arc::new(self.clone()))
    }

    pub(crate) fn now(&self) -> Duration {
        *self.0.now.borrow()
    }

    /// A task that counts among those the clock waits for, from this moment to its end.
    pub(crate) fn counted<F: Future>(&self, task: F) -> impl Future<Output = F::Output> + use<F> {
        let counted = Counted::new(&self.0);
        async move {
            let output = task.await;
            drop(counted);
            output
        }
    }

    /// Returns when every task that has begun is in a pause.
    pub(crate) async fn all_pause(&self) {
        while self.0.pausing() < self.0.active.load(Ordering::SeqCst) {
            self.0.news.notified().await;
        }
    }

    /// Moves the time on.
    pub(crate) fn advance(&self, step: Duration) {
        self.0.emulated.advance(step);
        self.0.now.send_modify(|now| *now += step);
    }

    /// Moves the time on from pause to pause until no task is left.
    pub(crate) async fn run_out(&self) {
        loop {
            self.all_pause().await;
            let Some(first) = self.0.first_pause() else {
                return;
            };
            self.advance(first - self.now());
        }
    }
}

impl Crowd {
    fn pauses(&self) -> MutexGuard<'_, BTreeMap<Duration, usize>> {
        self.pauses.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// How many are in a pause that goes on.
    fn pausing(&self) -> usize {
        let now = *self.now.borrow();
        let pauses = self.pauses();
        pauses.range((Excluded(now), Unbounded)).map(|(_, count)| count).sum()
    }

    /// The end of the pause that ends first.
    fn first_pause(&self) -> Option<Duration> {
        let now = *self.now.borrow();
        let pauses = self.pauses();
        let first = pauses.range((Excluded(now), Unbounded)).next();
        first.map(|(until, _)| *until)
    }
}

/// A task that has not ended.
struct Counted(Arc<Crowd>);

impl Counted {
    fn new(crowd: &Arc<Crowd>) -> Self {
        crowd.active.fetch_add(1, Ordering::SeqCst);
        Self(Arc::clone(crowd))
    }
}

impl Drop for Counted {
    fn drop(&mut self) {
        self.0.active.fetch_sub(1, Ordering::SeqCst);
        self.0.news.notify_one();
    }
}

/// A pause that somebody waits out.
struct Pause(Arc<Crowd>, Duration);

impl Pause {
    fn new(crowd: &Arc<Crowd>, until: Duration) -> Self {
        *crowd.pauses().entry(until).or_default() += 1;
        crowd.news.notify_one();
        Self(Arc::clone(crowd), until)
    }
}

impl Drop for Pause {
    fn drop(&mut self) {
        let mut pauses = self.0.pauses();
        if let Some(count) = pauses.get_mut(&self.1) {
            *count -= 1;
            if *count == 0 {
                pauses.remove(&self.1);
            }
        }
    }
}

impl TimeSource for CrowdClock {
    fn monotonic(&self) -> Duration {
        self.now()
    }

    fn wall(&self) -> Timestamp {
        let start = Timestamp::from_second(START).expect("a date");
        start.checked_add(self.now()).expect("a date")
    }

    fn pause(&self, duration: Duration) -> BoxFuture<'static, ()> {
        let crowd = Arc::clone(&self.0);
        Box::pin(async move {
            let until = *crowd.now.borrow() + duration;
            let pause = Pause::new(&crowd, until);
            let mut now = crowd.now.subscribe();
            drop(now.wait_for(|now| *now >= until).await);
            drop(pause);
        })
    }

    fn limit(&self, duration: Duration) -> BoxFuture<'static, ()> {
        let crowd = Arc::clone(&self.0);
        let until = self.now().saturating_add(duration);
        Box::pin(async move {
            let mut now = crowd.now.subscribe();
            drop(now.wait_for(|now| *now >= until).await);
        })
    }
}
