//! The guard: a thread with a small runtime of its own, where everything happens that a lease does. It goes
//! on while the program's futures block their thread, and hears the signals.

use std::pin::pin;
use std::sync::{Arc, Condvar, Mutex, PoisonError};
use std::time::Duration;

use gpu_http::{BoxFuture, Clock, Detached};
use tokio::sync::{mpsc, watch};
use tokio::task::JoinSet;

use crate::{Error, Kind, Result};

/// The guard of one [`Leases`](crate::Leases); its thread ends when this is dropped.
pub(crate) struct Guard {
    tasks: mpsc::UnboundedSender<BoxFuture<'static, ()>>,
    interrupted: watch::Receiver<bool>,
    busy: Busy,
}

/// How many machines are being looked after.
#[derive(Clone, Default)]
pub(crate) struct Busy(Arc<(Mutex<usize>, Condvar)>);

/// One machine that is being looked after.
pub(crate) struct Working(Busy);

impl Guard {
    /// Starts the thread, or whatever the clock runs such work on.
    pub(crate) fn start(clock: &Clock, signals: bool, busy: Busy) -> Result<Self> {
        let (interrupt, interrupted) = watch::channel(false);
        let (tasks, mut coming) = mpsc::unbounded_channel();
        let heard = busy.clone();
        let running = Detached::start(clock, async move {
            let mut running = JoinSet::new();
            let mut hearing = pin!(signals::hear(signals, &heard, &interrupt));
            loop {
                tokio::select! {
                    () = &mut hearing => {}
                    task = coming.recv() => match task {
                        Some(task) => drop(running.spawn(task)),
                        None => return,
                    },
                    Some(_) = running.join_next() => {}
                }
            }
        });
        match running.is_over() {
            true => Err(Error::new(Kind::Journal, "the guard's thread cannot be started")),
            false => Ok(Self { tasks, interrupted, busy }),
        }
    }

    /// Runs a task on the guard's thread; it counts as a machine until it ends.
    pub(crate) fn spawn(&self, task: impl Future<Output = ()> + Send + 'static) {
        let working = self.busy.begin();
        self.spawn_unawaited(async move {
            task.await;
            drop(working);
        });
    }

    /// The same for a task that nobody waits for when the program ends.
    pub(crate) fn spawn_unawaited(&self, task: impl Future<Output = ()> + Send + 'static) {
        drop(self.tasks.send(Box::pin(task)));
    }

    /// Becomes `true` when the program was asked to end.
    pub(crate) fn interrupted(&self) -> watch::Receiver<bool> {
        self.interrupted.clone()
    }
}

impl Busy {
    fn begin(&self) -> Working {
        *self.count() += 1;
        Working(self.clone())
    }

    fn count(&self) -> std::sync::MutexGuard<'_, usize> {
        self.0.0.lock().unwrap_or_else(PoisonError::into_inner)
    }

    fn is_idle(&self) -> bool {
        *self.count() == 0
    }

    /// Blocks until no machine is looked after any more, at most so long.
    pub(crate) fn wait(&self, limit: Duration) {
        drop(self.0.1.wait_timeout_while(self.count(), limit, |count| *count > 0));
    }
}

impl Drop for Working {
    fn drop(&mut self) {
        *self.0.count() -= 1;
        self.0.0.1.notify_all();
    }
}

mod signals {
    use super::{Busy, watch};

    /// The first signal gives all machines back. The next one, or one while there is no machine, ends the
    /// process as if nobody had listened.
    pub(super) async fn hear(wanted: bool, busy: &Busy, interrupt: &watch::Sender<bool>) {
        let signals = if wanted { Signals::listen() } else { None };
        let Some(mut signals) = signals else {
            return std::future::pending().await;
        };
        loop {
            let number = signals.next().await;
            if busy.is_idle() || interrupt.send_replace(true) {
                std::process::exit(128 + number);
            }
        }
    }

    #[cfg(unix)]
    struct Signals([(i32, tokio::signal::unix::Signal); 3]);

    #[cfg(unix)]
    impl Signals {
        fn listen() -> Option<Self> {
            use tokio::signal::unix::{SignalKind, signal};
            let listen = |number| Some((number, signal(SignalKind::from_raw(number)).ok()?));
            Some(Self([listen(1)?, listen(2)?, listen(15)?]))
        }

        async fn next(&mut self) -> i32 {
            let Self([hang_up, interrupt, terminate]) = self;
            tokio::select! {
                _ = hang_up.1.recv() => hang_up.0,
                _ = interrupt.1.recv() => interrupt.0,
                _ = terminate.1.recv() => terminate.0,
            }
        }
    }

    #[cfg(not(unix))]
    struct Signals;

    #[cfg(not(unix))]
    impl Signals {
        fn listen() -> Option<Self> {
            Some(Self)
        }

        async fn next(&mut self) -> i32 {
            match tokio::signal::ctrl_c().await {
                Ok(()) => 2,
                Err(_) => std::future::pending().await,
            }
        }
    }
}
