//! The sign of life of a process: a file that it keeps locked as long as it runs.

use std::fs::{self, File, OpenOptions, TryLockError};
use std::path::{Path, PathBuf};

use crate::key::random_text;
use crate::{Error, Result};

/// This process, as far as a journal is concerned. The system releases the lock however the process ends.
#[derive(Debug)]
pub(crate) struct Owner {
    pub(crate) name: String,
    path: PathBuf,
    _locked: File,
}

impl Owner {
    /// Signs in. Call under the journal's lock, so that nobody takes the file for a dead process's
    /// before it is locked.
    pub(crate) fn sign_in(folder: &Path) -> Result<Self> {
        let name = format!("{}-{}", std::process::id(), random_text(8)?);
        let path = file_of(folder, &name);
        let failed = |what| move |error| Error::journal(&file_of(folder, ""), what, error);
        let file = OpenOptions::new().write(true).create_new(true).open(&path);
        let file = file.map_err(failed("cannot write in"))?;
        file.try_lock().map_err(|error| match error {
            TryLockError::Error(error) => failed("cannot lock files in")(error),
            TryLockError::WouldBlock => {
                failed("cannot lock files in")(std::io::ErrorKind::WouldBlock.into())
            }
        })?;
        Ok(Self { name, path, _locked: file })
    }
}

impl Drop for Owner {
    fn drop(&mut self) {
        drop(fs::remove_file(&self.path));
    }
}

/// Whether the process of this name still runs. Call under the journal's lock.
pub(crate) fn is_alive(folder: &Path, name: &str) -> bool {
    match OpenOptions::new().write(true).open(file_of(folder, name)) {
        // Not `try_lock_shared`: two that ask at once would take each other for the owner.
        Ok(file) => matches!(file.try_lock(), Err(TryLockError::WouldBlock)),
        Err(error) => error.kind() != std::io::ErrorKind::NotFound,
    }
}

/// Removes the files of processes that have died. Call under the journal's lock.
pub(crate) fn tidy(folder: &Path) {
    for entry in fs::read_dir(folder).into_iter().flatten().flatten() {
        let path = entry.path();
        let name = path.file_stem().and_then(|stem| stem.to_str());
        if name.is_some_and(|name| !is_alive(folder, name)) {
            drop(fs::remove_file(path));
        }
    }
}

fn file_of(folder: &Path, name: &str) -> PathBuf {
    folder.join(format!("{name}.lock"))
}
