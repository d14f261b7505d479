//! `cargo xtask api`: the public API of each published crate, kept as text that is reviewed.
//!
//! The crate `public-api` reads it from rustdoc's JSON. Stable rustdoc writes JSON only with
//! `RUSTC_BOOTSTRAP=1`; if cargo saw that variable, it would build every dependency anew. So cargo
//! is given this program in place of rustdoc, and this program hands the variable on.

mod examples;
mod rules;

use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Command, ExitCode};

use anyhow::{Context, Result};
use similar::TextDiff;

use crate::Outcome;
use crate::workspace::{Member, cargo, libraries, output, target_folder};

const FOLDER: &str = "xtask/api";

/// Set when cargo runs this program as rustdoc; its value is the rustdoc to run.
const AS_RUSTDOC: &str = "XTASK_AS_RUSTDOC";

/// Runs rustdoc with the arguments of this process, if cargo asked for that.
pub(crate) fn as_rustdoc() -> Option<ExitCode> {
    let rustdoc = std::env::var_os(AS_RUSTDOC)?;
    let mut rustdoc = Command::new(rustdoc);
    rustdoc.args(std::env::args_os().skip(1));
    let status = rustdoc.env("RUSTC_BOOTSTRAP", "1").status();
    let succeeded = status.is_ok_and(|status| status.success());
    Some(ExitCode::from(u8::from(!succeeded)))
}

/// Prints what differs from the snapshots, which rules are broken, and which methods lack an example.
pub(crate) fn check() -> Result<Outcome> {
    let mut findings = Vec::new();
    for (member, text) in texts()? {
        let kept = fs::read_to_string(snapshot(&member)).unwrap_or_default();
        if kept != text {
            let difference = TextDiff::from_lines(&kept, &text);
            print!("{}", difference.unified_diff().context_radius(1));
            findings.push(format!("{} has changed", member.name));
        }
        findings.extend(rules::broken(&member.dependencies, &text));
    }
    findings.extend(examples::missing(&target_folder()?.join("doc"))?);
    for finding in &findings {
        println!("API: {finding}");
    }
    if findings.is_empty() {
        return Ok(Outcome::Clean);
    }
    println!("If a change is meant: cargo xtask api --accept");
    Ok(Outcome::Findings)
}

/// Writes the snapshots, and removes those of crates that are no longer published.
pub(crate) fn accept() -> Result<Outcome> {
    let texts = texts()?;
    fs::remove_dir_all(FOLDER).context(FOLDER)?;
    fs::create_dir_all(FOLDER).context(FOLDER)?;
    for (member, text) in texts {
        let path = snapshot(&member);
        fs::write(&path, text).with_context(|| path.display().to_string())?;
    }
    Ok(Outcome::Clean)
}

fn snapshot(member: &Member) -> PathBuf {
    Path::new(FOLDER).join(format!("{}.txt", member.name))
}

/// Every published library and its public API with all features, an item a line.
fn texts() -> Result<Vec<(Member, String)>> {
    let members = libraries()?;
    let rustdoc = std::env::var_os("RUSTDOC").unwrap_or_else(|| "rustdoc".into());
    let mut doc = cargo();
    doc.args(["doc", "--quiet", "--no-deps", "--all-features", "--lib"])
        .args(members.iter().map(|it| format!("-p={}", it.name)))
        .env("RUSTDOC", std::env::current_exe()?)
        .env(AS_RUSTDOC, rustdoc)
        .env("RUSTDOCFLAGS", "-Z unstable-options --output-format json");
    output(&mut doc)?;
    let folder = target_folder()?.join("doc");
    let text = |member: Member| {
        let json = folder.join(format!("{}.json", member.name.replace('-', "_")));
        let text = text(&json).with_context(|| member.name.clone())?;
        Ok((member, text))
    };
    members.into_iter().map(text).collect()
}

fn text(json: &Path) -> Result<String> {
    let api = public_api::Builder::from_rustdoc_json(json)
        .omit_blanket_impls(true)
        .omit_auto_trait_impls(true)
        .build()
        .context("the crate `public-api` cannot read this rustdoc's JSON; use Rust 1.95")?;
    Ok(api.items().map(|item| format!("{item}\n")).collect())
}
