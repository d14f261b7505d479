//! The few things that are done to the disk, in an order that a loss of power cannot turn round.

use std::fs::{self, File, TryLockError};
use std::io::{self, ErrorKind};
use std::path::Path;
use std::time::Duration;

use serde::de::DeserializeOwned;
use serde_json::{Map, Value};

use crate::{Error, Kind, Result};

/// The version that this crate writes, and the newest that it reads.
pub(super) const VERSION: u64 = 1;

/// The last line of a file's text that is a `T`: lines that are torn say nothing.
pub(super) fn last<T: DeserializeOwned>(path: &Path, text: &[u8]) -> Result<Option<T>> {
    let lines = text.rsplit(|&byte| byte == b'\n');
    for line in lines.filter_map(|line| serde_json::from_slice::<Map<String, Value>>(line).ok()) {
        if let Some(newer) = line.get("v").and_then(Value::as_u64).filter(|&v| v > VERSION) {
            let known = format!("this program reads up to {VERSION}: use a newer gpu-lease");
            let what = format!("{} is of version {newer}, {known}", path.display());
            return Err(Error::new(Kind::Journal, what));
        }
        if let Ok(read) = T::deserialize(Value::Object(line)) {
            return Ok(Some(read));
        }
    }
    Ok(None)
}

pub(super) fn sync_folder_of(path: &Path) -> io::Result<()> {
    match path.parent() {
        // Elsewhere a folder cannot be opened; Windows writes names at once.
        Some(folder) if cfg!(unix) => File::open(folder)?.sync_all(),
        _ => Ok(()),
    }
}

/// Makes the folders that are missing.
pub(super) fn make_folders(folder: &Path) -> io::Result<()> {
    for part in ["open", "closed", "owners"].map(|part| folder.join(part)) {
        fs::create_dir_all(&part)?;
        sync_folder_of(&part)?;
    }
    Ok(())
}

/// The journal's lock, released when it is dropped. Others need it for milliseconds: ten seconds are enough.
pub(super) fn lock(folder: &Path) -> io::Result<File> {
    let file = File::options().create(true).append(true).open(folder.join("lock"))?;
    for _ in 0..5_000 {
        match file.try_lock() {
            Err(TryLockError::WouldBlock) => std::thread::sleep(Duration::from_millis(2)),
            locked => return Ok(locked.map(|()| file)?),
        }
    }
    Err(ErrorKind::TimedOut.into())
}

/// A locked file for this process, and none for those that have died. Call under the journal's lock, so that
/// nobody takes the file for a dead process's before it is locked.
pub(super) fn sign_in(owners: &Path, owner: &str) -> io::Result<File> {
    for file in fs::read_dir(owners)?.flatten().filter(|file| !is_alive(&file.path())) {
        drop(fs::remove_file(file.path()));
    }
    let file = File::create_new(owners.join(owner))?;
    file.try_lock()?;
    Ok(file)
}

/// Whether the process that signed in with this file still runs.
pub(super) fn is_alive(file: &Path) -> bool {
    match File::options().write(true).open(file) {
        // Not `try_lock_shared`: two that ask at once would take each other for the owner.
        Ok(file) => matches!(file.try_lock(), Err(TryLockError::WouldBlock)),
        Err(error) => error.kind() != ErrorKind::NotFound,
    }
}
