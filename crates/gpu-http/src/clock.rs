//! Time, injectable: pauses between attempts, limits on a call, the date for `Retry-After`.

use std::fmt;
use std::sync::{Arc, OnceLock};
use std::thread;
use std::time::Duration;

use gpu_common::Timestamp;
use tokio::runtime::Builder;
use tokio::time::Instant;

use crate::BoxFuture;

/// A source of time that tests can put in place of the system's.
///
/// Two kinds of waiting are told apart because a test wants to treat them differently: a
/// *pause* (back-off, polling interval) can be skipped at once, a *limit* (the bound on a call in
/// flight) must not run out merely because nothing else happens.
pub trait TimeSource: Send + Sync + 'static {
    /// Monotonic time since some fixed origin.
    fn monotonic(&self) -> Duration;
    /// The date and time of day.
    fn wall(&self) -> Timestamp;
    /// Completes after a pause during which the caller does nothing else.
    fn pause(&self, duration: Duration) -> BoxFuture<'static, ()>;
    /// Completes when a limit on something in flight has run out.
    fn limit(&self, duration: Duration) -> BoxFuture<'static, ()>;
    /// Runs work to its end whatever becomes of those who wait for it. The default is a thread of its own. A
    /// source that steps when nothing moves has to see this work move, and may run it as a task.
    fn run_apart(&self, work: BoxFuture<'static, ()>) {
        on_a_thread(work);
    }
}

/// The clock that a client uses: the system's (tokio timers) unless another is injected.
#[derive(Clone, Default)]
pub struct Clock(Option<Arc<dyn TimeSource>>);

/// Ran out of time before the future completed.
#[derive(Debug)]
pub(crate) struct Expired;

impl Clock {
    /// The system's clock: tokio timers and the time of day.
    pub fn system() -> Self {
        Self(None)
    }

    /// Another source of time.
    pub fn from_source(source: Arc<dyn TimeSource>) -> Self {
        Self(Some(source))
    }

    /// Monotonic time since some fixed origin.
    pub fn monotonic(&self) -> Duration {
        match &self.0 {
            // Tokio's, so that a test which pauses its timers pauses this, too.
            None => ORIGIN.get_or_init(Instant::now).elapsed(),
            Some(source) => source.monotonic(),
        }
    }

    /// The date and time of day.
    pub fn wall(&self) -> Timestamp {
        self.0.as_ref().map_or_else(Timestamp::now, |source| source.wall())
    }

    /// Waits, doing nothing else.
    pub async fn pause(&self, duration: Duration) {
        match &self.0 {
            None => tokio::time::sleep(duration).await,
            Some(source) => source.pause(duration).await,
        }
    }

    /// Runs work to its end whatever becomes of those who wait for it.
    pub(crate) fn run_apart(&self, work: BoxFuture<'static, ()>) {
        match &self.0 {
            None => on_a_thread(work),
            Some(source) => source.run_apart(work),
        }
    }

    /// Waits until a limit on something in flight has run out.
    pub async fn limit(&self, duration: Duration) {
        match &self.0 {
            None => tokio::time::sleep(duration).await,
            Some(source) => source.limit(duration).await,
        }
    }

    /// Runs a future for at most `limit`; [`Duration::MAX`] is none.
    pub(crate) async fn within<F: Future>(
        &self,
        limit: Duration,
        future: F,
    ) -> Result<F::Output, Expired> {
        if limit == Duration::MAX {
            return Ok(future.await);
        }
        let Some(source) = &self.0 else {
            return tokio::time::timeout(limit, future).await.map_err(|_| Expired);
        };
        let mut future = std::pin::pin!(future);
        let mut expiry = source.limit(limit);
        std::future::poll_fn(|context| {
            if let std::task::Poll::Ready(output) = future.as_mut().poll(context) {
                return std::task::Poll::Ready(Ok(output));
            }
            expiry.as_mut().poll(context).map(|()| Err(Expired))
        })
        .await
    }
}

/// Runs work on a thread and a runtime of its own. Without a thread to be had, it is dropped.
fn on_a_thread(work: BoxFuture<'static, ()>) {
    let run = move || {
        if let Ok(runtime) = Builder::new_current_thread().enable_all().build() {
            runtime.block_on(work);
        }
    };
    drop(thread::Builder::new().name("gpu-http".to_owned()).spawn(run));
}

/// One origin for the whole process, so that monotonic readings compare.
static ORIGIN: OnceLock<Instant> = OnceLock::new();

impl fmt::Debug for Clock {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(if self.0.is_some() { "Clock(injected)" } else { "Clock(system)" })
    }
}
