//! The journal: a folder with a file for each machine, written before the machine exists.

mod change;
mod disk;
mod entry;

use std::fs::{self, File};
use std::io::ErrorKind;
use std::path::PathBuf;
use std::sync::OnceLock;

use gpu_http::Clock;
use serde_json::{Map, Value, json};

pub use self::entry::Entry;
use crate::guard::{Guard, Guarded};
use crate::key::random_text;
use crate::moment::Moment;
use crate::{Error, Kind, LeasesBuilder, Prefix, Result};

/// A journal that is open, and this process's place in it.
pub(crate) struct Journal {
    pub(crate) settings: LeasesBuilder,
    pub(crate) prefix: Prefix,
    pub(crate) guarded: Guarded,
    guard: OnceLock<Option<Guard>>,
    folder: PathBuf,
    owner: String,
    /// Locked as long as this process lives: the system releases it however that ends.
    _alive: File,
}

impl Journal {
    /// Opens the journal in a folder, which is made if it is missing.
    pub(crate) fn open(settings: LeasesBuilder) -> Result<Self> {
        let wanted = settings.prefix.as_ref().map(Prefix::new).transpose()?;
        let owner = format!("{}-{}", std::process::id(), random_text(8)?);
        let given = settings.folder.clone();
        let failed = Error::at(&given, "cannot keep a journal in");
        let folder = std::path::absolute(&given).map_err(failed)?;
        disk::make_folders(&folder).map_err(failed)?;
        let lock = disk::lock(&folder).map_err(failed)?;
        let _alive = disk::sign_in(&folder.join("owners"), &owner).map_err(failed)?;
        let (guarded, guard, prefix) = (Guarded::default(), OnceLock::new(), Prefix::random()?);
        let mut this = Self { settings, prefix, guarded, guard, folder, owner, _alive };
        this.read_head(wanted)?;
        drop(lock);
        this.entries("open")?; // refuses a newer version before anything is done
        Ok(this)
    }

    /// Takes the prefix from the head, which is written if it is missing, torn or of another prefix than wanted.
    fn read_head(&mut self, wanted: Option<Prefix>) -> Result<()> {
        let path = self.folder.join("journal.json");
        let is_new = !path.exists();
        let text = if is_new { Ok(Vec::new()) } else { fs::read(&path) };
        let text = text.map_err(Error::at(&path, "cannot read"))?;
        let head: Option<Map<String, Value>> = disk::last(&path, &text)?;
        let written = head.and_then(|head| Prefix::new(head.get("prefix")?.as_str()?).ok());
        let is_written = written.is_some() && (wanted.is_none() || wanted == written);
        if let Some(prefix) = wanted.or(written) {
            self.prefix = prefix;
        }
        if is_written {
            return Ok(());
        }
        let head = json!({"prefix": self.prefix.as_str()});
        self.write(&path, &head, is_new).map_err(Error::at(&path, "cannot write"))
    }

    pub(crate) fn clock(&self) -> Clock {
        self.settings.clock.clone().unwrap_or_default()
    }

    /// The guard, started when it is first needed.
    pub(crate) fn guard(&self) -> Result<&Guard> {
        let signals = !self.settings.without_signals;
        let start = || Guard::start(&self.clock(), signals, &self.guarded);
        let missing = || Error::new(Kind::Journal, "the guard's thread cannot be started");
        self.guard.get_or_init(start).as_ref().ok_or_else(missing)
    }

    pub(crate) fn now(&self) -> Moment {
        Moment::now(self.settings.clock.as_ref())
    }

    /// All entries of a part of the journal, `open` or `closed`.
    pub(crate) fn entries(&self, part: &str) -> Result<Vec<Entry>> {
        let folder = self.folder.join(part);
        let failed = Error::at(&folder, "cannot read");
        let mut entries = Vec::new();
        for file in fs::read_dir(&folder).map_err(failed)? {
            let path = file.map_err(failed)?.path();
            let name = path.file_name().and_then(|name| name.to_str()?.strip_suffix(".jsonl"));
            let Some(name) = name else { continue };
            match fs::read(&path) {
                Ok(text) => entries.push(Entry::of_file(name, disk::last(&path, &text)?)),
                Err(gone) if gone.kind() == ErrorKind::NotFound => {} // put away just now
                Err(error) => return Err(Error::at(&path, "cannot read")(error)),
            }
        }
        Ok(entries)
    }

    fn path(&self, part: &str, entry: &Entry) -> PathBuf {
        self.folder.join(part).join(format!("{}.jsonl", entry.file))
    }
}
