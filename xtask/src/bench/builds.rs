//! What a user's project costs to build, beside one by hand.
//!
//! One and the same build from nothing costs a fifth more from one time to the next, which is more
//! than what the clients add to it. Therefore what all projects share is built once, and only what
//! a project brings itself is built again and again; the least is what it costs.

use std::collections::BTreeSet;
use std::fs;
use std::path::{Path, PathBuf};
use std::time::Instant;

use anyhow::{Context, Result};

use super::table::Table;
use crate::deps::crates;
use crate::workspace::{cargo, output, root};

/// How often a project's own part is built.
const ROUNDS: u32 = 3;

/// The values of `CARGO_INCREMENTAL`.
const INCREMENTAL: &str = "1";
const NOT_INCREMENTAL: &str = "0";

/// The most that a vendor crate may add to a dev build from nothing, and to one after a touch.
const COLD: f64 = 1.10;
const TOUCHED: f64 = 1.5;

/// The largest stripped program, in bytes.
const PROGRAM: f64 = 4_100_000.0;

/// A vendor crate and a program that makes one call with it.
const USERS: [(&str, &str); 3] = [
    (
        "glows-client",
        "glows_client::Client::from_env()?.instance_stats().await?",
    ),
    (
        "mdc-client",
        "mdc_client::Client::from_env()?.list_regions().await?",
    ),
    (
        "ac-openapi-client",
        "ac_openapi_client::Client::from_env().await?.list_resource_groups().await?",
    ),
];

/// What one writes in an afternoon: a create and a query over reqwest, serde and thiserror, with the
/// features that the clients ask for.
const BY_HAND: (&str, &str) = (
    r#"reqwest = { version = "0.13", default-features = false, features = ["rustls-no-provider"] }
rustls = { version = "0.23", default-features = false, features = ["ring", "std", "tls12"] }
serde = { version = "1", features = ["derive"] }
serde_json = { version = "1", features = ["float_roundtrip", "raw_value"] }
thiserror = "2""#,
    r#"use serde::{Deserialize, Serialize};

#[derive(Debug, thiserror::Error)]
enum Error {
    #[error("the service was not reached")]
    Http(#[from] reqwest::Error),
    #[error("the answer cannot be read")]
    Json(#[from] serde_json::Error),
}

#[derive(Serialize)]
struct Create {
    gpu: String,
}

#[derive(Debug, Deserialize)]
struct Machine {
    id: String,
    status: String,
}

async fn rent() -> Result<Vec<Machine>, Error> {
    let client = reqwest::Client::new();
    let url = "https://127.0.0.1:1/";
    let create = serde_json::to_vec(&Create { gpu: "any".into() })?;
    let made = client.post(url).body(create).send().await?.bytes().await?;
    let seen = client.get(url).send().await?.bytes().await?;
    Ok(vec![serde_json::from_slice(&made)?, serde_json::from_slice(&seen)?])
}

fn main() -> Result<(), Box<dyn std::error::Error>> {
    let _ = rustls::crypto::ring::default_provider().install_default();
    let machines = tokio::runtime::Runtime::new()?.block_on(rent())?;
    println!("{machines:?}");
    Ok(())
}
"#,
);

/// Builds the project by hand and each user's, in dev and in release mode.
pub(super) fn measure(table: &mut Table) -> Result<()> {
    for profile in ["dev", "release"] {
        let by_hand = Project::write("by-hand", BY_HAND.0, BY_HAND.1, profile)?;
        // An empty target folder: what the project by hand takes is all of it.
        if by_hand.target.exists() {
            fs::remove_dir_all(&by_hand.target)?;
        }
        let whole = by_hand.seconds(NOT_INCREMENTAL)?;
        let program = by_hand.seconds_of(&BTreeSet::new())?;
        let hand_touched = by_hand.seconds_after_a_touch()?;
        let shared = by_hand.crates()?;
        for (name, call) in USERS {
            let path = root().join("crates").join(name);
            let manifest = format!("{name} = {{ path = {:?} }}", path.display().to_string());
            let main = format!(
                "fn main() -> Result<(), Box<dyn std::error::Error>> {{\n    \
                 tokio::runtime::Runtime::new()?.block_on(async {{\n        \
                 let answer = {call};\n        println!(\"{{answer:?}}\");\n        Ok(())\n    }})\n}}\n"
            );
            let user = Project::write(name, &manifest, &main, profile)?;
            let added = user.crates()?.difference(&shared).cloned().collect();
            let cold = whole - program + user.seconds_of(&added)?;
            if profile == "dev" {
                let what = format!("a dev build with {name} from nothing, beside by hand");
                table.compare(what, (100.0 * cold / whole, 100.0), "CPU %", COLD);
                let touched = user.seconds_after_a_touch()? / hand_touched;
                let what = format!("a dev build with {name} after a touch, beside by hand");
                table.compare(what, (100.0 * touched, 100.0), "CPU %", TOUCHED);
            } else {
                let what = format!("a release build with {name} from nothing, beside by hand");
                table.compare(what, (100.0 * cold / whole, 100.0), "CPU %", None);
                let sizes = (user.program_size()?, by_hand.program_size()?);
                let what = format!("a stripped program with {name}, beside by hand");
                table.compare(what, sizes, "bytes", PROGRAM / sizes.1);
            }
        }
    }
    Ok(())
}

/// A project in a folder of its own, with one program, built in one profile.
struct Project {
    name: String,
    folder: PathBuf,
    /// Where it is built, like all others of its profile.
    target: PathBuf,
    profile: &'static str,
}

impl Project {
    /// Writes the project, with this workspace's lock file.
    fn write(name: &str, dependencies: &str, main: &str, profile: &'static str) -> Result<Self> {
        // Outside the repository, whose `.cargo/config.toml` says how we build, not how users do.
        let folder = std::env::temp_dir().join("gpu-clients-bench").join(name);
        fs::create_dir_all(folder.join("src"))?;
        let manifest = format!(
            "[package]\nname = \"user-{name}\"\nversion = \"0.0.0\"\nedition = \"2024\"\n\n\
             [dependencies]\n{dependencies}\n\
             tokio = {{ version = \"1\", features = [\"rt-multi-thread\"] }}\n\n[workspace]\n"
        );
        fs::write(folder.join("Cargo.toml"), manifest)?;
        fs::write(folder.join("src/main.rs"), main)?;
        fs::copy(root().join("Cargo.lock"), folder.join("Cargo.lock"))?;
        let target = folder.with_file_name(profile);
        Ok(Self {
            name: format!("user-{name}"),
            folder,
            target,
            profile,
        })
    }

    /// The crates of the project, its own left out.
    fn crates(&self) -> Result<BTreeSet<String>> {
        let mut tree = cargo();
        tree.current_dir(&self.folder);
        tree.args(["tree", "--edges", "normal", "--prefix", "none"]);
        let mut crates = crates(&output(&mut tree)?);
        crates.remove(&self.name);
        Ok(crates)
    }

    fn cargo(&self, command: &str) -> std::process::Command {
        let mut cargo = cargo();
        cargo.current_dir(&self.folder).arg(command);
        cargo.args(["--quiet", "--profile", self.profile]);
        cargo.arg("--target-dir").arg(&self.target);
        cargo
    }

    /// What it costs to build what is not there yet.
    fn seconds(&self, incremental: &str) -> Result<f64> {
        let mut build = self.cargo("build");
        build.env("CARGO_INCREMENTAL", incremental);
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
        self.seconds(NOT_INCREMENTAL)?;
        let mut least = f64::INFINITY;
        for _ in 0..ROUNDS {
            let mut clean = self.cargo("clean");
            clean.args(
                packages
                    .iter()
                    .chain([&self.name])
                    .map(|name| format!("--package={name}")),
            );
            output(&mut clean)?;
            least = least.min(self.seconds(NOT_INCREMENTAL)?);
        }
        Ok(least)
    }

    /// What it costs to build again after the program was changed.
    fn seconds_after_a_touch(&self) -> Result<f64> {
        let main = self.folder.join("src/main.rs");
        // What the user's own crate is rebuilt from.
        self.seconds(INCREMENTAL)?;
        let mut least = f64::INFINITY;
        for _ in 0..ROUNDS {
            let text = fs::read_to_string(&main)?;
            fs::write(&main, format!("{text}// Touched.\n"))?;
            least = least.min(self.seconds(INCREMENTAL)?);
        }
        Ok(least)
    }

    fn program_size(&self) -> Result<f64> {
        let program = format!("{}{}", self.name, std::env::consts::EXE_SUFFIX);
        let program: &Path = &self.target.join("release").join(program);
        let about = fs::metadata(program).with_context(|| program.display().to_string())?;
        Ok(about.len() as f64)
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
