//! Dependency trees, as cargo prints them.

use std::collections::BTreeSet;
use std::path::Path;

use super::project::Project;
use crate::Error;
use crate::workspace::cargo_text;

/// The crates that a user of `package` compiles with default features, itself included, but not what
/// only build scripts need.
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

/// Which crate needs which, what build scripts need included.
pub(super) fn edges(package: &str) -> Result<BTreeSet<(String, String)>, Error> {
    Ok(edges_of(&with_builds(package, &["--prefix", "depth"])?))
}

/// Crates that come in two versions, in words.
pub(super) fn duplicates(package: &str) -> Result<Vec<String>, Error> {
    let text = with_builds(
        package,
        &["--prefix", "none", "--duplicates", "--depth", "0"],
    )?;
    let lines = text.lines().filter(|line| !line.trim().is_empty());
    Ok(lines
        .map(|line| format!("{package} brings {line} beside another version"))
        .collect())
}

/// The tree with what build scripts need.
fn with_builds(package: &str, options: &[&str]) -> Result<String, Error> {
    let args = ["tree", "--package", package, "--edges", "normal,build"];
    cargo_text(&[&args[..], options].concat(), Path::new("."))
}

/// The edges of a tree whose lines begin with their depth: `2ring v0.17.14`. What a crate needs is
/// printed where it comes first, so that each edge is there once.
fn edges_of(tree: &str) -> BTreeSet<(String, String)> {
    let mut path: Vec<String> = Vec::new();
    let mut edges = BTreeSet::new();
    for line in tree.lines() {
        let named = line.trim_start_matches(|c: char| c.is_ascii_digit());
        let depth = line.strip_suffix(named).unwrap_or_default().parse();
        let (Ok(depth), Some(name)) = (depth, named.split_whitespace().next()) else {
            continue;
        };
        path.truncate(depth);
        if let Some(user) = path.last() {
            edges.insert((user.clone(), name.to_owned()));
        }
        path.push(name.to_owned());
    }
    edges
}

fn names(tree: &str) -> BTreeSet<String> {
    tree.lines()
        .filter_map(|line| line.split_whitespace().next())
        .map(str::to_owned)
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn edges_lead_from_each_crate_to_what_it_needs() {
        let tree =
            "0a v0.1.0 (/a)\n1b v1.0.0\n2cc v1.0.0\n3shlex v1.0.0\n1ring v0.17.0\n2cc v1.0.0 (*)\n";
        let edges = edges_of(tree);
        let edges: Vec<(&str, &str)> = edges
            .iter()
            .map(|(user, needed)| (user.as_str(), needed.as_str()))
            .collect();
        assert_eq!(
            edges,
            [
                ("a", "b"),
                ("a", "ring"),
                ("b", "cc"),
                ("cc", "shlex"),
                ("ring", "cc")
            ]
        );
    }

    #[test]
    fn the_build_of_ring_is_seen() {
        let edges = edges("gpu-http").unwrap();
        assert!(edges.contains(&("ring".to_owned(), "cc".to_owned())));
    }
}
