//! A folder that is gone after the test.

use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicU32, Ordering};

/// A new folder, removed when this is dropped.
pub struct Folder(PathBuf);

impl Folder {
    /// A folder that is not there yet, in memory where the system has such a place.
    pub fn new() -> Self {
        static COUNT: AtomicU32 = AtomicU32::new(0);
        let number = COUNT.fetch_add(1, Ordering::Relaxed);
        let memory = Some(PathBuf::from("/dev/shm")).filter(|path| path.is_dir());
        let parent = memory.unwrap_or_else(std::env::temp_dir);
        let path = parent.join(format!("gpu-lease-{}-{number}", std::process::id()));
        drop(std::fs::remove_dir_all(&path));
        Self(path)
    }

    /// Files of one part of the journal: `open` or `closed`.
    pub fn files(&self, part: &str) -> Vec<PathBuf> {
        let files = std::fs::read_dir(self.0.join(part)).into_iter().flatten();
        files.map(|file| file.unwrap().path()).collect()
    }
}

impl Default for Folder {
    fn default() -> Self {
        Self::new()
    }
}

impl AsRef<Path> for Folder {
    fn as_ref(&self) -> &Path {
        &self.0
    }
}

impl Drop for Folder {
    fn drop(&mut self) {
        drop(std::fs::remove_dir_all(&self.0));
    }
}
