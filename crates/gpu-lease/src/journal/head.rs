//! The head of a journal, its version and prefix; and the lock under which entries begin and change hands.

use std::fs::{self, File, TryLockError};
use std::io::ErrorKind;
use std::path::Path;
use std::time::{Duration, Instant};

use serde_json::{Map, Value, json};

use super::disk::Disk;
use super::entry::VERSION;
use super::line;
use crate::{Error, Kind, Prefix, Result};

/// How long another process may hold the lock, which is needed for milliseconds.
const LOCK_WAIT: Duration = Duration::from_secs(10);

/// What says that only a newer program can read this.
pub(super) fn from_the_future(path: &Path, version: u64) -> Error {
    let path = path.display();
    let what = format!(
        "{path} is of version {version}, this program reads up to {VERSION}: use a newer gpu-lease"
    );
    Error::new(Kind::Journal, what)
}

/// Reads or writes the head of the journal: version and prefix.
pub(super) fn head(folder: &Path, wanted: Option<Prefix>, disk: &Disk) -> Result<Prefix> {
    let path = folder.join("journal.json");
    let head: Map<String, Value> = match fs::read(&path) {
        // A torn head is written anew: every entry carries its whole key.
        Ok(text) => serde_json::from_slice(&text).unwrap_or_default(),
        Err(missing) if missing.kind() == ErrorKind::NotFound => Map::new(),
        Err(error) => return Err(Error::journal(&path, "cannot read", error)),
    };
    if let Some(version) = head.get("v").and_then(Value::as_u64).filter(|&v| v > VERSION) {
        return Err(from_the_future(&path, version));
    }
    let written = head.get("prefix").and_then(Value::as_str);
    let written = written.and_then(|prefix| Prefix::new(prefix).ok());
    if let (Some(written), true) = (&written, wanted.is_none() || wanted == written) {
        return Ok(written.clone());
    }
    let prefix = wanted.map_or_else(Prefix::random, Ok)?;
    let new = folder.join("journal.json.new");
    drop(fs::remove_file(&new));
    let written = disk.create(&new, &line(&json!({"prefix": prefix.as_str()})));
    let written = written.and_then(|()| disk.rename(&new, &path));
    written.map_err(|error| Error::journal(&path, "cannot write", error))?;
    Ok(prefix)
}

/// The journal's lock, released when it is dropped.
pub(super) fn lock(folder: &Path) -> Result<File> {
    let path = folder.join("lock");
    let failed = |error| Error::journal(&path, "cannot lock", error);
    let file =
        File::options().create(true).truncate(false).write(true).open(&path).map_err(failed)?;
    let began = Instant::now();
    loop {
        match file.try_lock() {
            Ok(()) => return Ok(file),
            Err(TryLockError::WouldBlock) if began.elapsed() < LOCK_WAIT => {
                std::thread::sleep(Duration::from_millis(2));
            }
            Err(TryLockError::WouldBlock) => return Err(failed(ErrorKind::TimedOut.into())),
            Err(TryLockError::Error(error)) => return Err(failed(error)),
        }
    }
}
