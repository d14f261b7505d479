//! Checks of the files themselves: snapshots, credentials, what each package must hold.

use std::io::ErrorKind;
use std::path::{Path, PathBuf};
use std::process::Command;

use regex::Regex;

use crate::Error;
use crate::workspace::published;

/// Fails if a snapshot was left unreviewed.
pub(super) fn no_pending_snapshots() -> Result<(), Error> {
    let pending = tracked_and_new()?.into_iter().filter(|path| {
        path.extension()
            .is_some_and(|end| end == "new" || end == "pending-snap")
    });
    none(
        pending,
        "snapshots wait for review (`cargo insta review`, or delete them)",
    )
}

/// Fails if a file holds a JSON web token whose signature does not say `fake`. Ours do; a pasted
/// token does not. Credentials of other forms cannot be told from the words of a test.
pub(super) fn no_tokens() -> Result<(), Error> {
    let jwt = jwt()?;
    let mut suspicious = Vec::new();
    for path in tracked_and_new()? {
        // A repository inside this one is not ours.
        if path.is_dir() {
            continue;
        }
        let text = match std::fs::read(&path) {
            Ok(text) => text,
            // Removed, and that is not committed yet.
            Err(error) if error.kind() == ErrorKind::NotFound => continue,
            Err(error) => return Err(Error::io("read", &path, &error)),
        };
        if has_token(&jwt, &String::from_utf8_lossy(&text)) {
            suspicious.push(path);
        }
    }
    none(
        suspicious.into_iter(),
        "hold a JSON web token that does not say `fake`",
    )
}

/// A JSON web token, its signature in a group.
fn jwt() -> Result<Regex, Error> {
    Regex::new(r"eyJ[\w-]+\.eyJ[\w-]+\.([\w-]{21,})").map_err(|error| Error::new(error.to_string()))
}

fn has_token(jwt: &Regex, text: &str) -> bool {
    let signatures = jwt.captures_iter(text).filter_map(|found| found.get(1));
    signatures
        .map(|signature| signature.as_str().to_ascii_lowercase())
        .any(|signature| !signature.contains("fake"))
}

/// Fails if a published crate lacks a file that its package must hold.
pub(super) fn complete_packages() -> Result<(), Error> {
    let needed = [
        "README.md",
        "CHANGELOG.md",
        "LICENSE-MIT",
        "LICENSE-APACHE",
        "Cargo.toml",
    ];
    let members = published()?;
    let missing = members.iter().flat_map(|member| {
        needed
            .iter()
            .map(|file| Path::new("crates").join(&member.name).join(file))
    });
    none(missing.filter(|path| !path.is_file()), "are missing")
}

fn none(found: impl Iterator<Item = PathBuf>, complaint: &str) -> Result<(), Error> {
    let found: Vec<String> = found.map(|path| path.display().to_string()).collect();
    if found.is_empty() {
        return Ok(());
    }
    Err(Error::new(format!("{} {complaint}", found.join(", "))))
}

/// What git tracks, and what it does not, ignored files included; without what cargo builds.
fn tracked_and_new() -> Result<Vec<PathBuf>, Error> {
    listed_in(Path::new("."))
}

fn listed_in(folder: &Path) -> Result<Vec<PathBuf>, Error> {
    let output = Command::new("git")
        .args(["ls-files", "--cached", "--others", "-z"])
        .args([":(exclude)target", ":(exclude)**/target"])
        .current_dir(folder)
        .output()
        .map_err(|error| Error::new(format!("cannot run git: {error}")))?;
    if !output.status.success() {
        let said = String::from_utf8_lossy(&output.stderr);
        return Err(Error::new(format!("`git ls-files` failed: {said}")));
    }
    let text = String::from_utf8_lossy(&output.stdout);
    let files: Vec<PathBuf> = text
        .split('\0')
        .filter(|path| !path.is_empty())
        .map(PathBuf::from)
        .collect();
    if files.is_empty() {
        return Err(Error::new("git lists no file, so nothing can be checked"));
    }
    Ok(files)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::scratch;

    #[test]
    fn a_fake_token_is_told_from_a_real_looking_one() {
        let head = "eyJhbGciOiJIUzI1NiJ9.eyJ1c2VyIjoiYSJ9";
        let real = format!("{head}.abcdefghijklmnopqrstuvwxyz0123456789");
        let jwt = jwt().unwrap();
        for (text, expected) in [
            (real.clone(), true),
            (format!("It was {real}."), true),
            (format!("token={real}.more"), true),
            (format!("{head}.fake-signature-fake-signature"), false),
            (format!("{head}.short"), false),
            ("eyJhbGciOiJIUzI1NiJ9".to_owned(), false),
        ] {
            assert_eq!(has_token(&jwt, &text), expected, "{text}");
        }
    }

    #[test]
    fn what_git_cannot_list_is_an_error() {
        let folder = scratch::folder("no-repository").unwrap();
        let error = listed_in(&folder).unwrap_err().to_string();
        assert!(error.contains("`git ls-files` failed"), "{error}");
    }

    #[test]
    fn git_lists_this_file() {
        let files = listed_in(Path::new(env!("CARGO_MANIFEST_DIR"))).unwrap();
        assert!(files.contains(&PathBuf::from("src/ci/files.rs")));
    }
}
