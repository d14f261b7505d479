//! What a user's project costs to build, beside one by hand, and how large its program is.
//!
//! One and the same build from nothing costs a fifth more from one time to the next, which is more
//! than what the clients add to it. Therefore what all projects share is built once, and only what
//! a project brings itself is built again and again; the least is what it costs.

use std::collections::BTreeSet;
use std::fs;
use std::path::PathBuf;
use std::time::Instant;

use anyhow::{Context, Result};

use super::table::Table;
use crate::deps::crates;
use crate::workspace::{cargo, output, root};

/// How often a project's own part is built.
const ROUNDS: u32 = 3;

/// The most that a vendor crate may add to a dev build from nothing, and to one after a touch.
const COLD: f64 = 1.10;
const TOUCHED: f64 = 1.5;

/// The largest stripped program, in bytes.
const PROGRAM: f64 = 4_100_000.0;

/// A vendor crate and a call with it.
const USERS: [(&str, &str); 3] = [
    ("glows-client", "from_env()?.instance_stats()"),
    ("mdc-client", "from_env()?.list_regions()"),
    (
        "ac-openapi-client",
        "from_env().await?.list_resource_groups()",
    ),
];

/// Builds the project by hand and each user's, in dev and in release mode.
pub(super) fn measure(table: &mut Table) -> Result<()> {
    let folder = root().join("crates/gpu-bench/by-hand");
    let read = |file| fs::read_to_string(folder.join(file)).context(file);
    let by_hand = Project::write("by-hand", &read("Cargo.toml")?, &read("src/main.rs")?)?;
    let shared = by_hand.crates()?;
    let mut users = Vec::new();
    for (name, call) in USERS {
        let path = root().join("crates").join(name).display().to_string();
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
        users.push((name, Project::write(name, &manifest, &main)?));
    }
    by_hand.forget()?;
    let whole = by_hand.seconds("dev", false)?;
    let program = by_hand.seconds_of(&BTreeSet::new())?;
    let touched = by_hand.seconds_after_a_touch()?;
    for (name, user) in &users {
        let added = user.crates()?.difference(&shared).cloned().collect();
        let cold = (whole - program + user.seconds_of(&added)?) / whole;
        let what = format!("a dev build with {name} from nothing, beside by hand");
        table.compare(what, (100.0 * cold, 100.0), "CPU %", COLD);
        let touched = user.seconds_after_a_touch()? / touched;
        let what = format!("a dev build with {name} after a touch, beside by hand");
        table.compare(what, (100.0 * touched, 100.0), "CPU %", TOUCHED);
    }
    let by_hand = by_hand.program_size()?;
    for (name, user) in &users {
        let what = format!("a stripped program with {name}, beside by hand");
        let sizes = (user.program_size()?, by_hand);
        table.compare(what, sizes, "bytes", PROGRAM / by_hand);
    }
    Ok(())
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
    fn write(name: &str, manifest: &str, main: &str) -> Result<Self> {
        let projects = std::env::temp_dir().join("gpu-clients-bench");
        let folder = projects.join(name);
        fs::create_dir_all(folder.join("src"))?;
        fs::write(folder.join("Cargo.toml"), manifest)?;
        fs::write(folder.join("src/main.rs"), main)?;
        fs::copy(root().join("Cargo.lock"), folder.join("Cargo.lock"))?;
        let package = if name == "by-hand" { "by-hand" } else { "user" };
        let target = projects.join("target");
        Ok(Self {
            package,
            folder,
            target,
        })
    }

    /// Removes what was built before, by this project or another.
    fn forget(&self) -> Result<()> {
        if self.target.exists() {
            fs::remove_dir_all(&self.target)?;
        }
        Ok(())
    }

    /// The crates of the project, its own left out.
    fn crates(&self) -> Result<BTreeSet<String>> {
        let mut tree = cargo();
        tree.current_dir(&self.folder);
        tree.args(["tree", "--edges", "normal", "--prefix", "none"]);
        let mut crates = crates(&output(&mut tree)?);
        crates.remove(self.package);
        Ok(crates)
    }

    /// What it costs to build what is not there yet.
    fn seconds(&self, profile: &str, incremental: bool) -> Result<f64> {
        let mut build = cargo();
        build.current_dir(&self.folder);
        build.args(["build", "--quiet", "--profile", profile, "--target-dir"]);
        build.arg(&self.target);
        build.env("CARGO_INCREMENTAL", if incremental { "1" } else { "0" });
        build.env("CARGO_PROFILE_RELEASE_STRIP", "true");
        let (before, started) = (children_seconds(), Instant::now());
        output(&mut build)?;
        Ok(match before.zip(children_seconds()) {
            Some((before, after)) => after - before,
            None => started.elapsed().as_secs_f64(),
        })
    }

    /// What it costs to build these packages and the program, all others being there. Nothing is built
    /// incrementally, because what comes from a registry, as our crates do to their users, is not.
    fn seconds_of(&self, packages: &BTreeSet<String>) -> Result<f64> {
        self.seconds("dev", false)?;
        let mut least = f64::INFINITY;
        for _ in 0..ROUNDS {
            let mut clean = cargo();
            clean.current_dir(&self.folder);
            clean.args(["clean", "--quiet", "--package", self.package]);
            clean.args(packages.iter().map(|name| format!("--package={name}")));
            output(clean.arg("--target-dir").arg(&self.target))?;
            least = least.min(self.seconds("dev", false)?);
        }
        Ok(least)
    }

    /// What it costs to build again after the program was changed.
    fn seconds_after_a_touch(&self) -> Result<f64> {
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

    fn program_size(&self) -> Result<f64> {
        self.seconds("release", false)?;
        let program = format!("{}{}", self.package, std::env::consts::EXE_SUFFIX);
        let program = self.target.join("release").join(program);
        Ok(fs::metadata(program)?.len() as f64)
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
