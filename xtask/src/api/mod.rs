//! `cargo xtask api`: the public API of each published crate, kept as text that is reviewed.
//!
//! It is read from the source, not from rustdoc's JSON, so that every toolchain says the same. The
//! workspace's lint `unreachable_pub` guarantees that what says `pub` can be reached.

mod allowed;
mod render;
mod resolve;
mod rules;
mod source;
mod strip;
mod surface;
mod tokens;

use std::fs;
use std::io::Write;
use std::path::{Path, PathBuf};

use crate::Error;
use crate::cli::{Outcome, say};
use crate::workspace::{self, Member};

/// How the command is called.
pub const USAGE: &str = "\
usage: cargo xtask api [--check | --accept]

Compares the public API of each published crate with the snapshot in xtask/api/<crate>.txt, prints
what differs, and checks what no API of this workspace may do: name a type of a 0.x dependency,
close an enum or a struct that may grow, let an answer be made up by `Default`.

  --check   the same (and what one gets without an option)
  --accept  write the snapshots; look at the diff before you commit it
";

const FOLDER: &str = "xtask/api";
const ACCEPT: &str = "cargo xtask api --accept";

/// Compares or writes the snapshots.
///
/// # Errors
/// When the arguments are not understood, a source cannot be read or a snapshot cannot be written.
pub fn run(args: &[String], out: &mut dyn Write) -> Result<Outcome, Error> {
    let accept = match args {
        [] => false,
        [flag] if flag == "--check" => false,
        [flag] if flag == "--accept" => true,
        _ => {
            let message = format!("cannot read these arguments\n\n{USAGE}");
            return Err(Error::new(message));
        }
    };
    let mut findings = Vec::new();
    for member in workspace::published()? {
        let source = source::Source::read(&member.folder)?;
        let surface = surface::Surface::of(&source, &member.code_name());
        findings.extend(rules::broken(&member, &source, &surface));
        let text = render::text(&member, &surface);
        findings.extend(compare(&member, &text, accept, out)?);
    }
    for finding in &findings {
        say(out, &format!("API: {finding}\n"))?;
    }
    Ok(if findings.is_empty() {
        Outcome::Clean
    } else {
        Outcome::Findings
    })
}

fn compare(
    member: &Member,
    text: &str,
    accept: bool,
    out: &mut dyn Write,
) -> Result<Option<String>, Error> {
    let path = snapshot(member);
    let kept = fs::read_to_string(&path).unwrap_or_default();
    if kept == text {
        return Ok(None);
    }
    say(out, &difference(&path, &kept, text))?;
    if accept {
        fs::create_dir_all(FOLDER).map_err(|error| Error::io("make", Path::new(FOLDER), &error))?;
        fs::write(&path, text).map_err(|error| Error::io("write", &path, &error))?;
        return Ok(None);
    }
    Ok(Some(format!(
        "{} is not what its snapshot says; if the change above is meant, run `{ACCEPT}`",
        member.name
    )))
}

fn snapshot(member: &Member) -> PathBuf {
    Path::new(FOLDER).join(format!("{}.txt", member.name))
}

fn difference(path: &Path, kept: &str, now: &str) -> String {
    similar::TextDiff::from_lines(kept, now)
        .unified_diff()
        .header(&path.display().to_string(), "the source")
        .to_string()
}
