//! `cargo xtask supply`: licences, origins, bans and double versions of what users compile.
//!
//! The rules are those of `deny.toml`. `cargo deny check` reads it, too, and checks more: advisories and
//! requirements of any version. This needs nothing but cargo.

mod check;
mod graph;
mod licence;
mod policy;

use std::io::Write;

use crate::Error;
use crate::cli::{Outcome, say};

/// How the command is called.
pub const USAGE: &str = "\
usage: cargo xtask supply

Checks what the published crates bring into a user's build, with all features, on each target of
deny.toml: licences, registries, banned crates, two versions of one crate; and that Cargo.lock is
up to date. The rules stand in deny.toml. Its advisories and wildcards are for `cargo deny check`.
";

/// Checks every target; findings if a rule is broken.
///
/// # Errors
/// When deny.toml cannot be read, or cargo cannot be run or would change Cargo.lock.
pub fn run(args: &[String], out: &mut dyn Write) -> Result<Outcome, Error> {
    if !args.is_empty() {
        let message = format!("cannot read these arguments\n\n{USAGE}");
        return Err(Error::new(message));
    }
    let policy = policy::Policy::read("deny.toml")?;
    let mut findings = Vec::new();
    for target in &policy.targets {
        let packages = graph::of_target(target)?;
        say(out, &format!("{target}: {} crates\n", packages.len()))?;
        findings.extend(check::broken(&policy, &packages));
    }
    // What is wrong everywhere is told once.
    findings.sort();
    findings.dedup();
    for finding in &findings {
        say(out, &format!("SUPPLY: {finding}\n"))?;
    }
    Ok(if findings.is_empty() {
        Outcome::Clean
    } else {
        Outcome::Findings
    })
}
