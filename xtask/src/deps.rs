//! `cargo xtask deps`: what a user of each crate compiles, and that it stays within its budget. What
//! may come at all, and that nothing but ring builds C, is in deny.toml.

use std::collections::BTreeSet;

use anyhow::Result;

use crate::Outcome;
use crate::workspace::{cargo, output, published};

/// The crates that a published library may bring with default features, itself included: one that
/// speaks HTTP, and one that does no I/O.
const WITH_IO: usize = 95;
const WITHOUT: usize = 20;

/// Prints how many crates each published crate brings; findings if a rule is broken.
pub(crate) fn run() -> Result<Outcome> {
    println!("crate                crates  budget");
    let mut findings = Vec::new();
    for member in published()? {
        let name = &member.name;
        let tree_of_it = tree(name, "normal", &["--prefix=none"])?;
        let names = tree_of_it.lines().filter_map(|line| line.split_whitespace().next());
        let crates: BTreeSet<&str> = names.collect();
        let has_io = crates.contains("tokio");
        // A command is built once, by whoever installs it; a library with each program.
        let is_library = member.folder.join("src/lib.rs").exists();
        let budget = if has_io { WITH_IO } else { WITHOUT };
        println!("{name:20} {:6}  {budget:6}", crates.len());
        if is_library && crates.len() > budget {
            findings.push(format!("{name} brings {} crates of {budget}", crates.len()));
        }
        let twice = ["--prefix=none", "--duplicates", "--depth=0"];
        let twice = tree(name, "normal,build", &twice)?;
        let twice = twice.lines().filter(|line| !line.trim().is_empty());
        findings.extend(twice.map(|line| format!("{name} brings {line} beside another version")));
    }
    for finding in &findings {
        println!("OVER BUDGET: {finding}");
    }
    Ok(Outcome::clean_if(findings.is_empty()))
}

fn tree(package: &str, edges: &str, options: &[&str]) -> Result<String> {
    let mut tree = cargo();
    tree.args(["tree", "--package", package, "--edges", edges]);
    output(tree.args(options))
}
