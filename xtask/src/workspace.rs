//! The workspace as its manifests describe it, and the commands that are run in it.

use std::ffi::{OsStr, OsString};
use std::path::{Path, PathBuf};
use std::process::Command;

use anyhow::{Context, Result, ensure};
use serde_json::Value;

/// The repository in which this program was built.
pub(crate) fn root() -> PathBuf {
    let mut root = PathBuf::from(env!("CARGO_MANIFEST_DIR"));
    root.pop();
    root
}

/// One crate that is published: its manifest does not say `publish = false`.
pub(crate) struct Member {
    pub(crate) name: String,
    pub(crate) version: String,
    /// The folder of its Cargo.toml.
    pub(crate) folder: PathBuf,
    /// The oldest Rust that it promises to compile with.
    pub(crate) rust_version: String,
    /// What it depends on, tests not counted, with the accepted versions: `("http", "^1.3")`.
    pub(crate) dependencies: Vec<(String, String)>,
}

/// The published crates, by name.
pub(crate) fn published() -> Result<Vec<Member>> {
    let metadata = metadata()?;
    let mut members: Vec<Member> = list(&metadata, "packages")
        .filter(|package| package.get("publish") != Some(&Value::Array(Vec::new())))
        .map(member)
        .collect();
    members.sort_by(|a, b| a.name.cmp(&b.name));
    Ok(members)
}

/// The published crates that other crates can use.
pub(crate) fn libraries() -> Result<Vec<Member>> {
    let mut members = published()?;
    members.retain(|member| member.folder.join("src/lib.rs").is_file());
    Ok(members)
}

/// The folder that cargo builds this workspace in.
pub(crate) fn target_folder() -> Result<PathBuf> {
    Ok(PathBuf::from(text(&metadata()?, "target_directory")))
}

fn metadata() -> Result<Value> {
    let metadata = output(cargo().args(["metadata", "--no-deps", "--format-version", "1"]))?;
    serde_json::from_str(&metadata).context("cannot read cargo's metadata")
}

fn member(package: &Value) -> Member {
    let manifest = PathBuf::from(text(package, "manifest_path"));
    let dependencies =
        list(package, "dependencies").filter(|it| it.get("kind") != Some(&Value::from("dev")));
    Member {
        name: text(package, "name"),
        version: text(package, "version"),
        folder: manifest.parent().unwrap_or(Path::new(".")).to_owned(),
        rust_version: text(package, "rust_version"),
        dependencies: dependencies.map(|it| (text(it, "name"), text(it, "req"))).collect(),
    }
}

fn list<'a>(value: &'a Value, name: &str) -> impl Iterator<Item = &'a Value> {
    let list = value.get(name).and_then(Value::as_array);
    list.into_iter().flatten()
}

fn text(value: &Value, name: &str) -> String {
    let text = value.get(name).and_then(Value::as_str);
    text.unwrap_or_default().to_owned()
}

/// How the names of the variables begin that the clients and their examples read, and of those that cargo
/// sets for xtask: ring's build script reads the latter, and all that stands on ring would be built again.
const HIDDEN: [&str; 5] = ["AC_", "GLOWS_", "MDC_", "CARGO_MANIFEST_", "CARGO_PKG_"];

/// Cargo, as every command here runs it: without the developer's accounts, because an example that
/// finds one rents a real machine; and a snapshot that differs fails, it is never rewritten.
pub(crate) fn cargo() -> Command {
    let mut cargo = Command::new(std::env::var_os("CARGO").unwrap_or_else(|| "cargo".into()));
    cargo.env("INSTA_UPDATE", "no");
    let names = std::env::vars_os().map(|(name, _)| name);
    for name in names.filter(|name| is_hidden(name)) {
        cargo.env_remove(name);
    }
    cargo
}

/// Names are compared as Windows does, where `ac_token` is `AC_TOKEN`.
fn is_hidden(name: &OsStr) -> bool {
    let name: OsString = name.to_ascii_uppercase();
    let name = name.as_encoded_bytes();
    HIDDEN.iter().any(|start| name.starts_with(start.as_bytes()))
}

/// What a command prints. Its failure is an error that repeats what it said.
pub(crate) fn output(command: &mut Command) -> Result<String> {
    let line = shown(command);
    let output = command.output().with_context(|| format!("cannot run {line}"))?;
    let said = String::from_utf8_lossy(&output.stdout).into_owned();
    let complaint = String::from_utf8_lossy(&output.stderr);
    ensure!(output.status.success(), "`{line}` failed:\n{said}{complaint}");
    Ok(said)
}

/// A command as one line.
fn shown(command: &Command) -> String {
    let program = Path::new(command.get_program()).file_stem();
    let words = program.into_iter().chain(command.get_args());
    let words: Vec<_> = words.map(OsStr::to_string_lossy).collect();
    words.join(" ")
}

/// What git tracks below `folder` and is there, by paths from there. With `new` also what it does
/// not track, ignored files included; never what cargo builds.
pub(crate) fn files(folder: &Path, new: bool) -> Result<Vec<String>> {
    let mut git = Command::new("git");
    git.current_dir(folder).args(["ls-files", "-z", "--cached"]);
    if new {
        git.arg("--others");
    }
    let listed = output(git.args([":(exclude)target", ":(exclude)**/target"]))?;
    let paths = listed.split('\0').filter(|path| !path.is_empty());
    let files = paths.filter(|path| folder.join(path).is_file());
    let files: Vec<String> = files.map(str::to_owned).collect();
    ensure!(!files.is_empty(), "git lists no file in {}", folder.display());
    Ok(files)
}

#[cfg(test)]
mod tests {
    use regex::Regex;

    use super::*;

    #[test]
    fn every_variable_that_a_client_reads_is_hidden_and_what_cargo_needs_is_not() {
        let name = Regex::new(r#""([A-Z][A-Z0-9]*_[A-Z0-9_]+)""#).unwrap();
        let mut seen = 0;
        let mut members = published().unwrap();
        members.retain(|member| member.name.ends_with("-client"));
        for member in members {
            let mut files = files(&member.folder, false).unwrap();
            files.retain(|file| file.starts_with("src/") || file.starts_with("examples/"));
            for file in files {
                let text = std::fs::read_to_string(member.folder.join(file)).unwrap();
                for name in name.captures_iter(&text).map(|found| found[1].to_owned()) {
                    assert!(is_hidden(name.as_ref()) || name.starts_with("CARGO_"), "{name}");
                    seen += 1;
                }
            }
        }
        assert!(seen > 10, "the variables are written in another way now");
        assert!(is_hidden("ac_token".as_ref()) && !is_hidden("PATH".as_ref()));
    }
}
