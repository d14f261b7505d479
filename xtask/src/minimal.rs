//! `cargo xtask minimal`: the oldest versions that the manifests accept do build.

use std::io::Write;
use std::path::{Path, PathBuf};
use std::process::Command;

use crate::cli::{Outcome, say};
use crate::workspace::{self, Member, cargo_program, target_folder};
use crate::{Error, scratch};

/// How the command is called.
pub const USAGE: &str = "\
usage: cargo xtask minimal

Copies the published crates, without what only tests need, asks cargo for the oldest version of
each direct dependency that the manifests accept, and checks that all features compile with it. If
not, a lower bound in Cargo.toml is too low.
";

/// Compiles with the oldest direct dependencies.
///
/// # Errors
/// When the copy cannot be made, no versions can be found, or they do not compile.
pub fn run(args: &[String], out: &mut dyn Write) -> Result<Outcome, Error> {
    if !args.is_empty() {
        let message = format!("cannot read these arguments\n\n{USAGE}");
        return Err(Error::new(message));
    }
    let members = workspace::published()?;
    let folder = copy(&members)?;
    // The option is unstable; it chooses versions and compiles nothing.
    let oldest = ["generate-lockfile", "-Z", "direct-minimal-versions"];
    cargo(&oldest, Some(("RUSTC_BOOTSTRAP", "1")), &folder, out)?;
    let target = target_folder()?.join("minimal").display().to_string();
    let check = [
        "check",
        "--quiet",
        "--workspace",
        "--all-features",
        "--locked",
    ];
    cargo(
        &[&check[..], &["--target-dir", &target]].concat(),
        None,
        &folder,
        out,
    )?;
    Ok(Outcome::Clean)
}

/// A workspace of the published crates alone.
fn copy(members: &[Member]) -> Result<PathBuf, Error> {
    let folder = scratch::folder("minimal")?;
    let root = read(Path::new("Cargo.toml"))?;
    scratch::write(&folder.join("Cargo.toml"), &only_crates(&root)?)?;
    for member in members {
        let to = folder.join("crates").join(&member.name);
        for file in member.files()? {
            scratch::copy(&member.folder.join(&file), &to.join(&file))?;
        }
        let manifest = without_tests(&read(&member.folder.join("Cargo.toml"))?);
        scratch::write(&to.join("Cargo.toml"), &manifest)?;
    }
    Ok(folder)
}

fn read(file: &Path) -> Result<String, Error> {
    std::fs::read_to_string(file).map_err(|error| Error::io("read", file, &error))
}

/// The workspace's manifest with no other members than those in `crates`.
fn only_crates(manifest: &str) -> Result<String, Error> {
    let is_members = |line: &&str| line.starts_with("members = ");
    if manifest.lines().filter(is_members).count() != 1 {
        return Err(Error::new("Cargo.toml has no line `members = […]`"));
    }
    let lines = manifest.lines().map(|line| {
        let line = if is_members(&line) {
            "members = [\"crates/*\"]"
        } else {
            line
        };
        format!("{line}\n")
    });
    Ok(lines.collect())
}

/// A crate's manifest without its dev-dependencies: what tests need is no promise to users.
fn without_tests(manifest: &str) -> String {
    let mut inside = false;
    let kept = manifest.lines().filter(|line| {
        if line.starts_with('[') {
            inside = line.starts_with("[dev-dependencies");
        }
        !inside
    });
    kept.map(|line| format!("{line}\n")).collect()
}

fn cargo(
    args: &[&str],
    env: Option<(&str, &str)>,
    folder: &Path,
    out: &mut dyn Write,
) -> Result<(), Error> {
    say(out, &format!("$ cargo {}\n", args.join(" ")))?;
    let output = Command::new(cargo_program())
        .args(args)
        .envs(env)
        .current_dir(folder)
        .output()
        .map_err(|error| Error::new(format!("cannot run cargo: {error}")))?;
    if output.status.success() {
        return Ok(());
    }
    let said = String::from_utf8_lossy(&output.stderr);
    Err(Error::new(format!(
        "`cargo {}` failed:\n{said}",
        args.join(" ")
    )))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_what_users_compile_is_left() {
        let manifest =
            "[dependencies]\na = \"1\"\n\n[dev-dependencies]\nb = \"1\"\n[lints]\nc = 1\n";
        assert_eq!(
            without_tests(manifest),
            "[dependencies]\na = \"1\"\n\n[lints]\nc = 1\n"
        );
        let root = "[workspace]\nmembers = [\"crates/*\", \"xtask\"]\n";
        assert_eq!(
            only_crates(root).unwrap(),
            "[workspace]\nmembers = [\"crates/*\"]\n"
        );
        assert!(only_crates("[workspace]\n").is_err());
    }
}
