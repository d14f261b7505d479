//! Builds of several projects into one target folder, and what each costs.
//!
//! One and the same build from nothing costs a fifth more from one time to the next, which is more
//! than what the clients add to it. Therefore what all projects share is built once, and only what
//! a project brings itself is built again and again; the least is what it costs.

use std::collections::BTreeSet;
use std::fs;
use std::path::Path;

use serde_json::Value;

use super::cpu::seconds_of;
use super::project::Project;
use crate::Error;
use crate::scratch;
use crate::workspace::cargo_text;

/// How often a project's own part is built.
const ROUNDS: u32 = 3;

/// How it is built.
#[derive(Clone, Copy)]
pub(super) enum Profile {
    Dev,
    Release,
}

/// Builds of one profile.
pub(super) struct Builds {
    profile: Profile,
    target: String,
}

impl Builds {
    /// Begins with an empty target folder.
    pub(super) fn begin(profile: Profile) -> Result<Self, Error> {
        let target = scratch::folder(match profile {
            Profile::Dev => "deps-dev",
            Profile::Release => "deps-release",
        })?;
        let target = target.display().to_string();
        Ok(Self { profile, target })
    }

    /// Seconds of building a project with what is not there yet.
    pub(super) fn build(&self, project: &Project) -> Result<f64, Error> {
        seconds_of(&self.args(&AS_FROM_THE_REGISTRY), &project.folder)
    }

    /// Seconds of building these packages of a project, all others being there.
    pub(super) fn build_only(
        &self,
        project: &Project,
        packages: &BTreeSet<String>,
    ) -> Result<f64, Error> {
        self.build_first(project, packages)?;
        let mut least = f64::INFINITY;
        for _ in 0..ROUNDS {
            let mut clean = self.options("clean");
            for package in packages {
                clean.extend(["--package", package]);
            }
            cargo_text(&clean, &project.folder)?;
            least = least.min(self.build(project)?);
        }
        Ok(least)
    }

    /// Builds a project for the first time, and looks at what it takes: with other features than
    /// the other projects', a shared crate would be built again, and belong to nobody's cost.
    fn build_first(&self, project: &Project, packages: &BTreeSet<String>) -> Result<(), Error> {
        let mut args = self.args(&AS_FROM_THE_REGISTRY);
        args.extend(["--message-format", "json"]);
        let messages = cargo_text(&args, &project.folder)?;
        let own: BTreeSet<String> = packages.iter().map(|name| name.replace('-', "_")).collect();
        let built_again: Vec<String> = compiled(&messages).difference(&own).cloned().collect();
        if built_again.is_empty() {
            return Ok(());
        }
        Err(Error::new(format!(
            "{} asks for other features than the project by hand, so that these were built again: {}",
            project.folder.display(),
            built_again.join(", ")
        )))
    }

    /// Seconds of a build after a touch of the program.
    pub(super) fn touched(&self, project: &Project) -> Result<f64, Error> {
        let args = self.args(&[]);
        // What the user's own crate is rebuilt from.
        seconds_of(&args, &project.folder)?;
        let mut least = f64::INFINITY;
        for _ in 0..ROUNDS {
            project.touch()?;
            least = least.min(seconds_of(&args, &project.folder)?);
        }
        Ok(least)
    }

    /// The size in bytes of the program that was built last.
    pub(super) fn program_size(&self, project: &Project) -> Result<u64, Error> {
        let folder = match self.profile {
            Profile::Dev => "debug",
            Profile::Release => "release",
        };
        let program = format!("{}{}", project.package, std::env::consts::EXE_SUFFIX);
        let program = Path::new(&self.target).join(folder).join(program);
        let about = fs::metadata(&program)
            .map_err(|error| Error::new(format!("no {}: {error}", program.display())))?;
        Ok(about.len())
    }

    fn args<'a>(&'a self, more: &[&'a str]) -> Vec<&'a str> {
        let mut args = self.options("build");
        args.extend(["--config", STRIP]);
        args.extend(more);
        args
    }

    fn options(&self, command: &'static str) -> Vec<&str> {
        let mut args = vec![command, "--target-dir", &self.target];
        if matches!(self.profile, Profile::Release) {
            args.push("--release");
        }
        args
    }
}

/// The names in code of what a build's messages say was compiled, build scripts left out.
fn compiled(messages: &str) -> BTreeSet<String> {
    let messages = messages
        .lines()
        .filter_map(|line| serde_json::from_str(line).ok());
    messages
        .filter_map(|message| compiled_now(&message))
        .collect()
}

fn compiled_now(message: &Value) -> Option<String> {
    let text = |at| message.pointer(at).and_then(Value::as_str);
    let is_made = text("/reason") == Some("compiler-artifact");
    let is_script = text("/target/kind/0") == Some("custom-build");
    let was_there = message.get("fresh") == Some(&Value::Bool(true));
    let name = text("/target/name").filter(|_| is_made && !is_script && !was_there);
    name.map(str::to_owned)
}

/// Cargo compiles what is under a path incrementally, which costs more the first time; what comes
/// from a registry, as these crates do to their users, it does not.
const AS_FROM_THE_REGISTRY: [&str; 2] = ["--config", "profile.dev.incremental=false"];

/// So that programs can be compared.
const STRIP: &str = "profile.release.strip=true";

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_was_compiled_is_told_from_what_was_there_and_from_build_scripts() {
        let line = |kind: &str, name: &str, fresh: bool| {
            serde_json::json!({
                "reason": "compiler-artifact",
                "target": {"kind": [kind], "name": name},
                "fresh": fresh,
            })
        };
        let messages = [
            line("lib", "gpu_common", false),
            line("lib", "reqwest", true),
            line("custom-build", "build-script-build", false),
            serde_json::json!({"reason": "build-finished", "success": true}),
        ];
        let messages = messages.map(|message| message.to_string()).join("\n");
        assert_eq!(
            compiled(&messages),
            BTreeSet::from(["gpu_common".to_owned()])
        );
    }
}
