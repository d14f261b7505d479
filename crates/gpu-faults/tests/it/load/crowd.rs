//! A clock for many: it moves on when everybody waits for it, to the first of their pauses.

use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};

use crate::time::Time;

/// The time of a crowd of tasks.
#[derive(Clone)]
pub(crate) struct Crowd {
    pub(crate) time: Time,
    /// Tasks that have begun and not ended.
    active: Arc<AtomicUsize>,
}

/// A task that has not ended.
struct Counted(Crowd);

impl Crowd {
    /// One that takes an emulator's clock along.
    pub(crate) fn new(emulated: &gpu_emulator::Clock) -> Self {
        let (time, emulated) = (Time::default(), emulated.clone());
        time.on_step(move |step| emulated.advance(step));
        Self { time, active: Arc::default() }
    }

    /// A task that counts among those the clock waits for, from this moment to its end.
    pub(crate) fn counted<F: Future>(&self, task: F) -> impl Future<Output = F::Output> + use<F> {
        self.active.fetch_add(1, Ordering::SeqCst);
        let counted = Counted(self.clone());
        async move {
            let output = task.await;
            drop(counted);
            output
        }
    }

    /// Returns when every task that has begun is in a pause.
    pub(crate) async fn all_pause(&self) {
        while self.time.pauses() < self.active.load(Ordering::SeqCst) {
            self.time.news().notified().await;
        }
    }

    /// Moves the time on from pause to pause until nobody waits.
    pub(crate) async fn run_out(&self) {
        loop {
            self.all_pause().await;
            if !self.time.step() {
                return;
            }
        }
    }
}

impl Drop for Counted {
    fn drop(&mut self) {
        self.0.active.fetch_sub(1, Ordering::SeqCst);
        self.0.time.news().notify_one();
    }
}
