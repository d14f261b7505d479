//! How a journal is opened and kept.

use std::io;
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::time::Duration;

use gpu_common::Money;
use gpu_http::Clock;

use crate::Notice;

/// Is called before each step; an error takes the step's place.
pub(crate) type Tap = Arc<dyn Fn(&'static str, &Path, &[u8]) -> io::Result<()> + Send + Sync>;

/// Hears what happens.
type Report = Arc<dyn Fn(&Notice) + Send + Sync>;

/// Chooses how a journal is opened. Made by [`Leases::builder`](crate::Leases::builder).
#[must_use = "a journal is opened by `open`"]
pub struct LeasesBuilder {
    pub(crate) folder: PathBuf,
    pub(crate) prefix: Option<String>,
    pub(crate) budget: Option<Money>,
    pub(crate) quarantine: Duration,
    pub(crate) return_within: Duration,
    pub(crate) without_signals: bool,
    pub(crate) report: Option<Report>,
    pub(crate) clock: Option<Clock>,
    pub(crate) tap: Option<Tap>,
}

impl Default for LeasesBuilder {
    fn default() -> Self {
        Self {
            folder: PathBuf::new(),
            prefix: None,
            budget: None,
            quarantine: Duration::from_secs(10 * 60),
            return_within: Duration::from_secs(2 * 60),
            without_signals: false,
            report: None,
            clock: None,
            tap: None,
        }
    }
}

impl LeasesBuilder {
    /// What the keys begin with: see [`Prefix`](crate::Prefix). It is remembered in the journal; the default is random.
    pub fn prefix(mut self, prefix: impl Into<String>) -> Self {
        self.prefix = Some(prefix.into());
        self
    }

    /// The most that all machines of the journal may cost together, closed ones included until they are
    /// [forgotten](crate::Leases::forget_closed).
    pub fn budget(mut self, budget: Money) -> Self {
        self.budget = Some(budget);
        self
    }

    /// How long a create of unknown fate is looked for. 10 minutes.
    pub fn quarantine(mut self, time: Duration) -> Self {
        self.quarantine = time;
        self
    }

    /// How long a machine is asked to go before that is left to the next sweep. 2 minutes.
    pub fn return_within(mut self, limit: Duration) -> Self {
        self.return_within = limit;
        self
    }

    /// Leaves Ctrl-C, SIGTERM and SIGHUP to the program. By default the first one gives all machines back
    /// and the second one ends the process.
    pub fn without_signals(mut self) -> Self {
        self.without_signals = true;
        self
    }

    /// Calls `report` for each thing that happens to a machine. It runs on the guard's thread: be quick.
    pub fn on_notice(mut self, report: impl Fn(&Notice) + Send + Sync + 'static) -> Self {
        self.report = Some(Arc::new(report));
        self
    }

    /// Another source of time, for tests.
    pub fn clock(mut self, clock: Clock) -> Self {
        self.clock = Some(clock);
        self
    }

    /// Calls `before` ahead of each step on the disk, for tests; its error takes the step's place. It hears
    /// the step (`write`, `sync`, `sync folder` or `move`), the file, and what is about to be written.
    pub fn before_disk_step(
        mut self,
        before: impl Fn(&'static str, &Path, &[u8]) -> io::Result<()> + Send + Sync + 'static,
    ) -> Self {
        self.tap = Some(Arc::new(before));
        self
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn however_it_is_made_a_late_create_is_waited_for_and_a_machine_asked_to_go_as_long_as_said() {
        for builder in [LeasesBuilder::default(), crate::Leases::builder("a folder")] {
            assert_eq!((builder.quarantine.as_secs(), builder.return_within.as_secs()), (600, 120));
        }
    }
}
