//! Work that nobody's cancellation touches.

use std::time::Duration;

use tokio::sync::watch;

use crate::Clock;

/// Work that goes on to its end whatever becomes of those who wait for it. It has a thread and a runtime of
/// its own: a task on a caller's runtime would stand still with that. For rare work only.
#[derive(Clone, Debug)]
pub struct Detached<T>(watch::Receiver<Option<T>>);

impl<T: Clone + Send + Sync + 'static> Detached<T> {
    /// Starts the work, where the clock runs such work.
    pub fn start(clock: &Clock, work: impl Future<Output = T> + Send + 'static) -> Self {
        let (sender, receiver) = watch::channel(None);
        clock.run_apart(Box::pin(async move {
            let outcome = work.await;
            sender.send_replace(Some(outcome));
        }));
        Self(receiver)
    }

    /// What came of it. `None` if it does not end within the limit, got no thread, or panicked.
    pub async fn outcome(&self, clock: &Clock, limit: Duration) -> Option<T> {
        let mut receiver = self.0.clone();
        let done = clock.within(limit, receiver.wait_for(Option::is_some)).await;
        done.ok()?.ok()?.clone()
    }

    /// Whether it has ended, well or not.
    pub fn is_over(&self) -> bool {
        self.0.borrow().is_some() || self.0.has_changed().is_err()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[tokio::test]
    async fn it_ends_though_nobody_waits_and_is_known_by_all_who_do() {
        let (start, started) = tokio::sync::oneshot::channel();
        let work = Detached::start(&Clock::system(), async move { started.await.ok() });
        let (other, clock) = (work.clone(), Clock::system());
        drop(work);
        assert!(!other.is_over());
        start.send(7).unwrap();
        assert_eq!(other.outcome(&clock, Duration::MAX).await, Some(Some(7)));
        assert_eq!(other.outcome(&clock, Duration::MAX).await, Some(Some(7)));
        assert!(other.is_over());
    }

    #[tokio::test]
    async fn work_that_panics_is_over() {
        let work: Detached<u8> = Detached::start(&Clock::system(), async { panic!("on purpose") });
        assert_eq!(work.outcome(&Clock::system(), Duration::MAX).await, None);
        assert!(work.is_over());
    }
}
