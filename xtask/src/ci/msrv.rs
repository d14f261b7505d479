//! The oldest Rust that is promised is the same wherever it is written.

use std::fs;
use std::path::{Path, PathBuf};

use crate::Error;
use crate::workspace::published;

/// Files of the repository that state it, beside the manifests and READMEs of the crates.
const STATING: [&str; 2] = ["CONTRIBUTING.md", ".github/workflows/ci.yml"];

/// Fails if a crate, a README, CONTRIBUTING or the workflow says another version, or none.
pub(super) fn one_minimum_rust() -> Result<(), Error> {
    let members = published()?;
    let version = match members.first().map(|member| member.rust_version.as_str()) {
        Some(version) if !version.is_empty() => version.to_owned(),
        _ => return Err(Error::new("the published crates have no `rust-version`")),
    };
    let other = members.iter().filter(|it| it.rust_version != version);
    let mut findings: Vec<String> = other
        .map(|it| format!("{} has rust-version {}", it.name, it.rust_version))
        .collect();
    let readmes = members.iter().map(|it| it.folder.join("README.md"));
    for file in readmes.chain(STATING.iter().map(PathBuf::from)) {
        let text = fs::read_to_string(&file).unwrap_or_default();
        if !states(&text, &version) {
            findings.push(format!("{} does not say {version}", shown(&file)));
        }
    }
    if findings.is_empty() {
        return Ok(());
    }
    Err(Error::new(format!(
        "the minimum Rust is {version} in Cargo.toml, but {}",
        findings.join("; ")
    )))
}

/// Whether a text has this version in it, not as a part of another one.
fn states(text: &str, version: &str) -> bool {
    text.match_indices(version).any(|(start, _)| {
        let before = text.get(..start).and_then(|text| text.chars().next_back());
        let after = text.get(start + version.len()..).unwrap_or_default();
        let mut after = after.chars();
        let (next, behind) = (after.next(), after.next());
        let is_digit = |it: Option<char>| it.is_some_and(|it| it.is_ascii_digit());
        let continues = is_digit(next) || (next == Some('.') && is_digit(behind));
        !is_digit(before) && before != Some('.') && !continues
    })
}

fn shown(file: &Path) -> String {
    let here = std::env::current_dir().unwrap_or_default();
    file.strip_prefix(here)
        .unwrap_or(file)
        .display()
        .to_string()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_version_inside_another_does_not_count() {
        for (text, expected) in [
            ("Rust 1.88 or newer", true),
            ("Rust 1.88.", true),
            ("cargo +1.88 check", true),
            ("Rust 1.880", false),
            ("Rust 11.88", false),
            ("version 1.88.3", false),
            ("version 0.1.88", false),
            ("", false),
        ] {
            assert_eq!(states(text, "1.88"), expected, "{text}");
        }
    }
}
