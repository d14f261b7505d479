//! What all tasks of one open journal share.

use std::panic::{AssertUnwindSafe, catch_unwind};
use std::sync::OnceLock;
use std::time::Duration;

use gpu_http::Clock;

use crate::guard::{Guard, Guarded};
use crate::journal::Journal;
use crate::moment::Moment;
use crate::{Entry, Error, Kind, Machine, Result, Trigger};

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

pub(crate) struct Inner {
    pub(crate) journal: Journal,
    pub(crate) guarded: Guarded,
    pub(crate) guard: OnceLock<Option<Guard>>,
}

impl Inner {
    pub(crate) fn clock(&self) -> Clock {
        self.journal.settings.clock.clone().unwrap_or_default()
    }

    /// How long a machine is asked to go.
    pub(crate) fn return_within(&self) -> Duration {
        self.journal.settings.return_within.unwrap_or(Duration::from_secs(2 * 60))
    }

    /// How long a create of unknown fate is looked for.
    pub(crate) fn quarantine(&self) -> Duration {
        self.journal.settings.quarantine.unwrap_or(Duration::from_secs(10 * 60))
    }

    pub(crate) fn now(&self) -> Moment {
        self.journal.now()
    }

    /// The guard, started when it is first needed.
    pub(crate) fn guard(&self) -> Result<&Guard> {
        let missing = || Error::new(Kind::Journal, "the guard's thread cannot be started");
        self.guard.get_or_init(|| Guard::start(self)).as_ref().ok_or_else(missing)
    }

    pub(crate) fn notice(&self, key: &str, text: impl Into<String>, warning: bool) {
        let (key, text) = (key.to_owned(), text.into());
        #[cfg(feature = "tracing")]
        if warning {
            tracing::warn!(key, "{text}");
        } else {
            tracing::info!(key, "{text}");
        }
        if let Some(report) = &self.journal.settings.report {
            let notice = Notice { key, text, warning };
            // Whoever only listens must not keep a machine alive.
            drop(catch_unwind(AssertUnwindSafe(|| report(&notice))));
        }
    }

    /// A journal that cannot be written is told, and keeps nothing from being given back.
    fn or_notice(&self, key: &str, written: Result<()>) {
        if let Err(error) = written {
            self.notice(key, error.to_string(), true);
        }
    }

    /// Changes the state of an entry.
    pub(crate) fn advance(&self, entry: &mut Entry, on: Trigger, why: &str) {
        let advanced = self.journal.advance(entry, on, why);
        self.or_notice(&entry.key, advanced);
    }

    /// Writes down something that becomes true once.
    pub(crate) fn mark(&self, entry: &mut Entry, what: fn(&mut Entry) -> &mut bool) {
        if !std::mem::replace(what(entry), true) {
            self.or_notice(&entry.key, self.journal.save(entry));
        }
    }

    /// A look has shown the machine.
    pub(crate) fn saw(&self, entry: &mut Entry, machine: &Machine) {
        entry.id = Some(machine.id.clone());
        self.mark(entry, |entry| &mut entry.seen);
    }
}

/// The pauses between looks: 2 s at first, then longer, up to 15 s.
pub(crate) fn pauses() -> impl Iterator<Item = Duration> {
    let longer = |pause: &Duration| Some((*pause * 3 / 2).min(Duration::from_secs(15)));
    std::iter::successors(Some(Duration::from_secs(2)), longer)
}
