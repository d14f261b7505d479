//! What a user's project costs to build, beside one by hand, and how large its program is.
//!
//! One and the same build from nothing costs a fifth more from one time to the next, which is more
//! than what the clients add to it. Therefore what all projects share is built once, and only what
//! a project brings itself is built again and again; the least is what it costs.

use std::collections::BTreeSet;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;
use std::time::Instant;

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
///
/// # Errors
/// When a project cannot be written or does not build.
pub fn measured() -> Result<String, Failure> {
    let ours = Path::new(env!("CARGO_MANIFEST_DIR"));
    let read = |file| fs::read_to_string(ours.join("by-hand").join(file));
    let by_hand = Project::write("by-hand", &read("Cargo.toml")?, &read("src/main.rs")?)?;
    let shared = by_hand.crates()?;
    if by_hand.target.exists() {
        fs::remove_dir_all(&by_hand.target)?;
    }
    let whole = by_hand.seconds("dev", false)?;
    let program = by_hand.seconds_of(&BTreeSet::new())?;
    let touched = by_hand.seconds_after_a_touch()?;
    let bytes = by_hand.program_size()?;
    let mut lines = Vec::new();
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
        let user = Project::write(name, &manifest, &main)?;
        let added = user.crates()?.difference(&shared).cloned().collect();
        let cold = (whole - program + user.seconds_of(&added)?) / whole;
        let touched = user.seconds_after_a_touch()? / touched;
        let size = user.program_size()?;
        lines.push(format!("{name} {cold} {touched} {size} {bytes}"));
    }
    Ok(lines.join("\n"))
}

/// A project in a folder of its own, with one program. All are built in one folder.
struct Project {
    package: &'static str,
    folder: PathBuf,
    target: PathBuf,
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
        let target = projects.join("target");
        Ok(Self { package, folder, target })
    }

    /// The crates of the project, its own left out.
    fn crates(&self) -> Result<BTreeSet<String>, Failure> {
        let tree = self.cargo(&["tree", "--edges", "normal", "--prefix", "none"])?;
        let names = tree.lines().filter_map(|line| line.split(' ').next());
        let names = names.filter(|name| *name != self.package);
        Ok(names.map(str::to_owned).collect())
    }

    /// Runs cargo in the project, and gives back what it prints.
    fn cargo(&self, args: &[&str]) -> Result<String, Failure> {
        let mut cargo = Command::new("cargo");
        cargo.args(args).current_dir(&self.folder);
        cargo.env("CARGO_TARGET_DIR", &self.target);
        cargo.env("CARGO_PROFILE_RELEASE_STRIP", "true");
        let output = cargo.output()?;
        if output.status.success() {
            return Ok(String::from_utf8_lossy(&output.stdout).into_owned());
        }
        Err(String::from_utf8_lossy(&output.stderr).into())
    }

    /// What it costs to build what is not there yet.
    fn seconds(&self, profile: &str, incremental: bool) -> Result<f64, Failure> {
        let incremental = format!("profile.{profile}.incremental={incremental}");
        let (before, started) = (children_seconds(), Instant::now());
        self.cargo(&["build", "--profile", profile, "--config", &incremental])?;
        Ok(match before.zip(children_seconds()) {
            Some((before, after)) => after - before,
            None => started.elapsed().as_secs_f64(),
        })
    }

    /// What it costs to build these packages and the program, all others being there. Nothing is built
    /// incrementally, because what comes from a registry, as our crates do to their users, is not.
    fn seconds_of(&self, packages: &BTreeSet<String>) -> Result<f64, Failure> {
        self.seconds("dev", false)?;
        let mut least = f64::INFINITY;
        for _ in 0..ROUNDS {
            let mut clean = vec!["clean", "--package", self.package];
            clean.extend(packages.iter().flat_map(|name| ["--package", name]));
            self.cargo(&clean)?;
            least = least.min(self.seconds("dev", false)?);
        }
        Ok(least)
    }

    /// What it costs to build again after the program was changed.
    fn seconds_after_a_touch(&self) -> Result<f64, Failure> {
        let main = self.folder.join("src/main.rs");
        // What the user's own crate is rebuilt from.
        self.seconds("dev", true)?;
        let mut least = f64::INFINITY;
        for _ in 0..ROUNDS {
            let text = fs::read_to_string(&main)?;
            fs::write(&main, format!("{text}// Touched.\n"))?;
            least = least.min(self.seconds("dev", true)?);
        }
        Ok(least)
    }

    fn program_size(&self) -> Result<u64, Failure> {
        self.seconds("release", false)?;
        let program = format!("{}{}", self.package, std::env::consts::EXE_SUFFIX);
        let program = self.target.join("release").join(program);
        Ok(fs::metadata(program)?.len())
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
