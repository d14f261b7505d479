//! `cargo xtask deps`: what a user of each crate compiles, and that it stays within its budget.

use std::collections::BTreeSet;

use anyhow::Result;

use crate::Outcome;
use crate::workspace::{cargo, output, published};

/// The crates that a published library may bring with default features, itself included: one that
/// speaks HTTP, and one that does no I/O.
const BUDGETS: (usize, usize) = (95, 20);

/// Crates by which build scripts compile C or look for a library of C.
const C_TOOLS: &str = "autotools bindgen cc clang-sys cmake cxx-build gcc nasm-rs pkg-config vcpkg";

/// Who may, and by what: the chosen TLS library, with no more than a C compiler.
const MAY_BUILD_C: (&str, &str) = ("ring", "cc");

/// Prints how many crates each published crate brings; findings if a rule is broken.
pub(crate) fn run() -> Result<Outcome> {
    println!("crate                crates  budget");
    let mut findings = Vec::new();
    for member in published()? {
        let name = &member.name;
        let brought = crates(&tree(name, "normal", &["--prefix=none"])?);
        let (count, (with_io, without)) = (brought.len(), BUDGETS);
        let budget = if brought.contains("tokio") {
            with_io
        } else {
            without
        };
        // A command is built once, by whoever installs it; a library with each program.
        if member.folder.join("src/lib.rs").exists() {
            println!("{name:20} {count:6}  {budget:6}");
            if count > budget {
                findings.push(format!("{name} brings {count} crates of {budget}"));
            }
        } else {
            println!("{name:20} {count:6}       -");
        }
        let built = tree(name, "normal,build", &["--prefix=depth"])?;
        findings.extend(builds_of_c(name, &built));
        let twice = ["--prefix=none", "--duplicates", "--depth=0"];
        let twice = tree(name, "normal,build", &twice)?;
        let twice = twice.lines().filter(|line| !line.trim().is_empty());
        findings.extend(twice.map(|line| format!("{name} brings {line} beside another version")));
    }
    for finding in &findings {
        println!("OVER BUDGET: {finding}");
    }
    Ok(if findings.is_empty() {
        Outcome::Clean
    } else {
        Outcome::Findings
    })
}

fn tree(package: &str, edges: &str, options: &[&str]) -> Result<String> {
    let mut tree = cargo();
    tree.args(["tree", "--package", package, "--edges", edges]);
    output(tree.args(options))
}

/// The names in a tree without prefixes.
pub(crate) fn crates(tree: &str) -> BTreeSet<String> {
    let names = tree
        .lines()
        .filter_map(|line| line.split_whitespace().next());
    names.map(str::to_owned).collect()
}

/// Which crates of a tree build C and may not. The lines of the tree begin with their depth:
/// `2ring v0.17.14`.
fn builds_of_c(package: &str, tree: &str) -> BTreeSet<String> {
    let mut path: Vec<&str> = Vec::new();
    let mut findings = BTreeSet::new();
    for line in tree.lines() {
        let named = line.trim_start_matches(|c: char| c.is_ascii_digit());
        let depth = line.strip_suffix(named).unwrap_or_default().parse();
        let (Ok(depth), Some(tool)) = (depth, named.split_whitespace().next()) else {
            continue;
        };
        path.truncate(depth);
        let user = path.last().copied().unwrap_or_default();
        let is_tool = |name| C_TOOLS.split(' ').any(|tool| tool == name);
        if is_tool(tool) && !is_tool(user) && (user, tool) != MAY_BUILD_C {
            findings.insert(format!("{package} brings {user}, which builds C by {tool}"));
        }
        path.push(tool);
    }
    findings
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn nothing_but_ring_builds_c_and_that_by_a_compiler_alone() {
        let usual = "0x v0.1.0 (/x)\n1ring v0.17.0\n2cc v1.0.0\n3shlex v1.0.0\n1b v1.0.0\n";
        assert!(builds_of_c("x", usual).is_empty());
        let heavy = "0x v0.1.0\n1aws-lc-sys v0.1.0\n2cc v1.0.0\n2cmake v0.1.0\n3cc v1.0.0 (*)\n\
                     1ring v0.17.0\n2bindgen v0.1.0\n";
        let found: Vec<String> = builds_of_c("x", heavy).into_iter().collect();
        assert_eq!(
            found,
            [
                "x brings aws-lc-sys, which builds C by cc",
                "x brings aws-lc-sys, which builds C by cmake",
                "x brings ring, which builds C by bindgen",
            ]
        );
    }

    #[test]
    fn the_build_of_ring_is_seen() {
        let tree = tree("gpu-http", "normal,build", &["--prefix=depth"]).unwrap();
        assert!(tree.contains("ring v") && tree.contains("cc v"), "{tree}");
    }
}
