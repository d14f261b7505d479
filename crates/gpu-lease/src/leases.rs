//! A journal that is open, and what can be asked of it.

use std::fmt;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use gpu_common::Timestamp;

use crate::guard::Last;
use crate::journal::Journal;
use crate::limits::Limits;
use crate::{Entry, Error, LeasesBuilder, Prefix, Result};

/// A journal of machines, open in this process. Clones are the same journal.
///
/// When the last of it and of its [`Lease`](crate::Lease)s is dropped while machines are still being
/// given back, the drop waits for that: a machine that bills costs more than a thread that waits.
#[derive(Clone)]
pub struct Leases {
    pub(crate) journal: Arc<Journal>,
    pub(crate) _last: Arc<Last>,
}

impl Leases {
    /// Opens the journal in a folder, which is made if it is missing. Programs that share the folder
    /// share the budget, and each can give back what another left behind.
    ///
    /// ```
    /// # let folder = gpu_lease_support::Folder::new();
    /// let leases = gpu_lease::Leases::open(&folder)?; // or `Leases::default_dir()?`
    /// # Ok::<(), gpu_lease::Error>(())
    /// ```
    ///
    /// # Errors
    ///
    /// Kind [`Journal`](crate::Kind::Journal): the folder cannot be written or locked, or is of a newer version.
    pub fn open(folder: impl AsRef<Path>) -> Result<Self> {
        Self::builder(folder).open()
    }

    /// Opens a journal otherwise than by default.
    ///
    /// ```
    /// use std::time::Duration;
    /// use gpu_lease::Leases;
    ///
    /// # let folder = gpu_lease_support::Folder::new();
    /// let leases = Leases::builder(&folder)
    ///     .prefix("anna_train")
    ///     .budget("100 CNY".parse()?) // of all programs that share the folder
    ///     .quarantine(Duration::from_secs(900))
    ///     .return_within(Duration::from_secs(300))
    ///     .on_notice(|notice| eprintln!("{}: {}", notice.key, notice.text))
    ///     .without_signals() // Ctrl-C stays the program's own
    ///     .clock(gpu_http::Clock::system()) // another one in tests
    ///     .before_disk_step(|_what, _path, _bytes| Ok(())) // a full disk, in tests
    ///     .open()?;
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    pub fn builder(folder: impl AsRef<Path>) -> LeasesBuilder {
        LeasesBuilder { folder: folder.as_ref().to_owned(), ..LeasesBuilder::default() }
    }

    /// The folder for a user's journal: `$GPU_LEASE_DIR`, or `gpu-lease` where the system keeps the state
    /// of programs (`$XDG_STATE_HOME`, `~/.local/state`, `%LOCALAPPDATA%`).
    ///
    /// ```
    /// match gpu_lease::Leases::default_dir() {
    ///     Ok(folder) => println!("the journal is in {}", folder.display()),
    ///     Err(error) => println!("{error}"),
    /// }
    /// ```
    ///
    /// # Errors
    ///
    /// Kind `Invalid`, field `GPU_LEASE_DIR`, if none of these is set.
    pub fn default_dir() -> Result<PathBuf> {
        let places = [
            ("GPU_LEASE_DIR", ""),
            ("XDG_STATE_HOME", "gpu-lease"),
            ("HOME", ".local/state/gpu-lease"),
            ("LOCALAPPDATA", "gpu-lease"),
        ];
        let folder = places.into_iter().find_map(|(name, below)| {
            let set = std::env::var_os(name).filter(|set| !set.is_empty())?;
            Some(Path::new(&set).join(below))
        });
        folder.ok_or_else(|| {
            Error::invalid("GPU_LEASE_DIR", "is not set, and there is no home folder")
        })
    }

    /// Machines that may cost money, as the journal knows them.
    ///
    /// ```
    /// # mod doc { include!(concat!(env!("CARGO_MANIFEST_DIR"), "/tests/doc/run.rs")); } doc::run(async |leases, client, order| {
    /// let lease = leases.lease(&client, order).start().await?;
    /// for entry in leases.entries()? {
    ///     println!("{} is {} since {:?}", entry.key, entry.state, entry.began());
    ///     assert!(entry.is_in(&gpu_lease::Vendor::account(&client)));
    /// }
    /// lease.give_back().await?;
    /// # Ok(()) });
    /// ```
    ///
    /// # Errors
    ///
    /// The journal cannot be read.
    pub fn entries(&self) -> Result<Vec<Entry>> {
        self.journal.entries("open")
    }

    /// Machines that are gone, with what they cost at most.
    ///
    /// ```
    /// # mod doc { include!(concat!(env!("CARGO_MANIFEST_DIR"), "/tests/doc/run.rs")); } doc::run(async |leases, client, order| {
    /// leases.lease(&client, order).start().await?.give_back().await?;
    /// for entry in leases.closed_entries()? {
    ///     println!("{} has cost {:?} at most", entry.key, entry.cost);
    /// }
    /// # Ok(()) });
    /// ```
    ///
    /// # Errors
    ///
    /// The journal cannot be read.
    pub fn closed_entries(&self) -> Result<Vec<Entry>> {
        self.journal.entries("closed")
    }

    /// Forgets closed entries from before a moment, and how many they were. What they cost counts no more
    /// against the budget.
    ///
    /// ```
    /// # mod doc { include!(concat!(env!("CARGO_MANIFEST_DIR"), "/tests/doc/run.rs")); } doc::run(async |leases, client, order| {
    /// let now = gpu_common::Timestamp::now();
    /// println!("{} forgotten", leases.forget_closed(now)?);
    /// # Ok(()) });
    /// ```
    ///
    /// # Errors
    ///
    /// The journal cannot be written.
    pub fn forget_closed(&self, before: Timestamp) -> Result<usize> {
        let old = |entry: &Entry| entry.began().is_none_or(|began| began < before);
        self.journal.forget(old)
    }

    /// What the keys of this journal begin with: enough to find its machines if it is lost.
    ///
    /// ```
    /// # mod doc { include!(concat!(env!("CARGO_MANIFEST_DIR"), "/tests/doc/run.rs")); } doc::run(async |leases, client, order| {
    /// println!("keep {}: it finds the machines if the journal is lost", leases.prefix().as_str());
    /// # Ok(()) });
    /// ```
    pub fn prefix(&self) -> &Prefix {
        &self.journal.prefix
    }
}

impl LeasesBuilder {
    /// Opens the journal.
    ///
    /// # Errors
    ///
    /// As [`Leases::open`]; kind `Invalid` for a prefix or budget that cannot be.
    pub fn open(self) -> Result<Leases> {
        Limits::default().check(self.budget)?;
        let journal = Arc::new(Journal::open(self)?);
        let _last = Arc::new(Last(journal.guarded.clone(), journal.settings.return_within));
        Ok(Leases { journal, _last })
    }
}

impl fmt::Debug for Leases {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Leases({})", self.prefix().as_str())
    }
}
