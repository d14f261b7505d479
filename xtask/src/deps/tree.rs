//! Dependency trees, as cargo prints them.

use std::collections::BTreeSet;
use std::path::Path;

use super::project::Project;
use crate::Error;
use crate::workspace::cargo_text;

/// The crates that a user of `package` compiles with default features, itself included.
pub(super) fn of(package: &str) -> Result<BTreeSet<String>, Error> {
    let args = [
        "tree",
        "--package",
        package,
        "--edges",
        "normal",
        "--prefix",
        "none",
    ];
    Ok(names(&cargo_text(&args, Path::new("."))?))
}

/// The crates of a project by hand.
pub(super) fn by_hand() -> Result<BTreeSet<String>, Error> {
    let project = Project::by_hand()?;
    let args = ["tree", "--edges", "normal", "--prefix", "none"];
    let mut crates = names(&cargo_text(&args, &project.folder)?);
    crates.remove(project.package);
    Ok(crates)
}

/// Crates that come in two versions, in words.
pub(super) fn duplicates(package: &str) -> Result<Vec<String>, Error> {
    let args = [
        "tree",
        "--package",
        package,
        "--edges",
        "normal,build",
        "--prefix",
        "none",
    ];
    let text = cargo_text(
        &[&args[..], &["--duplicates", "--depth", "0"]].concat(),
        Path::new("."),
    )?;
    let lines = text.lines().filter(|line| !line.trim().is_empty());
    Ok(lines
        .map(|line| format!("{package} brings {line} beside another version"))
        .collect())
}

fn names(tree: &str) -> BTreeSet<String> {
    tree.lines()
        .filter_map(|line| line.split_whitespace().next())
        .map(str::to_owned)
        .collect()
}
