//! A journal that is open, and everything that can be done with it.

use std::collections::HashSet;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::path::{Path, PathBuf};
use std::sync::{Arc, Mutex, OnceLock, PoisonError};
use std::time::Duration;

use gpu_common::{Money, Timestamp};
use gpu_http::Clock;

use crate::guard::{Busy, Guard};
use crate::journal::{Disk, DiskStep, Journal};
use crate::moment::Moment;
use crate::{Entry, Error, LeaseRequest, Prefix, Result, Vendor};

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

type Report = Arc<dyn Fn(&Notice) + Send + Sync>;

/// A journal of machines, open in this process. Clones are the same journal.
///
/// When the last of it and of its [`Lease`](crate::Lease)s is dropped while machines are still being
/// given back, the drop waits for that: a machine that bills costs more than a thread that waits.
#[derive(Clone)]
pub struct Leases {
    pub(crate) inner: Arc<Inner>,
    pub(crate) last: Arc<Last>,
}

/// What all tasks of one journal share.
pub(crate) struct Inner {
    pub(crate) journal: Journal,
    pub(crate) clock: Clock,
    pub(crate) quarantine: Duration,
    pub(crate) return_within: Duration,
    pub(crate) budget: Option<Money>,
    boot_time: bool,
    signals: bool,
    report: Option<Report>,
    /// Keys that a task of this process looks after.
    guarded: Mutex<HashSet<String>>,
    guard: OnceLock<Guard>,
    busy: Busy,
}

/// Waits for the guard when the last handle goes.
pub(crate) struct Last(Busy, Duration);

impl Drop for Last {
    fn drop(&mut self) {
        self.0.wait(self.1);
    }
}

/// Chooses how a journal is opened. Made by [`Leases::builder`].
pub struct LeasesBuilder {
    folder: PathBuf,
    prefix: Option<String>,
    clock: Option<Clock>,
    quarantine: Duration,
    return_within: Duration,
    budget: Option<Money>,
    signals: bool,
    report: Option<Report>,
    disk: Disk,
}

impl Leases {
    /// Opens the journal in a folder, which is made if it is missing. Programs that share the folder
    /// share the budget, and each can give back what another left behind.
    ///
    /// # Errors
    ///
    /// Kind [`Journal`](crate::Kind::Journal): the folder cannot be written or locked, or is of a newer version.
    pub fn open(folder: impl AsRef<Path>) -> Result<Self> {
        Self::builder(folder).open()
    }

    /// Opens a journal otherwise than by default.
    pub fn builder(folder: impl AsRef<Path>) -> LeasesBuilder {
        LeasesBuilder {
            folder: folder.as_ref().to_owned(),
            prefix: None,
            clock: None,
            quarantine: Duration::from_secs(10 * 60),
            return_within: Duration::from_secs(2 * 60),
            budget: None,
            signals: true,
            report: None,
            disk: Disk::default(),
        }
    }

    /// The folder for a user's journal: `$GPU_LEASE_DIR`, or `gpu-lease` where the system keeps the state
    /// of programs (`$XDG_STATE_HOME`, `~/.local/state`, `%LOCALAPPDATA%`).
    ///
    /// # Errors
    ///
    /// Kind `Invalid`, field `GPU_LEASE_DIR`, if none of these is set.
    pub fn default_dir() -> Result<PathBuf> {
        let folder = |name: &str, below: &str| {
            let set = std::env::var_os(name).filter(|set| !set.is_empty())?;
            Some(PathBuf::from(set).join(below))
        };
        folder("GPU_LEASE_DIR", "")
            .or_else(|| folder("XDG_STATE_HOME", "gpu-lease"))
            .or_else(|| folder("HOME", ".local/state/gpu-lease"))
            .or_else(|| folder("LOCALAPPDATA", "gpu-lease"))
            .ok_or_else(|| {
                Error::invalid("GPU_LEASE_DIR", "is not set, and there is no home folder")
            })
    }

    /// Orders a machine under a lease. Nothing is sent before [`start`](LeaseRequest::start) or
    /// [`run`](LeaseRequest::run).
    pub fn lease<V: Vendor>(&self, client: &V, order: V::Order) -> LeaseRequest<V> {
        LeaseRequest::new(self.clone(), client.separate(), order)
    }

    /// Machines that may cost money, as the journal knows them.
    ///
    /// # Errors
    ///
    /// The journal cannot be read.
    pub fn entries(&self) -> Result<Vec<Entry>> {
        self.inner.journal.open_entries()
    }

    /// Machines that are gone, with what they cost at most.
    ///
    /// # Errors
    ///
    /// The journal cannot be read.
    pub fn closed_entries(&self) -> Result<Vec<Entry>> {
        self.inner.journal.closed_entries()
    }

    /// Forgets closed entries from before a moment, and how many they were. What they cost counts no more
    /// against the budget.
    ///
    /// # Errors
    ///
    /// The journal cannot be written.
    pub fn forget_closed(&self, before: Timestamp) -> Result<usize> {
        self.inner
            .journal
            .forget(|entry| entry.began().is_none_or(|began| began < before))
    }

    /// What the keys of this journal begin with: enough to find its machines if it is lost.
    #[must_use]
    pub fn prefix(&self) -> &Prefix {
        self.inner.journal.prefix()
    }
}

impl LeasesBuilder {
    /// What the keys begin with: see [`Prefix`]. It is remembered in the journal; the default is random.
    #[must_use]
    pub fn prefix(mut self, prefix: impl Into<String>) -> Self {
        self.prefix = Some(prefix.into());
        self
    }

    /// The most that all machines of the journal may cost together, closed ones included until they are
    /// [forgotten](Leases::forget_closed).
    #[must_use]
    pub fn budget(mut self, budget: Money) -> Self {
        self.budget = Some(budget);
        self
    }

    /// How long a create of unknown fate is looked for. 10 minutes.
    #[must_use]
    pub fn quarantine(mut self, time: Duration) -> Self {
        self.quarantine = time;
        self
    }

    /// How long a machine is asked to go before that is left to the next sweep. 2 minutes.
    #[must_use]
    pub fn return_within(mut self, limit: Duration) -> Self {
        self.return_within = limit;
        self
    }

    /// Leaves Ctrl-C, SIGTERM and SIGHUP to the program. By default the first one gives all machines back
    /// and the second one ends the process.
    #[must_use]
    pub fn without_signals(mut self) -> Self {
        self.signals = false;
        self
    }

    /// Calls `report` for whatever happens to a machine. It runs on the guard's thread: be quick.
    #[must_use]
    pub fn on_notice(mut self, report: impl Fn(&Notice) + Send + Sync + 'static) -> Self {
        self.report = Some(Arc::new(report));
        self
    }

    /// Another source of time, for tests.
    #[must_use]
    pub fn clock(mut self, clock: Clock) -> Self {
        self.clock = Some(clock);
        self
    }

    /// Calls `before` ahead of each step on the disk, for tests; its error takes the step's place.
    #[must_use]
    pub fn before_disk_step(
        mut self,
        before: impl Fn(&DiskStep<'_>) -> std::io::Result<()> + Send + Sync + 'static,
    ) -> Self {
        self.disk = Disk(Some(Arc::new(before)));
        self
    }

    /// Opens the journal.
    ///
    /// # Errors
    ///
    /// As [`Leases::open`]; kind `Invalid` for a prefix or budget that cannot be.
    pub fn open(self) -> Result<Leases> {
        let prefix = self.prefix.map(Prefix::new).transpose()?;
        crate::limits::Limits::default().check(self.budget)?;
        let busy = Busy::default();
        let inner = Inner {
            journal: Journal::open(&self.folder, prefix, self.disk)?,
            boot_time: self.clock.is_none(),
            clock: self.clock.unwrap_or_default(),
            quarantine: self.quarantine,
            return_within: self.return_within,
            budget: self.budget,
            signals: self.signals,
            report: self.report,
            guarded: Mutex::default(),
            guard: OnceLock::new(),
            busy: busy.clone(),
        };
        Ok(Leases {
            inner: Arc::new(inner),
            last: Arc::new(Last(busy, self.return_within)),
        })
    }
}

impl Inner {
    pub(crate) fn now(&self) -> Moment {
        Moment::now(&self.clock, self.boot_time)
    }

    /// The guard, started when it is first needed.
    pub(crate) fn guard(&self) -> Result<&Guard> {
        if self.guard.get().is_none() {
            drop(
                self.guard
                    .set(Guard::start(self.signals, self.busy.clone())?),
            );
        }
        self.guard
            .get()
            .ok_or_else(|| Error::new(crate::Kind::Journal, "the guard has not started"))
    }

    pub(crate) fn notice(&self, key: &str, text: impl Into<String>, warning: bool) {
        let notice = Notice {
            key: key.to_owned(),
            text: text.into(),
            warning,
        };
        #[cfg(feature = "tracing")]
        if warning {
            tracing::warn!(key = notice.key, "{}", notice.text);
        } else {
            tracing::info!(key = notice.key, "{}", notice.text);
        }
        if let Some(report) = &self.report {
            // Whoever only listens must not keep a machine alive.
            drop(catch_unwind(AssertUnwindSafe(|| report(&notice))));
        }
    }

    /// A journal that cannot be written is told and keeps nothing from being given back.
    pub(crate) fn or_notice(&self, key: &str, written: Result<()>) {
        if let Err(error) = written {
            self.notice(key, error.to_string(), true);
        }
    }

    pub(crate) fn is_guarded(&self, key: &str) -> bool {
        self.guarded
            .lock()
            .unwrap_or_else(PoisonError::into_inner)
            .contains(key)
    }

    /// Says whether a task of this process looks after the machine.
    pub(crate) fn set_guarded(&self, key: &str, guarded: bool) {
        let mut keys = self.guarded.lock().unwrap_or_else(PoisonError::into_inner);
        if guarded {
            keys.insert(key.to_owned());
        } else {
            keys.remove(key);
        }
    }
}

impl std::fmt::Debug for Leases {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "Leases({})", self.prefix().as_str())
    }
}
