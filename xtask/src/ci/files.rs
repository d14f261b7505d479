//! Checks of the files themselves: snapshots, credentials, what each package must hold.

use std::path::{Path, PathBuf};
use std::process::Command;

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

/// Fails if a file holds a JWT whose signature is not made of one repeated word. Our fakes say
/// `fake` in theirs; a pasted token does not.
pub(super) fn no_credentials() -> Result<(), Error> {
    let suspicious = tracked_and_new()?.into_iter().filter(|path| {
        let text = std::fs::read(path).unwrap_or_default();
        String::from_utf8_lossy(&text)
            .split(|c: char| !is_token(c))
            .any(is_real_jwt)
    });
    none(suspicious, "hold what looks like a real token")
}

fn is_token(character: char) -> bool {
    character.is_ascii_alphanumeric() || "-_.".contains(character)
}

fn is_real_jwt(word: &str) -> bool {
    let parts: Vec<&str> = word.split('.').collect();
    match parts.as_slice() {
        [head, claims, signature] => {
            head.starts_with("eyJ")
                && claims.starts_with("eyJ")
                && signature.len() > 20
                && !signature.to_ascii_lowercase().contains("fake")
        }
        _ => false,
    }
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

/// What git tracks or would, in the current folder and below.
fn tracked_and_new() -> Result<Vec<PathBuf>, Error> {
    let output = Command::new("git")
        .args(["ls-files", "--cached", "--others", "-z"])
        .args([":(exclude)target", ":(exclude)**/target"])
        .output()
        .map_err(|error| Error::new(format!("cannot run git: {error}")))?;
    let text = String::from_utf8_lossy(&output.stdout);
    Ok(text
        .split('\0')
        .filter(|path| !path.is_empty())
        .map(PathBuf::from)
        .collect())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_fake_token_is_told_from_a_real_looking_one() {
        let head = "eyJhbGciOiJIUzI1NiJ9.eyJ1c2VyIjoiYSJ9";
        assert!(is_real_jwt(&format!(
            "{head}.abcdefghijklmnopqrstuvwxyz0123456789"
        )));
        assert!(!is_real_jwt(&format!(
            "{head}.fake-signature-fake-signature"
        )));
        assert!(!is_real_jwt("eyJhbGciOiJIUzI1NiJ9"));
    }
}
