//! Making the packages, unpacking them, and testing what comes out.

use std::fs::File;
use std::io::Write;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

use super::stale;
use crate::Error;
use crate::cli::{Outcome, say};
use crate::rent::{GIVEN_BACK, without_accounts};
use crate::scratch;
use crate::workspace::{self, Member, cargo_program, target_folder};

/// Makes the package of each member, and builds it from there if `verify`.
pub(super) fn make(
    members: &[Member],
    verify: bool,
    options: &[&str],
    out: &mut dyn Write,
) -> Result<(), Error> {
    stale::forget(members)?;
    let mut args = vec!["package", "--quiet", "--locked"];
    args.extend(options);
    if !verify {
        args.push("--no-verify");
    }
    for member in members {
        args.extend(["--package", &member.name]);
    }
    cargo(&args, Path::new("."), out)
}

/// Runs every crate's tests and examples from its package, each crate by itself.
pub(super) fn test(options: &[&str], out: &mut dyn Write) -> Result<Outcome, Error> {
    let members = workspace::published()?;
    let folder = unpacked(&members, options, out)?;
    let target = target_folder()?.display().to_string();
    let names: Vec<&str> = members.iter().map(|member| member.name.as_str()).collect();
    scratch::write(&folder.join("Cargo.toml"), &workspace_manifest(&members))?;
    scratch::copy(Path::new("Cargo.lock"), &folder.join("Cargo.lock"))?;
    for name in names {
        let args = [
            "test",
            "--quiet",
            "--target-dir",
            &target,
            "--package",
            name,
        ];
        cargo(&args, &folder, out)?;
    }
    for member in members
        .iter()
        .filter(|it| it.folder.join("examples/rent.rs").exists())
    {
        let args = [
            "run",
            "--quiet",
            "--target-dir",
            &target,
            "--package",
            &member.name,
        ];
        let args = [&args[..], &["--example", "rent"]].concat();
        cargo_says(&args, GIVEN_BACK, &folder, out)?;
    }
    Ok(Outcome::Clean)
}

/// Packages the members and unpacks them into a new folder, each as `<name>`.
pub(super) fn unpacked(
    members: &[Member],
    options: &[&str],
    out: &mut dyn Write,
) -> Result<PathBuf, Error> {
    make(members, false, options, out)?;
    let folder = scratch::folder("packages")?;
    let packages = target_folder()?.join("package");
    for member in members {
        let versioned = format!("{}-{}", member.name, member.version);
        let archive = packages.join(format!("{versioned}.crate"));
        let file = File::open(&archive).map_err(|error| Error::io("open", &archive, &error))?;
        // As standard input, because GNU's tar takes `C:` in a name for another machine.
        let mut tar = Command::new("tar");
        let status = tar
            .args(["-xzf", "-"])
            .stdin(file)
            .current_dir(&folder)
            .status();
        let unpacked = status.is_ok_and(|status| status.success());
        let (from, to) = (folder.join(&versioned), folder.join(&member.name));
        if !unpacked || std::fs::rename(&from, &to).is_err() {
            return Err(Error::new(format!("cannot unpack {}", archive.display())));
        }
    }
    Ok(folder)
}

/// `[patch]` lines by which the unpacked crates find one another, from a folder beside them.
pub(super) fn patches(members: &[Member], beside: &Path) -> String {
    let lines = members.iter().map(|member| {
        let path = beside.join(&member.name).display().to_string();
        format!("{} = {{ path = {path:?} }}\n", member.name)
    });
    format!("[patch.crates-io]\n{}", lines.collect::<String>())
}

fn workspace_manifest(members: &[Member]) -> String {
    let names: Vec<&str> = members.iter().map(|member| member.name.as_str()).collect();
    format!(
        "[workspace]\nresolver = \"3\"\nmembers = {names:?}\n\n{}",
        patches(members, Path::new("."))
    )
}

/// Runs cargo in `folder` and shows what it says.
pub(super) fn cargo(args: &[&str], folder: &Path, out: &mut dyn Write) -> Result<(), Error> {
    let status = command(args, folder, out)?.status();
    finished(args, folder, status.map(|status| status.success()))
}

/// The same, and its standard output must have this text in it.
fn cargo_says(
    args: &[&str],
    expected: &str,
    folder: &Path,
    out: &mut dyn Write,
) -> Result<(), Error> {
    let output = command(args, folder, out)?.stdout(Stdio::piped()).output();
    let output = output.map_err(|error| Error::new(format!("cannot run cargo: {error}")))?;
    let said = String::from_utf8_lossy(&output.stdout);
    say(out, &said)?;
    finished(args, folder, Ok(output.status.success()))?;
    if said.contains(expected) {
        return Ok(());
    }
    let line = args.join(" ");
    Err(Error::new(format!(
        "`cargo {line}` did not say `{expected}`"
    )))
}

/// Cargo in `folder`.
///
/// The repository's configuration goes along, so that what is built already, with its profile, need
/// not be built again.
fn command(args: &[&str], folder: &Path, out: &mut dyn Write) -> Result<Command, Error> {
    say(out, &format!("$ cargo {}\n", args.join(" ")))?;
    let configuration = Path::new(".cargo/config.toml");
    let configuration = std::path::absolute(configuration)
        .map_err(|error| Error::io("find", configuration, &error))?;
    let mut command = Command::new(cargo_program());
    without_accounts(&mut command)
        .arg("--config")
        .arg(configuration)
        .args(args)
        .current_dir(folder)
        .env("INSTA_UPDATE", "no");
    Ok(command)
}

fn finished(args: &[&str], folder: &Path, success: std::io::Result<bool>) -> Result<(), Error> {
    let line = args.join(" ");
    match success {
        Ok(true) => Ok(()),
        Ok(false) => {
            let place = folder.display();
            Err(Error::new(format!("`cargo {line}` failed in {place}")))
        }
        Err(error) => Err(Error::new(format!("cannot run cargo: {error}"))),
    }
}
