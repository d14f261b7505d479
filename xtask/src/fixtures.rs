//! `cargo xtask fixtures`: test data from the vendors' documented samples.
//!
//! [`Vendor::read_page`] turns a page into a [`document::Document`]; [`keep`] turns that into files;
//! [`drift`] compares two of them.

pub mod args;
pub mod credentials;
pub mod document;
pub mod drift;
pub mod field;
pub mod jwt;
pub mod keep;
pub mod mark;
pub mod pages;
pub mod read;
pub mod vendor;

use std::io::Write;
use std::path::Path;

use crate::Error;
use crate::cli::{Outcome, say};

use args::{Args, Mode};
use keep::folders;
use keep::sync::{self, Deed};
use vendor::Vendor;

/// Runs the command.
///
/// # Errors
/// When the arguments are wrong or a file cannot be read or written.
pub fn run(args: &[String], out: &mut dyn Write) -> Result<Outcome, Error> {
    let Args {
        mode,
        vendors,
        root,
    } = Args::parse(args)?;
    let mut outcome = Outcome::Clean;
    for vendor in vendors {
        let found = match &mode {
            Mode::Write => write(&root, vendor, out)?,
            Mode::Check => check(&root, vendor, out)?,
            Mode::Page(page) => compare(&root, vendor, page, out)?,
        };
        outcome = outcome.max(found);
    }
    if mode == Mode::Check {
        let end = match outcome {
            Outcome::Clean => "fixtures are up to date\n",
            Outcome::Findings => "repair with: cargo xtask fixtures\n",
        };
        say(out, end)?;
    }
    Ok(outcome)
}

/// Brings the vendor's folders up to date, and names each file that it removes or leaves.
fn write(root: &Path, vendor: Vendor, out: &mut dyn Write) -> Result<Outcome, Error> {
    let mut outcome = Outcome::Clean;
    for folder in folders::wanted(root, vendor)? {
        let name = folder.name(root);
        let mut changed = 0;
        for difference in sync::compare(&folder)? {
            let path = format!("{name}/{}", difference.name);
            match sync::apply(&folder, &difference)? {
                Deed::Written => changed += 1,
                Deed::Removed => {
                    changed += 1;
                    say(out, &format!("removed {path}\n"))?;
                }
                Deed::Left => {
                    outcome = Outcome::Findings;
                    let why = "nothing makes it, and its name is yours: move it elsewhere";
                    say(out, &format!("left {path}: {why}\n"))?;
                }
            }
        }
        let files = folder.files.len();
        say(out, &format!("{name}: {files} files, {changed} changed\n"))?;
    }
    Ok(outcome)
}

/// Lists what is not up to date in the vendor's folders.
fn check(root: &Path, vendor: Vendor, out: &mut dyn Write) -> Result<Outcome, Error> {
    let mut outcome = Outcome::Clean;
    for folder in folders::wanted(root, vendor)? {
        for difference in sync::compare(&folder)? {
            outcome = Outcome::Findings;
            let words = difference.kind.words();
            say(
                out,
                &format!("{}/{}: {words}\n", folder.name(root), difference.name),
            )?;
        }
    }
    Ok(outcome)
}

/// Says what moved between the kept page and the copy in `page`.
fn compare(
    root: &Path,
    vendor: Vendor,
    page: &Path,
    out: &mut dyn Write,
) -> Result<Outcome, Error> {
    let kept = folders::kept_page(root, vendor)?;
    let read = vendor.read_page(&folders::read(page)?);
    if read.samples.is_empty() && read.problems.is_empty() {
        return Err(Error::new(format!(
            "{} has no sample of {} - is it a copy of the vendor's page, saved as text?",
            page.display(),
            vendor.name()
        )));
    }
    let drift = drift::compare(&kept, &read);
    if drift.is_empty() {
        return say(out, &format!("{}: no drift\n", vendor.name()));
    }
    for line in &drift {
        say(out, &format!("{line}\n"))?;
    }
    let file = format!("fixtures/{}/{}", vendor.name(), folders::PAGE);
    say(
        out,
        &format!("drift; to accept it, edit {file} and run: cargo xtask fixtures\n"),
    )?;
    Ok(Outcome::Findings)
}
