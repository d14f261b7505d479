//! `cargo xtask fixtures`: test data from the vendors' documented samples.
//!
//! [`Vendor::read_page`] turns a page into a [`Document`](document::Document), [`files`] turns that into
//! files, [`drift`] compares two of them.

mod credentials;
mod document;
mod drift;
mod files;
mod lenient;
/// One reader per vendor's page, and one for the samples that no kept page prints.
mod pages {
    pub(crate) mod ac_openapi;
    pub(crate) mod editions;
    pub(crate) mod glows;
    pub(crate) mod mdc;
}
mod repairs;
mod samples;
mod table;
mod take;
#[cfg(test)]
mod tests;
mod vendor;

use std::path::{Path, PathBuf};

use anyhow::{Context, Result, bail, ensure};

use crate::{Outcome, workspace};
use vendor::Vendor;

/// Runs the command and prints what it did.
pub(crate) fn run(options: &[&str]) -> Result<Outcome> {
    let mut said = String::new();
    let outcome = play(options, &mut said);
    print!("{said}");
    outcome
}

/// What was asked for.
enum Mode {
    Write,
    Check,
    Page(PathBuf),
    Take(PathBuf),
}

/// Runs the command; what it has to say is added to `said`.
fn play(options: &[&str], said: &mut String) -> Result<Outcome> {
    let (mut mode, mut vendors, mut root) = (Mode::Write, Vendor::ALL.to_vec(), workspace::root());
    let mut rest = options.iter();
    while let Some(option) = rest.next() {
        let mut value = || {
            let value = rest.next().copied();
            value.with_context(|| format!("`{option}` needs a value"))
        };
        match (*option, &mode) {
            ("--check", Mode::Write) => mode = Mode::Check,
            ("--page", Mode::Write) => mode = Mode::Page(value()?.into()),
            ("--take", Mode::Write) => mode = Mode::Take(value()?.into()),
            ("--check" | "--page" | "--take", _) => {
                bail!("--check, --page and --take exclude each other")
            }
            ("--vendor", _) => vendors = vec![Vendor::parse(value()?)?],
            ("--root", _) => root = value()?.into(),
            _ => bail!("no option `{option}`; see `cargo xtask help`"),
        }
    }
    if let (Mode::Page(_), [_, _, ..]) = (&mode, vendors.as_slice()) {
        bail!("--page needs --vendor: whose page is it?");
    }
    if let Mode::Take(from) = &mode {
        vendors = vec![take::take(&root, from, said)?];
    }
    let mut outcome = Outcome::Clean;
    for vendor in vendors {
        outcome = outcome.max(match &mode {
            Mode::Write | Mode::Take(_) => sync(&root, vendor, true, said)?,
            Mode::Check => sync(&root, vendor, false, said)?,
            Mode::Page(page) => compare(&root, vendor, page, said)?,
        });
    }
    if let Mode::Check = mode {
        said.push_str(match outcome {
            Outcome::Clean => "fixtures are up to date\n",
            Outcome::Findings => "repair with: cargo xtask fixtures\n",
        });
    }
    Ok(outcome)
}

/// Lists what is not up to date in the vendor's folders, or writes it. A file that nothing makes stays:
/// it is named, and the command fails until it is gone.
fn sync(root: &Path, vendor: Vendor, writes: bool, said: &mut String) -> Result<Outcome> {
    let mut outcome = Outcome::Clean;
    for folder in files::folders(root, vendor)? {
        let name = folder.name(root);
        let mut written = 0;
        for (file, what) in folder.compare()? {
            if writes && folder.write(&file)? {
                written += 1;
            } else {
                outcome = Outcome::Findings;
                said.push_str(&format!("{name}/{file}: {what}\n"));
            }
        }
        if writes {
            let count = folder.files.len();
            said.push_str(&format!("{name}: {count} files, {written} changed\n"));
        }
    }
    Ok(outcome)
}

/// Says what moved between the kept page and the copy in `page`.
fn compare(root: &Path, vendor: Vendor, page: &Path, said: &mut String) -> Result<Outcome> {
    let kept = files::kept_page(root, vendor)?;
    let read = vendor.read_page(&files::read(page)?);
    let name = vendor.name();
    ensure!(
        !(read.samples.is_empty() && read.problems.is_empty()),
        "{} has no sample of {name}: is it a copy of the vendor's page, saved as text?",
        page.display()
    );
    let drift = drift::compare(&kept, &read);
    if drift.is_empty() {
        said.push_str(&format!("{name}: no drift\n"));
        return Ok(Outcome::Clean);
    }
    said.extend(drift.iter().map(|line| format!("{line}\n")));
    let file = format!("fixtures/{name}/{}", files::PAGE);
    said.push_str(&format!("drift; to accept it, edit {file} and run: cargo xtask fixtures\n"));
    Ok(Outcome::Findings)
}
