//! A clock for tests: pauses are skipped, limits run out only when told to.

use std::fmt;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError, Weak};
use std::time::Duration;

use gpu_common::Timestamp;
use tokio::sync::watch;

use crate::{BoxFuture, Clock, TimeSource};

/// A clock that a test drives.
///
/// A *pause* (back-off, polling interval) moves this clock forward by its length and returns at
/// once. A *limit* (the bound on a call in flight) waits until the clock has passed it, be it by
/// pauses, by [`advance`](Self::advance) or by [`expire_limits`](Self::expire_limits).
///
/// ```
/// use gpu_http::ManualClock;
/// use std::time::Duration;
///
/// let time = ManualClock::new();
/// time.advance(Duration::from_secs(90));
/// assert_eq!(time.elapsed(), Duration::from_secs(90));
/// ```
#[derive(Clone)]
pub struct ManualClock(Arc<State>);

struct State {
    now: watch::Sender<Duration>,
    /// When the limits in force end. One is in force as long as somebody waits for it.
    limits: Mutex<Vec<Weak<Duration>>>,
    start: Timestamp,
    hooks: Mutex<Vec<Hook>>,
}

impl State {
    /// The limits in force.
    fn limits(&self) -> MutexGuard<'_, Vec<Weak<Duration>>> {
        let mut limits = self.limits.lock().unwrap_or_else(PoisonError::into_inner);
        limits.retain(|until| until.strong_count() > 0);
        limits
    }
}

/// Told of each step of the clock.
type Hook = Box<dyn Fn(Duration) + Send + Sync>;

impl ManualClock {
    /// A clock that stands at zero, on 2026-01-01T00:00:00Z by the calendar.
    pub fn new() -> Self {
        Self::starting_at(
            Timestamp::from_second(1_767_225_600).unwrap_or_else(|_| Timestamp::now()),
        )
    }

    /// A clock that stands at zero, at this time by the calendar.
    pub fn starting_at(start: Timestamp) -> Self {
        Self(Arc::new(State {
            now: watch::Sender::new(Duration::ZERO),
            limits: Mutex::default(),
            start,
            hooks: Mutex::default(),
        }))
    }

    /// The clock to hand to a client.
    pub fn clock(&self) -> Clock {
        Clock::from_source(Arc::new(self.clone()))
    }

    /// How far the clock has come since it was made.
    pub fn elapsed(&self) -> Duration {
        *self.0.now.borrow()
    }

    /// Moves the clock forward.
    pub fn advance(&self, step: Duration) {
        self.0.now.send_modify(|now| *now = now.saturating_add(step));
        if let Ok(hooks) = self.0.hooks.lock() {
            hooks.iter().for_each(|hook| hook(step));
        }
    }

    /// How long it takes until every limit in force has run out; zero if there is none. A server
    /// that is slower than this is one that never answers. A call that has ended, or was given
    /// up, has no limit any more.
    pub fn time_left(&self) -> Duration {
        let last = self.0.limits().iter().filter_map(Weak::upgrade).max();
        last.as_deref().copied().unwrap_or_default().saturating_sub(self.elapsed())
    }

    /// Lets every limit in force run out: what a stalled server does to a caller.
    pub fn expire_limits(&self) {
        self.advance(self.time_left());
    }

    /// Calls `hook` with the length of every step, to drive another clock (an emulator's) along.
    pub fn on_advance(&self, hook: impl Fn(Duration) + Send + Sync + 'static) {
        if let Ok(mut hooks) = self.0.hooks.lock() {
            hooks.push(Box::new(hook));
        }
    }
}

impl Default for ManualClock {
    fn default() -> Self {
        Self::new()
    }
}

impl fmt::Debug for ManualClock {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "ManualClock({:?})", self.elapsed())
    }
}

impl TimeSource for ManualClock {
    fn monotonic(&self) -> Duration {
        self.elapsed()
    }

    fn wall(&self) -> Timestamp {
        self.0.start.checked_add(self.elapsed()).unwrap_or(self.0.start)
    }

    fn pause(&self, duration: Duration) -> BoxFuture<'static, ()> {
        let this = self.clone();
        Box::pin(async move {
            this.advance(duration);
            tokio::task::yield_now().await;
        })
    }

    fn limit(&self, duration: Duration) -> BoxFuture<'static, ()> {
        let until = Arc::new(self.elapsed().saturating_add(duration));
        self.0.limits().push(Arc::downgrade(&until));
        let this = self.clone();
        Box::pin(async move {
            // The sender lives in `this`, so there is nothing but success.
            drop(this.0.now.subscribe().wait_for(|now| *now >= *until).await);
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[tokio::test]
    async fn a_limit_waits_until_it_is_told() {
        let time = ManualClock::new();
        let clock = time.clock();
        let limited = tokio::spawn(async move {
            clock.within(Duration::from_secs(60), std::future::pending::<()>()).await
        });
        tokio::task::yield_now().await;
        time.advance(Duration::from_secs(20));
        assert!(!limited.is_finished());
        assert_eq!(time.time_left(), Duration::from_secs(40));
        time.expire_limits();
        assert!(limited.await.unwrap().is_err());
        assert_eq!((time.elapsed(), time.time_left()), (Duration::from_secs(60), Duration::ZERO));
    }

    #[tokio::test]
    async fn the_limit_of_a_call_that_has_ended_counts_no_more() {
        let time = ManualClock::new();
        let clock = time.clock();
        let minute = Duration::from_secs(60);
        clock.within(minute, async {}).await.unwrap();
        assert_eq!(time.time_left(), Duration::ZERO);
        drop(time.limit(minute));
        assert_eq!(time.time_left(), Duration::ZERO);
        let shorter = Duration::from_secs(10);
        let stalled = clock.within(shorter, async { time.expire_limits() });
        stalled.await.unwrap();
        assert_eq!(time.elapsed(), shorter);
    }
}
