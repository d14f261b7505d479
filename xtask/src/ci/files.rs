//! Checks of the files themselves, and what must be in order before cargo packages them.

use std::collections::BTreeSet;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

use anyhow::{Context, Result, bail, ensure};
use regex::Regex;

use super::translations;
use crate::workspace::{cargo, files, output, published, target_folder};

/// A check, which says what it looked at.
type Check = fn() -> Result<String>;

/// The check of this name.
pub(super) fn find(name: &str) -> Result<Check> {
    Ok(match name {
        "snapshots" => no_pending_snapshots,
        "tokens" => no_tokens,
        "packages" => complete_packages,
        "minimum-rust" => one_minimum_rust,
        "translations" => translations::in_step,
        "copy" => copy_what_is_committed,
        "old-packages" => forget_old_packages,
        _ => bail!("no check `{name}`"),
    })
}

/// Fails if a snapshot was left unreviewed.
fn no_pending_snapshots() -> Result<String> {
    let files = files(Path::new("."), true)?;
    let is_pending = |path: &String| path.ends_with(".snap.new") || path.ends_with(".pending-snap");
    let pending: Vec<String> = files.into_iter().filter(is_pending).collect();
    ensure!(pending.is_empty(), "these wait for review: {pending:?}");
    Ok("no snapshot waits for review\n".to_owned())
}

/// Fails if a file holds a JSON web token whose signature does not say `fake`. Ours do; a pasted
/// token does not. Credentials of other forms cannot be told from the words of a test.
fn no_tokens() -> Result<String> {
    let files = files(Path::new("."), true)?;
    let token = token()?;
    for path in &files {
        let text = fs::read(path).with_context(|| path.clone())?;
        let text = String::from_utf8_lossy(&text);
        ensure!(!has_token(&token, &text), "{path} holds a web token that is no fake");
    }
    Ok(format!("{} files hold no token\n", files.len()))
}

/// A JSON web token, its signature in a group.
fn token() -> Result<Regex> {
    Ok(Regex::new(r"eyJ[\w-]+\.eyJ[\w-]+\.([\w-]{21,})")?)
}

fn has_token(token: &Regex, text: &str) -> bool {
    let mut signatures = token.captures_iter(text).filter_map(|found| found.get(1));
    signatures.any(|signature| !signature.as_str().to_ascii_lowercase().contains("fake"))
}

/// Fails if a published crate lacks a file, if its package would not hold all that git tracks, if a
/// test reads a file from outside, or if crates.io cannot follow a link of its README.
fn complete_packages() -> Result<String> {
    let mut findings = Vec::new();
    let mut said = String::new();
    let link = Regex::new(r"\]\(([^()\s]*)|(?m)^\[[^\]]+\]: *(\S+)")?;
    for member in published()? {
        let name = &member.name;
        let args = ["package", "--list", "--allow-dirty", "--package", name];
        let packed = output(cargo().args(args))?;
        let packed: BTreeSet<String> = packed.lines().map(|path| path.replace('\\', "/")).collect();
        for needed in ["CHANGELOG.md", "LICENSE-APACHE", "LICENSE-MIT", "README.md"] {
            if !packed.contains(needed) {
                findings.push(format!("{name} lacks {needed}"));
            }
        }
        let mut tracked: BTreeSet<String> = files(&member.folder, false)?.into_iter().collect();
        // A package inside this one is no part of it.
        let inner = |file: &String| Some(file.strip_suffix("/Cargo.toml")?.to_owned() + "/");
        let inner: Vec<String> = tracked.iter().filter_map(inner).collect();
        tracked.retain(|file| !inner.iter().any(|folder| file.starts_with(folder)));
        let added = [".cargo_vcs_info.json", "Cargo.lock", "Cargo.toml.orig"];
        for path in packed.symmetric_difference(&tracked) {
            if !added.contains(&path.as_str()) {
                findings.push(format!("{name}: git and the package disagree about {path}"));
            }
        }
        for path in tracked.iter().filter(|path| path.ends_with(".rs")) {
            let text = fs::read_to_string(member.folder.join(path))?;
            let outside = "../".repeat(path.matches('/').count() + 1);
            if text.contains(&outside) || text.contains(r#"env!("CARGO_MANIFEST_DIR"), "/.."#) {
                findings.push(format!("{name}: {path} reads from outside the package"));
            }
        }
        let readme = fs::read_to_string(member.folder.join("README.md")).unwrap_or_default();
        for found in link.captures_iter(&readme) {
            let target = found.get(1).or(found.get(2)).map_or("", |it| it.as_str());
            if !target.starts_with("https://") && !target.starts_with('#') {
                findings.push(format!("{name}: crates.io cannot follow {target}"));
            }
        }
        said.push_str(&format!("{name}: {} files\n", packed.len()));
    }
    ensure!(findings.is_empty(), "{}", findings.join("; "));
    Ok(said)
}

/// Fails if a crate, a README, CONTRIBUTING or the workflow says another version of Rust, or none.
fn one_minimum_rust() -> Result<String> {
    let statement =
        Regex::new(r"(?:Rust[a-z\s:]{0,30}|toolchain install |cargo \+)\b(1\.[0-9]+)\b")?;
    let members = published()?;
    let version = members.first().map_or("", |member| &member.rust_version);
    let readmes = members.iter().map(|it| it.folder.join("README.md"));
    let others = ["README.md", "CONTRIBUTING.md", ".github/workflows/ci.yml"];
    let translated = translations::translations()?.into_iter();
    let others = others.map(PathBuf::from).into_iter();
    let mut findings = Vec::new();
    for file in readmes.chain(others).chain(translated.map(PathBuf::from)) {
        let text = fs::read_to_string(&file).with_context(|| file.display().to_string())?;
        let found = statement.captures_iter(&text).filter_map(|found| found.get(1));
        let stated: BTreeSet<&str> = found.map(|version| version.as_str()).collect();
        if stated != BTreeSet::from([version]) {
            findings.push(format!("{} says {stated:?}", file.display()));
        }
    }
    let other = members.iter().filter(|it| it.rust_version != version);
    findings.extend(other.map(|it| format!("{} says {}", it.name, it.rust_version)));
    ensure!(findings.is_empty(), "the minimum is {version}: {}", findings.join("; "));
    Ok(format!("the minimum Rust is {version} everywhere\n"))
}

/// Makes `target/copy`, a clone of what is committed.
fn copy_what_is_committed() -> Result<String> {
    let copy = target_folder()?.join("copy");
    if copy.exists() {
        fs::remove_dir_all(&copy)?;
    }
    output(Command::new("git").args(["clone", "--quiet", "."]).arg(&copy))?;
    Ok(String::new())
}

/// Removes what cargo has unpacked of our packages when it built them the last time: it unpacks them
/// under their version alone, and would build a package against the old sources of the others.
fn forget_old_packages() -> Result<String> {
    let set = std::env::var_os("CARGO_HOME").map(PathBuf::from);
    let home = set.or_else(|| std::env::home_dir().map(|home| home.join(".cargo")));
    let sources = home.context("no home folder")?.join("registry/src");
    for registry in fs::read_dir(sources).into_iter().flatten().flatten() {
        // A registry's folder is its host, a dash and a number; a local one has no host.
        let is_local = registry.file_name().as_encoded_bytes().starts_with(b"-");
        for member in published()?.into_iter().filter(|_| is_local) {
            let name = format!("{}-{}", member.name, member.version);
            let unpacked = registry.path().join(name);
            if unpacked.exists() {
                fs::remove_dir_all(&unpacked)?;
            }
        }
    }
    Ok(String::new())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_fake_token_is_told_from_a_real_looking_one() {
        let head = "eyJhbGciOiJIUzI1NiJ9.eyJ1c2VyIjoiYSJ9";
        let real = format!("{head}.abcdefghijklmnopqrstuvwxyz0123456789");
        let token = token().unwrap();
        for (text, expected) in [
            (format!("It was {real}."), true),
            (format!("token={real}.more"), true),
            (format!("{head}.fake-signature-fake-signature"), false),
            (format!("{head}.short"), false),
        ] {
            assert_eq!(has_token(&token, &text), expected, "{text}");
        }
    }
}
