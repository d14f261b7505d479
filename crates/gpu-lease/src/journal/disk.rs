//! The few things that are done to the disk, in an order that a loss of power cannot turn round.

use std::fs::{self, File, OpenOptions};
use std::io::{self, Read, Seek, SeekFrom, Write};
use std::path::Path;
use std::sync::Arc;

/// A step on the disk that is about to be taken.
#[derive(Debug)]
#[non_exhaustive]
pub struct DiskStep<'a> {
    /// `write`, `sync`, `sync folder` or `move`.
    pub what: &'static str,
    /// The file or folder.
    pub path: &'a Path,
    /// What is about to be written.
    pub bytes: &'a [u8],
}

/// Is called before each step; an error takes the step's place.
pub(crate) type Tap = Arc<dyn Fn(&DiskStep<'_>) -> io::Result<()> + Send + Sync>;

/// The disk, and whoever wants to know.
#[derive(Clone, Default)]
pub(crate) struct Disk(pub(crate) Option<Tap>);

impl Disk {
    fn step(&self, what: &'static str, path: &Path, bytes: &[u8]) -> io::Result<()> {
        self.0.as_ref().map_or(Ok(()), |tap| tap(&DiskStep { what, path, bytes }))
    }

    /// A new file that survives a loss of power, name and all; or none.
    pub(crate) fn create(&self, path: &Path, bytes: &[u8]) -> io::Result<()> {
        let made =
            OpenOptions::new().write(true).create_new(true).open(path).and_then(|mut file| {
                self.step("write", path, bytes)?;
                file.write_all(bytes)?;
                self.step("sync", path, &[])?;
                file.sync_all()?;
                self.sync_folder_of(path)
            });
        if made.is_err() {
            drop(fs::remove_file(path));
        }
        made
    }

    /// One more line. A line before it that was torn is ended first, so that it spoils no other.
    pub(crate) fn append(&self, path: &Path, line: &[u8]) -> io::Result<()> {
        let mut file = OpenOptions::new().read(true).append(true).open(path)?;
        let mut last = [b'\n'];
        if file.seek(SeekFrom::End(0))? > 0 {
            file.seek(SeekFrom::End(-1))?;
            file.read_exact(&mut last)?;
        }
        let torn = if last == *b"\n" { &b""[..] } else { b"\n" };
        let bytes = [torn, line].concat();
        self.step("write", path, &bytes)?;
        file.write_all(&bytes)
    }

    /// Moves a file to another folder. Not synced: if it is back after a loss of power, it is moved again.
    pub(crate) fn rename(&self, from: &Path, to: &Path) -> io::Result<()> {
        self.step("move", to, &[])?;
        fs::rename(from, to)
    }

    fn sync_folder_of(&self, path: &Path) -> io::Result<()> {
        self.step("sync folder", path, &[])?;
        sync_folder(path.parent())
    }
}

/// A folder and those above it that are missing, synced.
pub(crate) fn create_folder(path: &Path) -> io::Result<()> {
    fs::create_dir_all(path)?;
    sync_folder(path.parent())
}

fn sync_folder(path: Option<&Path>) -> io::Result<()> {
    match path {
        // Elsewhere a folder cannot be opened; Windows writes names at once.
        Some(path) if cfg!(unix) && path.as_os_str().is_empty() => File::open(".")?.sync_all(),
        Some(path) if cfg!(unix) => File::open(path)?.sync_all(),
        _ => Ok(()),
    }
}
