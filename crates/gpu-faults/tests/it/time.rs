//! A clock that stands still while anything moves, and then jumps to the next thing that waits for
//! it. Unlike a [`ManualClock`](gpu_http::ManualClock) it keeps the time of several callers at once:
//! the pause of one does not shorten the limit of another.

use std::collections::BTreeMap;
use std::pin::Pin;
use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::task::{Context, Poll, Waker};
use std::time::Duration;

use gpu_common::Timestamp;
use gpu_http::{BoxFuture, Clock, TimeSource};
use tokio::sync::Notify;
use tokio::task::AbortHandle;

use crate::matrix::START;

/// Nobody waits longer. What does waits for ever.
const FOR_EVER: Duration = Duration::from_secs(10 * 365 * 24 * 3600);

#[derive(Clone, Default)]
pub(crate) struct Time(Arc<Inner>);

#[derive(Default)]
struct Inner {
    state: Mutex<State>,
    hooks: Mutex<Vec<Hook>>,
    /// How often work that runs apart was polled.
    polls: AtomicU64,
    /// That work.
    apart: Mutex<Vec<AbortHandle>>,
    /// Somebody has begun to wait.
    news: Notify,
}

/// Told of each step of the clock.
type Hook = Box<dyn Fn(Duration) + Send + Sync>;

#[derive(Default)]
struct State {
    now: Duration,
    /// Who waits, by time and by a number of its own, and whether in a pause.
    alarms: BTreeMap<(Duration, u64), (Waker, bool)>,
    numbers: u64,
}

impl Time {
    /// The clock to hand to a client.
    pub(crate) fn clock(&self) -> Clock {
        Clock::from_source(Arc::new(self.clone()))
    }

    pub(crate) fn elapsed(&self) -> Duration {
        self.state().now
    }

    /// Grows while work moves that runs apart.
    pub(crate) fn polls(&self) -> u64 {
        self.0.polls.load(Ordering::Relaxed)
    }

    /// Ends the work that runs apart, as the death of the program does.
    pub(crate) fn end_apart(&self) {
        let mut apart = self.0.apart.lock().unwrap_or_else(PoisonError::into_inner);
        apart.drain(..).for_each(|work| work.abort());
    }

    /// Calls `hook` with the length of every step, before anybody is woken.
    pub(crate) fn on_step(&self, hook: impl Fn(Duration) + Send + Sync + 'static) {
        let mut hooks = self.0.hooks.lock().unwrap_or_else(PoisonError::into_inner);
        hooks.push(Box::new(hook));
    }

    pub(crate) fn alarm(&self, after: Duration) -> Alarm {
        let mut state = self.state();
        state.numbers += 1;
        let at = (state.now.saturating_add(after), state.numbers);
        Alarm { at, pauses: false, time: self.clone() }
    }

    /// Jumps to the next alarm; `false` if nobody waits for any.
    pub(crate) fn step(&self) -> bool {
        let step = {
            let state = self.state();
            let next = state.alarms.keys().next().map(|(at, _)| *at);
            let next = next.filter(|at| *at < FOR_EVER);
            next.map(|next| next.saturating_sub(state.now))
        };
        step.map(|step| self.advance(step)).is_some()
    }

    pub(crate) fn advance(&self, step: Duration) {
        self.state().now += step;
        let hooks = self.0.hooks.lock().unwrap_or_else(PoisonError::into_inner);
        hooks.iter().for_each(|hook| hook(step));
        self.wake();
    }

    /// How many are in a pause.
    pub(crate) fn pauses(&self) -> usize {
        self.state().alarms.values().filter(|(_, pauses)| *pauses).count()
    }

    /// Told when somebody has begun to wait.
    pub(crate) fn news(&self) -> &Notify {
        &self.0.news
    }

    fn wake(&self) {
        let due = {
            let mut state = self.state();
            let later = state.now.saturating_add(Duration::from_nanos(1));
            let later = state.alarms.split_off(&(later, 0));
            std::mem::replace(&mut state.alarms, later)
        };
        due.into_values().for_each(|(waker, _)| waker.wake());
    }

    fn state(&self) -> MutexGuard<'_, State> {
        self.0.state.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl TimeSource for Time {
    fn monotonic(&self) -> Duration {
        self.elapsed()
    }

    fn wall(&self) -> Timestamp {
        let start = Timestamp::from_second(START).expect("a date");
        start.checked_add(self.elapsed()).unwrap_or(start)
    }

    fn pause(&self, duration: Duration) -> BoxFuture<'static, ()> {
        let mut alarm = self.alarm(duration);
        alarm.pauses = true;
        Box::pin(alarm)
    }

    fn limit(&self, duration: Duration) -> BoxFuture<'static, ()> {
        Box::pin(self.alarm(duration))
    }

    // A task, which the runtime of the storm sees at work: the clock must not jump meanwhile.
    fn run_apart(&self, mut work: BoxFuture<'static, ()>) {
        let time = self.clone();
        let work = tokio::spawn(std::future::poll_fn(move |context| {
            time.0.polls.fetch_add(1, Ordering::Relaxed);
            work.as_mut().poll(context)
        }));
        let mut apart = self.0.apart.lock().unwrap_or_else(PoisonError::into_inner);
        apart.push(work.abort_handle());
    }
}

/// Ends at its time.
pub(crate) struct Alarm {
    time: Time,
    at: (Duration, u64),
    pauses: bool,
}

impl Future for Alarm {
    type Output = ();

    fn poll(self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<()> {
        let mut state = self.time.state();
        if state.now >= self.at.0 {
            return Poll::Ready(());
        }
        state.alarms.insert(self.at, (context.waker().clone(), self.pauses));
        self.time.news().notify_one();
        Poll::Pending
    }
}

impl Drop for Alarm {
    fn drop(&mut self) {
        self.time.state().alarms.remove(&self.at);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Nobody's pause shortens another's limit, and whoever is dropped is waited for no more.
    #[tokio::test]
    async fn it_stands_still_until_it_is_told_and_then_goes_to_the_next_alarm() {
        let time = Time::default();
        let seconds = |seconds| Duration::from_secs(seconds);
        let alarm = |after| tokio::spawn(time.alarm(seconds(after)));
        let (limit, pause, dropped) = (alarm(5), alarm(3), alarm(1));
        dropped.abort();
        assert!(dropped.await.unwrap_err().is_cancelled());
        tokio::task::yield_now().await;
        assert!(time.step());
        pause.await.unwrap();
        assert_eq!((time.elapsed(), limit.is_finished()), (seconds(3), false));
        assert!(time.step());
        limit.await.unwrap();
        assert_eq!(time.elapsed(), seconds(5));
        assert!(!time.step(), "nobody waits any more");
    }
}
