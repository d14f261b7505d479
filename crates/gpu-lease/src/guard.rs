//! The guard: a thread with a small runtime of its own, where everything happens that a lease does. It goes
//! on while the program's futures block their thread, and hears the signals.

use std::collections::HashMap;
use std::sync::{Arc, Condvar, Mutex, MutexGuard, PoisonError};
use std::time::Duration;

use gpu_http::{BoxFuture, Clock, Detached};
use tokio::sync::{mpsc, watch};
use tokio::task::JoinSet;

use crate::Kind;
use crate::report::Reason;

/// The guard of one [`Leases`](crate::Leases); its thread ends when this is dropped.
pub(crate) struct Guard {
    pub(crate) tasks: mpsc::UnboundedSender<BoxFuture<'static, ()>>,
    /// Tells when the program is asked to end.
    pub(crate) interrupt: watch::Sender<Option<Reason>>,
}

impl Guard {
    /// Starts the thread, or whatever the clock runs such work on; `None` without one.
    pub(crate) fn start(clock: &Clock, with_signals: bool, guarded: &Guarded) -> Option<Self> {
        let interrupt = watch::Sender::new(None);
        let (heard, guarded) = (interrupt.clone(), guarded.clone());
        // The first signal gives all machines back. The next one, or one while there is no machine, ends the
        // process as if nobody had listened.
        let on_signal = move |number| {
            let told = Reason::Ended(Kind::Interrupted, "the program was asked to end".to_owned());
            let is_first =
                is_awaited(&mut guarded.keys()) && heard.send_replace(Some(told)).is_none();
            if !is_first {
                std::process::exit(128 + number);
            }
        };
        let (tasks, mut coming) = mpsc::unbounded_channel();
        let running = Detached::start(clock, async move {
            let mut running = JoinSet::new();
            if with_signals {
                hear(&mut running, on_signal);
            }
            loop {
                tokio::select! {
                    task = coming.recv() => match task {
                        Some(task) => drop(running.spawn(task)),
                        None => return,
                    },
                    Some(_) = running.join_next() => {}
                }
            }
        });
        (!running.is_over()).then_some(Self { tasks, interrupt })
    }
}

#[cfg(unix)]
fn hear(running: &mut JoinSet<()>, on_signal: impl Fn(i32) + Clone + Send + 'static) {
    use tokio::signal::unix::{SignalKind, signal};
    for number in [1, 2, 15] {
        if let Ok(mut signal) = signal(SignalKind::from_raw(number)) {
            let on_signal = on_signal.clone();
            running.spawn(async move {
                while signal.recv().await.is_some() {
                    on_signal(number);
                }
            });
        }
    }
}

#[cfg(not(unix))]
fn hear(running: &mut JoinSet<()>, on_signal: impl Fn(i32) + Send + 'static) {
    running.spawn(async move {
        while tokio::signal::ctrl_c().await.is_ok() {
            on_signal(2);
        }
    });
}

/// The keys that tasks of this process look after, and whether the last drop waits for each.
#[derive(Clone, Default)]
pub(crate) struct Guarded(Arc<(Mutex<HashMap<String, bool>>, Condvar)>);

/// A key that is looked after until this is dropped.
pub(crate) struct Guarding {
    guarded: Guarded,
    pub(crate) key: String,
}

impl Guarded {
    pub(crate) fn keys(&self) -> MutexGuard<'_, HashMap<String, bool>> {
        self.0.0.lock().unwrap_or_else(PoisonError::into_inner)
    }

    pub(crate) fn begin(&self, key: String) -> Guarding {
        self.keys().insert(key.clone(), true);
        Guarding { guarded: self.clone(), key }
    }
}

impl Guarding {
    /// Nobody has to wait for this key when the program ends.
    pub(crate) fn in_background(&self) {
        self.guarded.keys().insert(self.key.clone(), false);
        self.guarded.0.1.notify_all();
    }
}

impl Drop for Guarding {
    fn drop(&mut self) {
        self.guarded.keys().remove(&self.key);
        self.guarded.0.1.notify_all();
    }
}

/// The last handle: it waits until nobody waits for a key any more, at most so long.
pub(crate) struct Last(pub(crate) Guarded, pub(crate) Duration);

impl Drop for Last {
    fn drop(&mut self) {
        drop(self.0.0.1.wait_timeout_while(self.0.keys(), self.1, is_awaited));
    }
}

fn is_awaited(keys: &mut HashMap<String, bool>) -> bool {
    keys.values().any(|awaited| *awaited)
}
