//! Folders outside the repository, made anew for one command.

use std::fs;
use std::path::{Path, PathBuf};

use crate::Error;

/// An empty folder below the system's temporary one. It stays, so that a failure can be looked at;
/// the next run empties it.
pub(crate) fn folder(name: &str) -> Result<PathBuf, Error> {
    // Two checkouts of the repository do not write into one folder.
    let here = std::env::current_dir().unwrap_or_default();
    let checkout: String = here
        .display()
        .to_string()
        .chars()
        .map(|it| if it.is_alphanumeric() { it } else { '-' })
        .collect();
    let folder = std::env::temp_dir().join(format!("xtask-{name}{checkout}"));
    if folder.exists() {
        fs::remove_dir_all(&folder).map_err(|error| Error::io("clear", &folder, &error))?;
    }
    fs::create_dir_all(&folder).map_err(|error| Error::io("make", &folder, &error))?;
    Ok(folder)
}

/// Writes a file and the folders above it.
pub(crate) fn write(file: &Path, text: &str) -> Result<(), Error> {
    if let Some(folder) = file.parent() {
        fs::create_dir_all(folder).map_err(|error| Error::io("make", folder, &error))?;
    }
    fs::write(file, text).map_err(|error| Error::io("write", file, &error))
}

/// Copies a file, and makes the folders above it.
pub(crate) fn copy(from: &Path, to: &Path) -> Result<(), Error> {
    if let Some(folder) = to.parent() {
        fs::create_dir_all(folder).map_err(|error| Error::io("make", folder, &error))?;
    }
    fs::copy(from, to).map_err(|error| Error::io("copy", from, &error))?;
    Ok(())
}
