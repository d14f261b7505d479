//! The journal: a folder with a file for each machine, written before the machine exists.

mod disk;
mod entry;
mod head;
mod owner;

use std::fs;
use std::io::ErrorKind;
use std::path::{Path, PathBuf};

use serde_json::{Value, json};

pub(crate) use self::disk::Disk;
pub use self::disk::DiskStep;
pub use self::entry::Entry;
use self::entry::VERSION;
use self::head::{from_the_future, head, lock};
use self::owner::Owner;
use crate::moment::Moment;
use crate::{Error, Kind, Prefix, Result, Trigger};

/// A journal that is open, and this process's place in it.
pub(crate) struct Journal {
    folder: PathBuf,
    disk: Disk,
    owner: Owner,
    prefix: Prefix,
}

impl Journal {
    /// Opens the journal in a folder, which is made if it is missing.
    pub(crate) fn open(folder: &Path, prefix: Option<Prefix>, disk: Disk) -> Result<Self> {
        for part in ["open", "closed", "owners"] {
            let part = folder.join(part);
            let made = disk::create_folder(&part);
            made.map_err(|error| Error::journal(&part, "cannot make the folder", error))?;
        }
        let lock = lock(folder)?;
        let prefix = head(folder, prefix, &disk)?;
        let owners = folder.join("owners");
        owner::tidy(&owners);
        let owner = Owner::sign_in(&owners)?;
        let this = Self { folder: folder.to_owned(), disk, owner, prefix };
        drop(lock);
        this.open_entries()?; // refuses a newer version before anything is done
        Ok(this)
    }

    pub(crate) fn prefix(&self) -> &Prefix {
        &self.prefix
    }

    /// Entries that are not closed.
    pub(crate) fn open_entries(&self) -> Result<Vec<Entry>> {
        self.read("open")
    }

    /// Entries of machines that are gone.
    pub(crate) fn closed_entries(&self) -> Result<Vec<Entry>> {
        self.read("closed")
    }

    /// Writes a new entry, for this process, if `allow` finds nothing in the journal against it. It is on
    /// the disk when this returns, or not at all.
    pub(crate) fn begin(
        &self,
        mut entry: Entry,
        now: Moment,
        allow: impl FnOnce(&Self) -> Result<()>,
    ) -> Result<Entry> {
        entry.owner = Some(self.owner.name.clone());
        (entry.began, entry.changed) = (Some(now.clone()), Some(now));
        let lock = lock(&self.folder)?;
        allow(self)?;
        let path = self.path("open", &entry);
        let written = self.disk.create(&path, &line(&json!(entry)));
        written
            .map_err(|error| Error::journal(&path, "nothing was ordered: cannot write", error))?;
        drop(lock);
        Ok(entry)
    }

    /// Changes the state by the table, and notes more in the same line.
    pub(crate) fn advance(
        &self,
        entry: &mut Entry,
        on: Trigger,
        now: Moment,
        why: &str,
    ) -> Result<()> {
        let Some(state) = entry.state.after(on) else {
            let what = format!("{} has no transition {on:?}", entry.state);
            return Err(Error::new(Kind::Journal, what).with_key(&entry.key));
        };
        (entry.state, entry.why, entry.changed) = (state, Some(why.to_owned()), Some(now));
        // A journal that cannot be written must not keep a machine alive: memory goes on without it.
        let changed = json!({"state": state, "why": why, "changed": entry.changed});
        self.note(entry, &changed)?;
        if !state.may_cost() {
            return self.archive(entry);
        }
        Ok(())
    }

    /// Notes something beside the state. The fields are those of [`Entry`].
    pub(crate) fn note(&self, entry: &Entry, fields: &Value) -> Result<()> {
        let path = self.path("open", entry);
        let written = self.disk.append(&path, &line(fields));
        written.map_err(|error| Error::journal(&path, "cannot write", error))
    }

    /// Takes over entries that nobody looks after and `wanted` accepts. `own` tells those of this
    /// process that no task of it looks after.
    pub(crate) fn take_over(
        &self,
        wanted: impl Fn(&Entry) -> bool,
        own: impl Fn(&Entry) -> bool,
    ) -> Result<Vec<Entry>> {
        let lock = lock(&self.folder)?;
        let owners = self.folder.join("owners");
        let is_free = |entry: &Entry| match entry.owner.as_deref() {
            Some(name) if name == self.owner.name => own(entry),
            Some(name) => !owner::is_alive(&owners, name),
            None => true,
        };
        let mut taken = self.open_entries()?;
        taken.retain(|entry| wanted(entry) && is_free(entry));
        for entry in &mut taken {
            entry.owner = Some(self.owner.name.clone());
            self.note(entry, &json!({"owner": entry.owner}))?;
        }
        drop(lock);
        Ok(taken)
    }

    /// Puts a closed entry away.
    pub(crate) fn archive(&self, entry: &Entry) -> Result<()> {
        let (from, to) = (self.path("open", entry), self.path("closed", entry));
        let moved = self.disk.rename(&from, &to);
        moved.map_err(|error| Error::journal(&from, "cannot put away", error))
    }

    /// Removes closed entries for which `old` holds.
    pub(crate) fn forget(&self, old: impl Fn(&Entry) -> bool) -> Result<usize> {
        let mut entries = self.closed_entries()?;
        entries.retain(old);
        for entry in &entries {
            let path = self.path("closed", entry);
            fs::remove_file(&path)
                .map_err(|error| Error::journal(&path, "cannot remove", error))?;
        }
        Ok(entries.len())
    }

    fn path(&self, part: &str, entry: &Entry) -> PathBuf {
        self.folder.join(part).join(format!("{}.jsonl", entry.file))
    }

    fn read(&self, part: &str) -> Result<Vec<Entry>> {
        let folder = self.folder.join(part);
        let failed = |error| Error::journal(&folder, "cannot read", error);
        let mut entries = Vec::new();
        for file in fs::read_dir(&folder).map_err(failed)? {
            let path = file.map_err(failed)?.path();
            let name = path.file_stem().and_then(|name| name.to_str());
            let (Some(name), Some("jsonl")) = (name, path.extension().and_then(|end| end.to_str()))
            else {
                continue;
            };
            let text = match fs::read(&path) {
                Ok(text) => text,
                Err(gone) if gone.kind() == ErrorKind::NotFound => continue, // put away just now
                Err(error) => return Err(Error::journal(&path, "cannot read", error)),
            };
            entries
                .push(Entry::read(name, &text).map_err(|newer| from_the_future(&path, newer.0))?);
        }
        Ok(entries)
    }
}

/// A line of the journal.
fn line(fields: &Value) -> Vec<u8> {
    let mut all = json!({"v": VERSION});
    if let (Some(all), Value::Object(fields)) = (all.as_object_mut(), fields) {
        let told = fields.iter().filter(|(_, value)| !value.is_null());
        all.extend(told.map(|(name, value)| (name.clone(), value.clone())));
    }
    format!("{all}\n").into_bytes()
}
