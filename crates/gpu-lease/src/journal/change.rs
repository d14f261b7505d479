//! What changes in a journal: entries begin, move on by the table, change hands and end.

use std::fs::{self, File};
use std::io::{self, ErrorKind, Read, Seek, SeekFrom, Write};
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::path::Path;

use serde::Serialize;

use super::disk::VERSION;
use super::{Journal, disk};
use crate::limits::fits;
use crate::{Entry, Error, Machine, Notice, Result, State};

/// A line of a file, with the version that wrote it.
#[derive(Serialize)]
struct Line<'a, T> {
    v: u64,
    #[serde(flatten)]
    line: &'a T,
}

impl Journal {
    /// Writes a new entry, for this process, if the budget allows it. It is on the disk when this returns, or
    /// not at all.
    pub(crate) fn begin(&self, mut entry: Entry) -> Result<Entry> {
        entry.owner = Some(self.owner.clone());
        let now = Some(self.now());
        (entry.began, entry.changed) = (now.clone(), now);
        let _lock = self.lock()?;
        if let Some((budget, reserve)) = self.settings.budget.zip(entry.reserved) {
            fits(budget, reserve, &self.entries("open")?, &self.entries("closed")?)?;
        }
        let path = self.path("open", &entry);
        let written = self.write(&path, &entry, true);
        if written.as_ref().is_err_and(|error| error.kind() != ErrorKind::AlreadyExists) {
            drop(fs::remove_file(&path));
        }
        written.map_err(Error::at(&path, "nothing was ordered: cannot write"))?;
        Ok(entry)
    }

    /// Changes the state by the table. A journal that cannot be written must not keep a machine alive: that
    /// is told, and in memory the state has changed.
    pub(crate) fn advance(&self, entry: &mut Entry, state: State, why: &str) {
        if !entry.state.may_become(state) {
            let what = format!("what is {} does not become {state}", entry.state);
            return self.notice(&entry.key, what, true);
        }
        (entry.state, entry.why, entry.changed) = (state, Some(why.to_owned()), Some(self.now()));
        self.save_or_tell(entry);
    }

    /// Writes down something that becomes true once.
    pub(crate) fn mark(&self, entry: &mut Entry, what: fn(&mut Entry) -> &mut bool) {
        if !std::mem::replace(what(entry), true) {
            self.save_or_tell(entry);
        }
    }

    /// A look has shown the machine.
    pub(crate) fn saw(&self, entry: &mut Entry, machine: &Machine) {
        entry.id = Some(machine.id.clone());
        self.mark(entry, |entry| &mut entry.seen);
    }

    fn save_or_tell(&self, entry: &Entry) {
        if let Err(error) = self.save(entry) {
            self.notice(&entry.key, error.to_string(), true);
        }
    }

    /// Writes an entry as it is now; one that is closed is put away.
    pub(crate) fn save(&self, entry: &Entry) -> Result<()> {
        let (path, closed) = (self.path("open", entry), self.path("closed", entry));
        let mut saved = self.write(&path, entry, false);
        if entry.state == State::Closed {
            // Not synced: if it is back after a loss of power, it is put away again.
            let moved = saved.and_then(|()| self.step("move", &closed, &[]));
            saved = moved.and_then(|()| fs::rename(&path, &closed));
        }
        saved.map_err(Error::at(&path, "cannot write"))
    }

    /// Takes over entries that nobody looks after and `wanted` accepts.
    pub(crate) fn take_over(&self, wanted: impl Fn(&Entry) -> bool) -> Result<Vec<Entry>> {
        let _lock = self.lock()?;
        let is_free = |entry: &Entry| match entry.owner.as_deref() {
            Some(name) if name == self.owner => !self.guarded.keys().contains_key(&entry.key),
            Some(name) => !disk::is_alive(&self.folder.join("owners").join(name)),
            None => true,
        };
        let mut taken = self.entries("open")?;
        taken.retain(|entry| wanted(entry) && is_free(entry));
        for entry in &mut taken {
            entry.owner = Some(self.owner.clone());
            self.save(entry)?;
        }
        taken.retain(|entry| entry.state != State::Closed); // its owner died before it put it away
        Ok(taken)
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

    fn step(&self, what: &'static str, path: &Path, bytes: &[u8]) -> io::Result<()> {
        let tap = self.settings.tap.as_ref();
        tap.map_or(Ok(()), |tap| tap(what, path, bytes))
    }

    /// Adds a line to a file; a line before it that was torn is ended first. A `new` file survives a loss of
    /// power, name and all.
    pub(super) fn write(&self, path: &Path, line: &impl Serialize, new: bool) -> io::Result<()> {
        let mut file = File::options().read(true).append(true).create_new(new).open(path)?;
        let mut last = *b"\n";
        if file.seek(SeekFrom::End(-1)).is_ok() {
            file.read_exact(&mut last)?;
        }
        let mut bytes = if last == *b"\n" { Vec::new() } else { b"\n".to_vec() };
        serde_json::to_writer(&mut bytes, &Line { v: VERSION, line })?;
        bytes.push(b'\n');
        self.step("write", path, &bytes)?;
        file.write_all(&bytes)?;
        if new {
            self.step("sync", path, &[])?;
            file.sync_all()?;
            self.step("sync folder", path, &[])?;
            disk::sync_folder_of(path)?;
        }
        Ok(())
    }

    fn lock(&self) -> Result<File> {
        disk::lock(&self.folder).map_err(Error::at(&self.folder, "cannot lock"))
    }

    /// Tells those who listen what happened to a machine.
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
}
