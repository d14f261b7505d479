//! The oldest Rust that is promised is the same wherever it is written.

use std::collections::BTreeSet;
use std::fs;
use std::path::{Path, PathBuf};

use regex::Regex;

use crate::Error;
use crate::workspace::published;

/// Files of the repository that state it, beside the manifests and READMEs of the crates.
const STATING: [&str; 3] = ["README.md", "CONTRIBUTING.md", ".github/workflows/ci.yml"];

/// Where a text states a version of Rust: close behind the word, in the next paragraph at most, or
/// as a toolchain on a command line.
const STATEMENT: &str =
    r"(?:Rust[a-z\s:]{0,30}|toolchain install |cargo \+)\b(1\.[0-9]+(?:\.[0-9]+)?)\b";

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
        let text = fs::read_to_string(&file).map_err(|error| Error::io("read", &file, &error))?;
        let stated = stated(&text)?;
        if !stated.contains(version.as_str()) {
            findings.push(format!("{} does not say {version}", shown(&file)));
        }
        let others = stated.iter().filter(|it| **it != version);
        findings.extend(others.map(|it| format!("{} says {it}", shown(&file))));
    }
    if findings.is_empty() {
        return Ok(());
    }
    Err(Error::new(format!(
        "the minimum Rust is {version} in Cargo.toml, but {}",
        findings.join("; ")
    )))
}

/// The versions of Rust that a text states.
fn stated(text: &str) -> Result<BTreeSet<&str>, Error> {
    let statement = Regex::new(STATEMENT).map_err(|error| Error::new(error.to_string()))?;
    let versions = statement.captures_iter(text);
    let versions = versions.filter_map(|found| found.get(1));
    Ok(versions.map(|version| version.as_str()).collect())
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
    fn versions_of_rust_are_told_from_other_numbers() {
        for (text, expected) in [
            ("Rust 1.88 or newer", &["1.88"][..]),
            ("needs Rust 1.88.", &["1.88"]),
            ("## Minimum Rust version\n\n1.88, the first", &["1.88"]),
            ("minimum supported Rust version is 1.88; raising", &["1.88"]),
            ("`cargo +1.88 check`", &["1.88"]),
            ("rustup toolchain install 1.88 --profile", &["1.88"]),
            ("Rust 1.880", &["1.880"]),
            ("Rust 1.88.3", &["1.88.3"]),
            ("Rust 1.85 then, Rust 1.88 now", &["1.85", "1.88"]),
            ("a ratio of 1.88", &[]),
            ("from Rust through OpenAPI 1.1", &[]),
            ("Rust\n\ntokio = \"1\"", &[]),
        ] {
            let found: Vec<&str> = stated(text).unwrap().into_iter().collect();
            assert_eq!(found, expected, "{text}");
        }
    }
}
