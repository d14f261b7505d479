//! What all tasks of one open journal share.

use std::collections::HashSet;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::sync::{Arc, Mutex, MutexGuard, OnceLock, PoisonError};
use std::time::Duration;

use gpu_common::Money;
use gpu_http::Clock;

use crate::guard::{Busy, Guard};
use crate::journal::Journal;
use crate::moment::Moment;
use crate::{Entry, Error, Kind, Result, Trigger};

/// Something that happened to a machine, for people and logs.
#[derive(Clone, Debug)]
#[non_exhaustive]
pub struct Notice {
    /// The key of the machine.
    pub key: String,
    /// What happened, in a few words.
    pub text: String,
    /// Whether somebody should look: a machine may cost money that nobody wants to spend.
    pub warning: bool,
}

/// Hears what happens.
pub(crate) type Report = Arc<dyn Fn(&Notice) + Send + Sync>;

/// How a journal is kept.
pub(crate) struct Settings {
    pub(crate) clock: Clock,
    pub(crate) boot_time: bool,
    pub(crate) quarantine: Duration,
    pub(crate) return_within: Duration,
    pub(crate) budget: Option<Money>,
    pub(crate) signals: bool,
    pub(crate) report: Option<Report>,
}

pub(crate) struct Inner {
    pub(crate) journal: Journal,
    pub(crate) settings: Settings,
    pub(crate) busy: Busy,
    guard: OnceLock<Guard>,
    /// Keys that a task of this process looks after.
    guarded: Mutex<HashSet<String>>,
}

impl Inner {
    pub(crate) fn new(journal: Journal, settings: Settings) -> Self {
        let (busy, guard, guarded) = (Busy::default(), OnceLock::new(), Mutex::default());
        Self { journal, settings, busy, guard, guarded }
    }

    pub(crate) fn clock(&self) -> &Clock {
        &self.settings.clock
    }

    pub(crate) fn now(&self) -> Moment {
        Moment::now(self.clock(), self.settings.boot_time)
    }

    /// The guard, started when it is first needed.
    pub(crate) fn guard(&self) -> Result<&Guard> {
        if self.guard.get().is_none() {
            let guard = Guard::start(self.clock(), self.settings.signals, self.busy.clone())?;
            drop(self.guard.set(guard));
        }
        let missing = || Error::new(Kind::Journal, "the guard has not started");
        self.guard.get().ok_or_else(missing)
    }

    pub(crate) fn notice(&self, key: &str, text: impl Into<String>, warning: bool) {
        let (key, text) = (key.to_owned(), text.into());
        #[cfg(feature = "tracing")]
        if warning {
            tracing::warn!(key, "{text}");
        } else {
            tracing::info!(key, "{text}");
        }
        if let Some(report) = &self.settings.report {
            let notice = Notice { key, text, warning };
            // Whoever only listens must not keep a machine alive.
            drop(catch_unwind(AssertUnwindSafe(|| report(&notice))));
        }
    }

    /// A journal that cannot be written is told, and keeps nothing from being given back.
    pub(crate) fn or_notice(&self, key: &str, written: Result<()>) {
        if let Err(error) = written {
            self.notice(key, error.to_string(), true);
        }
    }

    /// Changes the state of an entry.
    pub(crate) fn advance(&self, entry: &mut Entry, on: Trigger, why: &str) {
        let advanced = self.journal.advance(entry, on, self.now(), why);
        self.or_notice(&entry.key, advanced);
    }

    /// Notes something about an entry beside its state.
    pub(crate) fn note(&self, entry: &Entry, fields: &serde_json::Value) {
        self.or_notice(&entry.key, self.journal.note(entry, fields));
    }

    /// Keys that a task of this process looks after.
    pub(crate) fn guarded(&self) -> MutexGuard<'_, HashSet<String>> {
        self.guarded.lock().unwrap_or_else(PoisonError::into_inner)
    }
}
