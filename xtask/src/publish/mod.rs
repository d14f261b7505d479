//! `cargo xtask publish`: proof, before anything is uploaded, that the packages are good.

mod changelog;
mod contents;
mod links;
mod packages;
mod readme;
mod stale;
mod user;

use std::fs;
use std::io::Write;

use crate::Error;
use crate::cli::{Outcome, say};
use crate::workspace::{self, Member};

/// How the command is called.
pub const USAGE: &str = "\
usage: cargo xtask publish --contents | --dry-run | --test-packages | --scratch
                           [--allow-dirty] [--offline]

Uploads nothing. The packages are made anew each time, by `cargo package`.

  --contents       check what each package holds: licences, README, CHANGELOG, and nothing it should
                   not; and that crates.io can follow each link of the README
  --dry-run        the same, then make and build each package, in the order in which they must be
                   published, say which CHANGELOG has no heading for its version yet, and print the
                   commands that publish
  --test-packages  unpack them and run each crate's own tests and examples from what was unpacked
  --scratch        make a project that depends on the packaged mdc-client, and run in it the first
                   example of that crate's README, against the packaged emulator

  --allow-dirty    package what is not committed, too
  --offline        let cargo use what it has downloaded already
";

/// Options that are handed to `cargo package`.
const HANDED_ON: [&str; 2] = ["--allow-dirty", "--offline"];

/// Checks the packages in one of these ways.
///
/// # Errors
/// When the arguments are not understood, or cargo fails.
pub fn run(args: &[String], out: &mut dyn Write) -> Result<Outcome, Error> {
    let (options, modes): (Vec<&str>, Vec<&str>) = args
        .iter()
        .map(String::as_str)
        .partition(|arg| HANDED_ON.contains(arg));
    match modes.as_slice() {
        ["--contents"] => contents(&workspace::published()?, out),
        ["--dry-run"] => dry_run(&options, out),
        ["--test-packages"] => packages::test(&options, out),
        ["--scratch"] => user::run_readme(&options, out),
        _ => {
            let message = format!("cannot read these arguments\n\n{USAGE}");
            Err(Error::new(message))
        }
    }
}

fn contents(members: &[Member], out: &mut dyn Write) -> Result<Outcome, Error> {
    let mut findings = Vec::new();
    for member in members {
        let files = contents::of(&member.name)?;
        say(out, &format!("{}: {} files\n", member.name, files.len()))?;
        findings.extend(contents::broken(member, &files)?);
    }
    for finding in &findings {
        say(out, &format!("PACKAGE: {finding}\n"))?;
    }
    Ok(if findings.is_empty() {
        Outcome::Clean
    } else {
        Outcome::Findings
    })
}

fn dry_run(options: &[&str], out: &mut dyn Write) -> Result<Outcome, Error> {
    let members = workspace::published()?;
    if contents(&members, out)? == Outcome::Findings {
        return Ok(Outcome::Findings);
    }
    packages::make(&members, true, options, out)?;
    for member in &members {
        let path = member.folder.join("CHANGELOG.md");
        let text = fs::read_to_string(&path).map_err(|error| Error::io("read", &path, &error))?;
        if let Some(why) = changelog::unready(&text, &member.version) {
            let name = &member.name;
            say(
                out,
                &format!("BEFORE YOU PUBLISH: {name}: its CHANGELOG has {why}\n"),
            )?;
        }
    }
    say(out, "\nTo publish, in this order:\n")?;
    for member in &members {
        say(
            out,
            &format!("  cargo publish --locked -p {}\n", member.name),
        )?;
    }
    Ok(Outcome::Clean)
}
