//! What the manifests say: which crates are published, where they are, in which order.

use std::collections::BTreeSet;
use std::ffi::OsString;
use std::path::{Path, PathBuf};
use std::process::Command;

use serde_json::Value;

use crate::Error;

/// The repository in which this program was built.
pub(crate) fn root() -> PathBuf {
    let mut root = PathBuf::from(env!("CARGO_MANIFEST_DIR"));
    root.pop();
    root
}

/// One member of the workspace.
#[derive(Clone, Debug)]
pub(crate) struct Member {
    pub(crate) name: String,
    pub(crate) version: String,
    /// The folder of its Cargo.toml.
    pub(crate) folder: PathBuf,
    /// The oldest Rust that it promises to compile with; empty for no promise.
    pub(crate) rust_version: String,
    pub(crate) published: bool,
    pub(crate) dependencies: Vec<Dependency>,
    /// What it can be asked for, `default` included.
    pub(crate) features: Vec<String>,
}

/// One line of a member's dependencies.
#[derive(Clone, Debug)]
pub(crate) struct Dependency {
    pub(crate) name: String,
    /// What versions are accepted, such as `^1.0`.
    pub(crate) requirement: String,
    /// Whether only tests and examples see it.
    pub(crate) is_dev: bool,
}

impl Member {
    /// The crate's name in code.
    pub(crate) fn code_name(&self) -> String {
        self.name.replace('-', "_")
    }

    /// What git tracks in its folder, by paths from there.
    pub(crate) fn files(&self) -> Result<BTreeSet<String>, Error> {
        let output = Command::new("git")
            .args(["ls-files", "-z", "--cached", "--deduplicate"])
            .current_dir(&self.folder)
            .output()
            .map_err(|error| Error::new(format!("cannot run git: {error}")))?;
        if !output.status.success() {
            return Err(Error::new("`git ls-files` failed"));
        }
        let text = String::from_utf8_lossy(&output.stdout);
        let paths = text.split('\0').filter(|path| !path.is_empty());
        // What was removed and is not committed yet is not there.
        let present = paths.filter(|path| self.folder.join(path).exists());
        Ok(present.map(str::to_owned).collect())
    }
}

/// The published crates, each behind all that it needs, tests' needs included.
pub(crate) fn published() -> Result<Vec<Member>, Error> {
    let members = members()?;
    ordered(members.into_iter().filter(|member| member.published))
}

/// Every member, by name.
pub(crate) fn members() -> Result<Vec<Member>, Error> {
    let metadata = metadata()?;
    let packages = metadata.get("packages").and_then(Value::as_array);
    let mut members: Vec<Member> = packages.into_iter().flatten().map(member).collect();
    members.sort_by(|a, b| a.name.cmp(&b.name));
    Ok(members)
}

fn member(package: &Value) -> Member {
    let manifest = PathBuf::from(text(package, "manifest_path"));
    let list = |name| package.get(name).and_then(Value::as_array);
    let features = package.get("features").and_then(Value::as_object);
    Member {
        name: text(package, "name"),
        version: text(package, "version"),
        folder: manifest.parent().unwrap_or(&manifest).to_owned(),
        rust_version: text(package, "rust_version"),
        // `publish = false` is an empty list of registries.
        published: list("publish").is_none_or(|registries| !registries.is_empty()),
        dependencies: list("dependencies")
            .into_iter()
            .flatten()
            .map(|dependency| Dependency {
                name: text(dependency, "name"),
                requirement: text(dependency, "req"),
                is_dev: dependency.get("kind").and_then(Value::as_str) == Some("dev"),
            })
            .collect(),
        features: features
            .into_iter()
            .flatten()
            .map(|(name, _)| name.clone())
            .collect(),
    }
}

fn text(value: &Value, name: &str) -> String {
    let text = value.get(name).and_then(Value::as_str);
    text.unwrap_or_default().to_owned()
}

fn ordered(members: impl Iterator<Item = Member>) -> Result<Vec<Member>, Error> {
    let mut waiting: Vec<Member> = members.collect();
    let mut done = Vec::with_capacity(waiting.len());
    while !waiting.is_empty() {
        let names: BTreeSet<String> = waiting.iter().map(|member| member.name.clone()).collect();
        let (ready, rest): (Vec<Member>, Vec<Member>) = waiting.into_iter().partition(|member| {
            let mut needed = member.dependencies.iter();
            !needed.any(|dependency| names.contains(&dependency.name))
        });
        if ready.is_empty() {
            return Err(Error::new(format!(
                "these crates need one another: {names:?}"
            )));
        }
        done.extend(ready);
        waiting = rest;
    }
    Ok(done)
}

/// The folder that cargo builds this workspace in.
pub(crate) fn target_folder() -> Result<PathBuf, Error> {
    let metadata = metadata()?;
    let folder = metadata.get("target_directory").and_then(Value::as_str);
    folder
        .map(PathBuf::from)
        .ok_or_else(|| Error::new("cargo does not say where it builds"))
}

fn metadata() -> Result<Value, Error> {
    let args = ["metadata", "--no-deps", "--format-version", "1"];
    let text = cargo_text(&args, Path::new("."))?;
    serde_json::from_str(&text)
        .map_err(|error| Error::new(format!("cannot read cargo's metadata: {error}")))
}

/// The cargo that runs this program.
pub(crate) fn cargo_program() -> OsString {
    std::env::var_os("CARGO").unwrap_or_else(|| "cargo".into())
}

/// Runs cargo in `folder` and returns what it printed.
pub(crate) fn cargo_text(args: &[&str], folder: &Path) -> Result<String, Error> {
    let output = Command::new(cargo_program())
        .args(args)
        .current_dir(folder)
        .output()
        .map_err(|error| Error::new(format!("cannot run cargo: {error}")))?;
    if !output.status.success() {
        let said = String::from_utf8_lossy(&output.stderr);
        return Err(Error::new(format!(
            "`cargo {}` failed: {said}",
            args.join(" ")
        )));
    }
    Ok(String::from_utf8_lossy(&output.stdout).into_owned())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn needing(name: &str, needs: &[&str]) -> Member {
        let dependency = |name: &&str| Dependency {
            name: (*name).to_owned(),
            requirement: "^1".to_owned(),
            is_dev: false,
        };
        Member {
            name: name.to_owned(),
            version: "1.0.0".to_owned(),
            folder: PathBuf::new(),
            rust_version: String::new(),
            published: true,
            dependencies: needs.iter().map(dependency).collect(),
            features: Vec::new(),
        }
    }

    #[test]
    fn what_is_needed_comes_first_and_a_circle_is_told() {
        let members = [
            needing("top", &["middle", "serde"]),
            needing("middle", &["base"]),
            needing("base", &[]),
        ];
        let order = ordered(members.into_iter()).unwrap();
        let names: Vec<&str> = order.iter().map(|member| member.name.as_str()).collect();
        assert_eq!(names, ["base", "middle", "top"]);
        let circle = [needing("a", &["b"]), needing("b", &["a"])];
        let error = ordered(circle.into_iter()).unwrap_err().to_string();
        assert!(error.contains("need one another"), "{error}");
    }

    #[test]
    fn this_workspace_publishes_its_words_first_and_never_xtask() {
        let order = published().unwrap();
        let place = |name| order.iter().position(|member| member.name == name);
        assert!(place("gpu-common").unwrap() < place("gpu-http").unwrap());
        assert!(place("gpu-emulator").unwrap() < place("mdc-client").unwrap());
        assert_eq!(place("xtask"), None);
    }
}
