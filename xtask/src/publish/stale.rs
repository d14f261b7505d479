//! What cargo remembers of packages that were made before.

use std::ffi::OsStr;
use std::fs;
use std::path::{Path, PathBuf};

use crate::Error;
use crate::workspace::Member;

/// Removes what cargo has unpacked of these packages when it checked them the last time.
///
/// To build a package, cargo puts those that it needs into a local registry and unpacks them into its
/// own folder, under the version alone: a package that has changed since, but not its version, would
/// be checked against the old sources of the others.
pub(super) fn forget(members: &[Member]) -> Result<(), Error> {
    cargo_home().map_or(Ok(()), |home| {
        forget_in(&home.join("registry/src"), members)
    })
}

fn forget_in(sources: &Path, members: &[Member]) -> Result<(), Error> {
    let Ok(registries) = fs::read_dir(sources) else {
        return Ok(()); // Nothing was ever unpacked.
    };
    for registry in registries.flatten() {
        if !is_local(&registry.file_name()) {
            continue;
        }
        for member in members {
            let unpacked = registry
                .path()
                .join(format!("{}-{}", member.name, member.version));
            if unpacked.exists() {
                fs::remove_dir_all(&unpacked)
                    .map_err(|error| Error::io("clear", &unpacked, &error))?;
            }
        }
    }
    Ok(())
}

/// A registry's folder is its host, a dash and a number; a local one has no host.
fn is_local(folder: &OsStr) -> bool {
    folder.as_encoded_bytes().starts_with(b"-")
}

fn cargo_home() -> Option<PathBuf> {
    let set = std::env::var_os("CARGO_HOME").map(PathBuf::from);
    set.or_else(|| std::env::home_dir().map(|home| home.join(".cargo")))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{scratch, workspace};

    #[test]
    fn our_packages_of_local_registries_are_forgotten_and_nothing_else() {
        let sources = scratch::folder("stale").unwrap();
        let members = workspace::published().unwrap();
        let ours = format!("{}-{}", members[0].name, members[0].version);
        let places = ["-12ab", "index.crates.io-34cd"].map(|registry| sources.join(registry));
        for place in &places {
            for package in [ours.as_str(), "serde-1.0.0"] {
                scratch::write(&place.join(package).join("Cargo.toml"), "").unwrap();
            }
        }
        forget_in(&sources, &members).unwrap();
        let has = |place: &PathBuf, package: &str| place.join(package).exists();
        assert!(!has(&places[0], &ours) && has(&places[0], "serde-1.0.0"));
        assert!(has(&places[1], &ours) && has(&places[1], "serde-1.0.0"));
        forget_in(&sources.join("nowhere"), &members).unwrap();
    }
}
