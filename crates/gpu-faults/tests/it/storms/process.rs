//! A program that may die at any await point, and steps that may be broken off at one.

use std::pin::Pin;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, AtomicU64, Ordering};
use std::task::{Context, Poll};
use std::time::Duration;

use gpu_emulator::Vendor;
use gpu_http::BoxFuture;

use super::schedule::Cut;
use super::sky::Sky;
use crate::time::{Alarm, Time};

/// One run of the caller's program.
#[derive(Debug)]
pub(super) struct Process {
    pub(super) number: u64,
    /// Whether it runs in the storm, where steps are broken off.
    pub(super) stormy: bool,
    /// After how many polls of all its futures together it dies.
    dies_after: Option<u64>,
    polls: AtomicU64,
    dead: AtomicBool,
}

impl Process {
    pub(super) fn new(number: u64, dies_after: Option<u64>) -> Self {
        let (polls, dead) = (AtomicU64::new(0), AtomicBool::new(false));
        Self { number, stormy: true, dies_after, polls, dead }
    }

    /// One that runs in good weather.
    pub(super) fn after_the_storm(number: u64) -> Self {
        Self { stormy: false, ..Self::new(number, None) }
    }

    pub(super) fn is_dead(&self) -> bool {
        self.dead.load(Ordering::Relaxed)
    }

    /// Counts a poll or a step on the disk; `false` if the program does not live to make it.
    pub(super) fn lives_on(&self) -> bool {
        let polls = self.polls.fetch_add(1, Ordering::Relaxed);
        if self.dies_after.is_some_and(|most| polls >= most) {
            self.dead.store(true, Ordering::Relaxed);
        }
        !self.is_dead()
    }
}

/// A future of a program: it stands still for ever when the program dies.
pub(super) struct Mortal<'a, V: Vendor, T = ()> {
    pub(super) work: BoxFuture<'a, T>,
    pub(super) process: Arc<Process>,
    pub(super) sky: Arc<Sky<V>>,
}

impl<V: Vendor, T> Future for Mortal<'_, V, T> {
    type Output = T;

    fn poll(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<T> {
        self.sky.polls.fetch_add(1, Ordering::Relaxed);
        if self.process.lives_on() { self.work.as_mut().poll(context) } else { Poll::Pending }
    }
}

/// A step that is dropped or left alone when its cut says so.
pub(super) struct Step<T> {
    work: BoxFuture<'static, T>,
    polls_left: Option<u64>,
    limit: Option<Alarm>,
    /// Where it is left unpolled in place of being dropped: for how long.
    left: Option<(Duration, Time)>,
    unpolled: Option<Alarm>,
}

impl<T> Step<T> {
    pub(super) fn new(work: BoxFuture<'static, T>, cut: Option<Cut>, time: &Time) -> Self {
        let (polls_left, limit, left) = match cut {
            None => (None, None, None),
            Some(Cut::Polls(polls)) => (Some(polls), None, None),
            Some(Cut::After(after)) => (None, Some(time.alarm(after)), None),
            Some(Cut::Left(polls, long)) => (Some(polls), None, Some((long, time.clone()))),
        };
        Self { work, polls_left, limit, left, unpolled: None }
    }
}

impl<T> Future for Step<T> {
    /// `None` if it was broken off.
    type Output = Option<T>;

    fn poll(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<Option<T>> {
        if let Some(alarm) = &mut self.unpolled {
            std::task::ready!(Pin::new(alarm).poll(context));
            self.unpolled = None;
        }
        if let Poll::Ready(done) = self.work.as_mut().poll(context) {
            return Poll::Ready(Some(done));
        }
        self.polls_left = self.polls_left.map(|left| left - 1);
        if self.polls_left == Some(0) {
            let Some((long, time)) = self.left.take() else {
                return Poll::Ready(None);
            };
            (self.polls_left, self.unpolled) = (None, Some(time.alarm(long)));
            return self.poll(context);
        }
        match &mut self.limit {
            Some(limit) => Pin::new(limit).poll(context).map(|()| None),
            None => Poll::Pending,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Ends at its third poll.
    fn three_polls() -> BoxFuture<'static, ()> {
        Box::pin(async {
            tokio::task::yield_now().await;
            tokio::task::yield_now().await;
        })
    }

    /// What becomes of a step, and how late it is then.
    #[tokio::test]
    async fn a_step_is_dropped_or_left_alone_as_its_cut_says() {
        let seconds = Duration::from_secs;
        let for_ever = || -> BoxFuture<'static, ()> { Box::pin(std::future::pending()) };
        for (work, cut, becomes, late) in [
            (three_polls(), None, Some(()), 0),
            (three_polls(), Some(Cut::Polls(2)), None, 0),
            (three_polls(), Some(Cut::Polls(3)), Some(()), 0),
            (three_polls(), Some(Cut::Left(2, seconds(5))), Some(()), 5),
            (for_ever(), Some(Cut::After(seconds(2))), None, 2),
        ] {
            let time = Time::default();
            let step = tokio::spawn(Step::new(work, cut, &time));
            while !step.is_finished() {
                tokio::task::yield_now().await;
                time.step();
            }
            assert_eq!((step.await.unwrap(), time.elapsed()), (becomes, seconds(late)), "{cut:?}");
        }
    }

    #[test]
    fn a_program_dies_after_so_many_polls_of_all_its_futures() {
        let process = Process::new(0, Some(2));
        assert!(process.lives_on() && process.lives_on() && !process.is_dead());
        assert!(!process.lives_on() && process.is_dead());
        assert!(Process::new(1, None).lives_on());
    }
}
