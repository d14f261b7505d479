//! The journal: a folder with a file for each machine, written before the machine exists.

mod disk;
mod entry;

use std::fs::{self, File};
use std::io::ErrorKind;
use std::path::PathBuf;

use serde_json::{Map, Value, json};

pub use self::disk::DiskStep;
pub(crate) use self::disk::Tap;
pub use self::entry::Entry;
use crate::key::random_text;
use crate::limits::fits;
use crate::moment::Moment;
use crate::{Error, Kind, LeasesBuilder, Prefix, Result, State, Trigger};

/// A journal that is open, and this process's place in it.
pub(crate) struct Journal {
    pub(crate) settings: LeasesBuilder,
    pub(crate) prefix: Prefix,
    folder: PathBuf,
    owner: String,
    /// Locked as long as this process lives: the system releases it however that ends.
    _alive: File,
}

impl Journal {
    /// Opens the journal in a folder, which is made if it is missing.
    pub(crate) fn open(settings: LeasesBuilder) -> Result<Self> {
        let wanted = settings.prefix.as_ref().map(Prefix::new).transpose()?;
        let folder = std::path::absolute(&settings.folder);
        let folder = folder.map_err(Error::at(&settings.folder, "cannot use"))?;
        for part in ["open", "closed", "owners"].map(|part| folder.join(part)) {
            let made = fs::create_dir_all(&part).and_then(|()| disk::sync_folder_of(&part));
            made.map_err(Error::at(&part, "cannot make the folder"))?;
        }
        // Under the lock nobody takes the file of an owner for a dead process's before it is locked.
        let lock = disk::lock(&folder)?;
        let owners = folder.join("owners");
        for file in fs::read_dir(&owners).into_iter().flatten().flatten() {
            if !disk::is_alive(&file.path()) {
                drop(fs::remove_file(file.path()));
            }
        }
        let owner = format!("{}-{}", std::process::id(), random_text(8)?);
        let alive = File::create_new(owners.join(&owner));
        let alive = alive.and_then(|file| file.try_lock().map(|()| file).map_err(Into::into));
        let _alive = alive.map_err(Error::at(&owners, "cannot lock files in"))?;
        let mut this = Self { settings, prefix: Prefix::random()?, folder, owner, _alive };
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

    pub(crate) fn now(&self) -> Moment {
        Moment::now(self.settings.clock.as_ref())
    }

    /// Writes a new entry, for this process, if the budget allows it. It is on the disk when this returns, or
    /// not at all.
    pub(crate) fn begin(&self, mut entry: Entry) -> Result<Entry> {
        entry.owner = Some(self.owner.clone());
        (entry.began, entry.changed) = (Some(self.now()), Some(self.now()));
        let _lock = disk::lock(&self.folder)?;
        if let Some((budget, reserve)) = self.settings.budget.zip(entry.reserved) {
            fits(budget, reserve, &self.entries("open")?, &self.entries("closed")?)?;
        }
        let path = self.path("open", &entry);
        let written = self.write(&path, &entry, true);
        let written = written.inspect_err(|_| drop(fs::remove_file(&path)));
        written.map_err(Error::at(&path, "nothing was ordered: cannot write"))?;
        Ok(entry)
    }

    /// Changes the state by the table. A journal that cannot be written must not keep a machine alive: in
    /// memory the state has changed even if this fails.
    pub(crate) fn advance(&self, entry: &mut Entry, on: Trigger, why: &str) -> Result<()> {
        let Some(state) = entry.state.after(on) else {
            let what = format!("{} has no transition {on:?}", entry.state);
            return Err(Error::new(Kind::Journal, what).with_key(&entry.key));
        };
        (entry.state, entry.why, entry.changed) = (state, Some(why.to_owned()), Some(self.now()));
        self.save(entry)?;
        if state == State::Closed { self.put_away(entry) } else { Ok(()) }
    }

    /// Writes an entry as it is now.
    pub(crate) fn save(&self, entry: &Entry) -> Result<()> {
        let path = self.path("open", entry);
        self.write(&path, entry, false).map_err(Error::at(&path, "cannot write"))
    }

    /// Takes over entries that nobody looks after and `wanted` accepts. `is_guarded` tells which of this
    /// process's own a task looks after.
    pub(crate) fn take_over(
        &self,
        wanted: impl Fn(&Entry) -> bool,
        is_guarded: impl Fn(&str) -> bool,
    ) -> Result<Vec<Entry>> {
        let _lock = disk::lock(&self.folder)?;
        let is_free = |entry: &Entry| match entry.owner.as_deref() {
            Some(name) if name == self.owner => !is_guarded(&entry.key),
            Some(name) => !disk::is_alive(&self.folder.join("owners").join(name)),
            None => true,
        };
        let mut taken = Vec::new();
        for mut entry in self.entries("open")? {
            if !wanted(&entry) || !is_free(&entry) {
                continue;
            }
            if entry.state == State::Closed {
                self.put_away(&entry)?; // its owner died just before that
                continue;
            }
            entry.owner = Some(self.owner.clone());
            self.save(&entry)?;
            taken.push(entry);
        }
        Ok(taken)
    }

    fn put_away(&self, entry: &Entry) -> Result<()> {
        let (from, to) = (self.path("open", entry), self.path("closed", entry));
        self.rename(&from, &to).map_err(Error::at(&from, "cannot put away"))
    }

    /// Removes closed entries for which `old` holds, and how many they were.
    pub(crate) fn forget(&self, old: impl Fn(&Entry) -> bool) -> Result<usize> {
        let mut entries = self.entries("closed")?;
        entries.retain(old);
        for path in entries.iter().map(|entry| self.path("closed", entry)) {
            fs::remove_file(&path).map_err(Error::at(&path, "cannot remove"))?;
        }
        Ok(entries.len())
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
