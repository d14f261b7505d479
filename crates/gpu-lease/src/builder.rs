//! How a journal is opened.

use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::time::Duration;

use gpu_common::Money;
use gpu_http::Clock;

use crate::inner::{Inner, Notice, Settings};
use crate::journal::{Disk, DiskStep, Journal};
use crate::leases::Last;
use crate::{Leases, Prefix, Result};

/// Chooses how a journal is opened. Made by [`Leases::builder`].
#[must_use = "a journal is opened by `open`"]
pub struct LeasesBuilder {
    folder: PathBuf,
    prefix: Option<String>,
    settings: Settings,
    disk: Disk,
}

impl LeasesBuilder {
    pub(crate) fn new(folder: &Path) -> Self {
        let settings = Settings {
            clock: Clock::system(),
            boot_time: true,
            quarantine: Duration::from_secs(10 * 60),
            return_within: Duration::from_secs(2 * 60),
            budget: None,
            signals: true,
            report: None,
        };
        let (folder, disk) = (folder.to_owned(), Disk::default());
        Self { folder, prefix: None, settings, disk }
    }

    /// What the keys begin with: see [`Prefix`]. It is remembered in the journal; the default is random.
    pub fn prefix(mut self, prefix: impl Into<String>) -> Self {
        self.prefix = Some(prefix.into());
        self
    }

    /// The most that all machines of the journal may cost together, closed ones included until they are
    /// [forgotten](Leases::forget_closed).
    pub fn budget(mut self, budget: Money) -> Self {
        self.settings.budget = Some(budget);
        self
    }

    /// How long a create of unknown fate is looked for. 10 minutes.
    pub fn quarantine(mut self, time: Duration) -> Self {
        self.settings.quarantine = time;
        self
    }

    /// How long a machine is asked to go before that is left to the next sweep. 2 minutes.
    pub fn return_within(mut self, limit: Duration) -> Self {
        self.settings.return_within = limit;
        self
    }

    /// Leaves Ctrl-C, SIGTERM and SIGHUP to the program. By default the first one gives all machines back
    /// and the second one ends the process.
    pub fn without_signals(mut self) -> Self {
        self.settings.signals = false;
        self
    }

    /// Calls `report` for each thing that happens to a machine. It runs on the guard's thread: be quick.
    pub fn on_notice(mut self, report: impl Fn(&Notice) + Send + Sync + 'static) -> Self {
        self.settings.report = Some(Arc::new(report));
        self
    }

    /// Another source of time, for tests.
    pub fn clock(mut self, clock: Clock) -> Self {
        (self.settings.clock, self.settings.boot_time) = (clock, false);
        self
    }

    /// Calls `before` ahead of each step on the disk, for tests; its error takes the step's place.
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
        crate::limits::Limits::default().check(self.settings.budget)?;
        let journal = Journal::open(&self.folder, prefix, self.disk)?;
        let return_within = self.settings.return_within;
        let inner = Inner::new(journal, self.settings);
        let last = Arc::new(Last(inner.busy.clone(), return_within));
        Ok(Leases { inner: Arc::new(inner), last })
    }
}
