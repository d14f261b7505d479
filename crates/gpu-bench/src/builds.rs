//! What a user's project costs to build, beside one by hand, and how large its program is.
//!
//! One and the same build from nothing costs a fifth more from one time to the next, which is more than
//! what the clients add to it. Therefore what all projects share is built once. What a project brings
//! itself is built in turns with the others, and the least of its builds is what it costs.

use std::collections::BTreeSet;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

use crate::call::Failure;

/// How often a project's own part is built.
const ROUNDS: u32 = 3;

/// A vendor crate and a call with it.
const USERS: [(&str, &str); 3] = [
    ("glows-client", "from_env()?.instance_stats()"),
    ("mdc-client", "from_env()?.list_regions()"),
    ("ac-openapi-client", "from_env().await?.list_resource_groups()"),
];

/// Builds the project by hand and each user's, and gives back the lines of figures: a client's name; its
/// dev build from nothing and after a touch, where the one by hand costs 1; the bytes of its stripped
/// program and of the one by hand.
pub fn measured() -> Result<String, Failure> {
    let ours = Path::new(env!("CARGO_MANIFEST_DIR"));
    let read = |file| fs::read_to_string(ours.join("by-hand").join(file));
    let mut projects =
        vec![Project::write("by-hand", &read("Cargo.toml")?, &read("src/main.rs")?)?];
    for (name, call) in USERS {
        let path = ours.with_file_name(name).display().to_string();
        let manifest = format!(
            "[package]\nname = \"user\"\nversion = \"0.0.0\"\nedition = \"2024\"\n\n[dependencies]\n\
             {name} = {{ path = {path:?} }}\n\
             tokio = {{ version = \"1\", features = [\"rt-multi-thread\"] }}\n\n[workspace]\n"
        );
        let krate = name.replace('-', "_");
        let main = format!(
            "fn main() -> Result<(), Box<dyn std::error::Error>> {{\n    \
             tokio::runtime::Runtime::new()?.block_on(async {{\n        \
             let answer = {krate}::Client::{call}.await?;\n        \
             println!(\"{{answer:?}}\");\n        Ok(())\n    }})\n}}\n"
        );
        projects.push(Project::write(name, &manifest, &main)?);
    }
    let mut whole = 0.0;
    let mut shared = BTreeSet::new();
    for project in &mut projects {
        if project.package == "by-hand" {
            drop(fs::remove_dir_all(&project.target));
            whole = project.build("dev", false)?;
            shared = project.crates()?;
        } else {
            project.build("dev", false)?;
            project.own = project.crates()?.difference(&shared).cloned().collect();
        }
    }
    for _ in 0..ROUNDS {
        for project in &mut projects {
            project.cold = project.cold.min(project.build_own()?);
        }
    }
    for project in &mut projects {
        project.build("dev", true)?;
    }
    for _ in 0..ROUNDS {
        for project in &mut projects {
            project.touched = project.touched.min(project.build_touched()?);
        }
    }
    let Some((by_hand, users)) = projects.split_first() else { return Err("no project".into()) };
    let bytes = by_hand.program_size()?;
    let lines = users.iter().zip(USERS).map(|(user, (name, _))| {
        let cold = (whole - by_hand.cold + user.cold) / whole;
        let touched = user.touched / by_hand.touched;
        Ok(format!("{name} {cold} {touched} {} {bytes}", user.program_size()?))
    });
    Ok(lines.collect::<Result<Vec<_>, Failure>>()?.join("\n"))
}

/// A project in a folder of its own, with one program. All are built in one folder.
struct Project {
    package: &'static str,
    folder: PathBuf,
    target: PathBuf,
    /// The crates that the project by hand does not have.
    own: BTreeSet<String>,
    /// The least CPU seconds to build its own crates, and after a touch.
    cold: f64,
    touched: f64,
}

impl Project {
    /// Writes the project, with this workspace's lock file. It lies outside the repository, whose
    /// `.cargo/config.toml` says how we build, not how users do.
    fn write(name: &str, manifest: &str, main: &str) -> Result<Self, Failure> {
        let projects = std::env::temp_dir().join("gpu-clients-bench");
        let folder = projects.join(name);
        fs::create_dir_all(folder.join("src"))?;
        fs::write(folder.join("Cargo.toml"), manifest)?;
        fs::write(folder.join("src/main.rs"), main)?;
        let lock = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../Cargo.lock");
        fs::copy(lock, folder.join("Cargo.lock"))?;
        let package = if name == "by-hand" { "by-hand" } else { "user" };
        let (target, own) = (projects.join("target"), BTreeSet::new());
        Ok(Self { package, folder, target, own, cold: f64::INFINITY, touched: f64::INFINITY })
    }

    /// The crates of the project, its own left out.
    fn crates(&self) -> Result<BTreeSet<String>, Failure> {
        let tree = self.cargo(&["tree", "--edges", "normal", "--prefix", "none"])?;
        let names = tree.lines().filter_map(|line| line.split(' ').next());
        Ok(names.filter(|name| *name != self.package).map(str::to_owned).collect())
    }

    /// Runs cargo in the project, and gives back what it prints.
    fn cargo(&self, args: &[&str]) -> Result<String, Failure> {
        let mut cargo = Command::new("cargo");
        cargo.args(args).current_dir(&self.folder);
        cargo.env("CARGO_TARGET_DIR", &self.target).env("CARGO_PROFILE_RELEASE_STRIP", "true");
        let output = cargo.output()?;
        if output.status.success() {
            return Ok(String::from_utf8_lossy(&output.stdout).into_owned());
        }
        Err(String::from_utf8_lossy(&output.stderr).into())
    }

    /// The CPU seconds to build what is not there yet.
    fn build(&self, profile: &str, incremental: bool) -> Result<f64, Failure> {
        let incremental = format!("profile.{profile}.incremental={incremental}");
        let before = children_seconds();
        self.cargo(&["build", "--profile", profile, "--config", &incremental])?;
        let used = children_seconds().zip(before).map(|(after, before)| after - before);
        used.ok_or_else(|| "this system does not say how long programs computed".into())
    }

    /// The CPU seconds to build its own crates and the program. Nothing is built incrementally, because
    /// what comes from a registry, as our crates do to their users, is not.
    fn build_own(&self) -> Result<f64, Failure> {
        let mut clean = vec!["clean", "--package", self.package];
        clean.extend(self.own.iter().flat_map(|name| ["--package", name]));
        self.cargo(&clean)?;
        self.build("dev", false)
    }

    /// The CPU seconds to build again after the program was changed.
    fn build_touched(&self) -> Result<f64, Failure> {
        let main = self.folder.join("src/main.rs");
        fs::write(&main, fs::read_to_string(&main)? + "// Touched.\n")?;
        self.build("dev", true)
    }

    fn program_size(&self) -> Result<u64, Failure> {
        self.build("release", false)?;
        let program = format!("{}{}", self.package, std::env::consts::EXE_SUFFIX);
        Ok(fs::metadata(self.target.join("release").join(program))?.len())
    }
}

/// CPU seconds of all finished children so far; `None` where the system does not say so this way.
fn children_seconds() -> Option<f64> {
    let stat = fs::read_to_string("/proc/self/stat").ok()?;
    // Behind the program's name in parentheses: cutime and cstime are the 14th and 15th word.
    let words: Vec<&str> = stat.rsplit_once(')')?.1.split_whitespace().collect();
    let ticks = |index: usize| words.get(index)?.parse::<f64>().ok();
    Some((ticks(13)? + ticks(14)?) / 100.0)
}
