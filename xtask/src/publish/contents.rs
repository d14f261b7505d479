//! What a package may hold, and must.

use std::collections::BTreeSet;
use std::fs;
use std::path::Path;

use super::links;
use crate::Error;
use crate::workspace::{Member, cargo_text};

/// What every package has at its top.
const NEEDED: [&str; 5] = [
    "CHANGELOG.md",
    "Cargo.toml",
    "LICENSE-APACHE",
    "LICENSE-MIT",
    "README.md",
];

/// What a crate may have beside it, because its documentation includes it.
const OPTIONAL: [&str; 1] = ["COOKBOOK.md"];

/// What cargo adds.
const ADDED: [&str; 3] = [".cargo_vcs_info.json", "Cargo.lock", "Cargo.toml.orig"];

/// Folders, and the ends of the names that files in them may have.
const FOLDERS: [(&str, &[&str]); 3] = [
    ("src/", &[".rs"]),
    ("tests/", &[".rs", ".snap", "/fixtures/"]),
    ("examples/", &[".rs"]),
];

/// The paths of the files that a package would hold.
pub(super) fn of(name: &str) -> Result<BTreeSet<String>, Error> {
    let args = ["package", "--list", "--allow-dirty", "--package", name];
    let text = cargo_text(&args, Path::new("."))?;
    Ok(text.lines().map(|line| line.replace('\\', "/")).collect())
}

/// What is missing from the package, or has no business there.
pub(super) fn broken(member: &Member, files: &BTreeSet<String>) -> Result<Vec<String>, Error> {
    let kept = member.files()?;
    let mut findings = compare(&member.name, files, &kept);
    let readme = member.folder.join("README.md");
    let text = fs::read_to_string(&readme).map_err(|error| Error::io("read", &readme, &error))?;
    let dead = links::dead(&text)?.into_iter();
    findings.extend(dead.map(|link| {
        let name = &member.name;
        format!("{name}: crates.io cannot follow {link} of README.md")
    }));
    Ok(findings)
}

fn compare(name: &str, files: &BTreeSet<String>, kept: &BTreeSet<String>) -> Vec<String> {
    let missing = NEEDED.iter().filter(|needed| !files.contains(**needed));
    let mut findings: Vec<String> = missing
        .map(|needed| format!("{name} lacks {needed}"))
        .collect();
    let strange = files.iter().filter(|file| !is_expected(file));
    findings.extend(strange.map(|file| format!("{name} would publish {file}")));
    let lost = kept.difference(files);
    findings.extend(lost.map(|file| format!("{name} would leave {file} behind")));
    findings
}

fn is_expected(file: &str) -> bool {
    let listed = NEEDED
        .iter()
        .chain(&OPTIONAL)
        .chain(&ADDED)
        .any(|known| *known == file);
    let in_folder = FOLDERS.iter().any(|(folder, ends)| {
        file.starts_with(folder)
            && ends
                .iter()
                .any(|end| file.ends_with(end) || (end.ends_with('/') && file.contains(end)))
    });
    listed || in_folder
}

#[cfg(test)]
mod tests {
    use super::*;

    fn set(files: &[&str]) -> BTreeSet<String> {
        let more = files.iter().chain(&NEEDED).chain(&ADDED);
        more.map(|file| (*file).to_owned()).collect()
    }

    #[test]
    fn sources_tests_fixtures_and_examples_belong_into_a_package() {
        let files = set(&[
            "src/lib.rs",
            "tests/it/main.rs",
            "tests/it/snapshots/a.snap",
            "tests/fixtures/a.json",
            "examples/rent.rs",
        ]);
        assert_eq!(compare("it", &files, &files), Vec::<String>::new());
    }

    #[test]
    fn what_waits_for_review_is_missing_or_strange_is_told() {
        let kept = set(&["src/lib.rs"]);
        let mut files = set(&["tests/it/snapshots/a.snap.new", "api.txt", "notes.md"]);
        files.remove("LICENSE-MIT");
        let kept: BTreeSet<String> = kept.into_iter().filter(|it| it != "LICENSE-MIT").collect();
        assert_eq!(
            compare("it", &files, &kept),
            [
                "it lacks LICENSE-MIT",
                "it would publish api.txt",
                "it would publish notes.md",
                "it would publish tests/it/snapshots/a.snap.new",
                "it would leave src/lib.rs behind",
            ]
        );
    }
}
