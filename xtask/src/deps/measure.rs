//! What a user's project costs to build from nothing, beside a bare one, and how large it gets.

use std::fmt::Write as _;
use std::fs;
use std::path::{Path, PathBuf};
use std::time::Instant;

use super::tree::bare_project;
use crate::Error;
use crate::workspace::cargo_text;

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

/// The cost of one build.
struct Cost {
    seconds: f64,
    bytes: u64,
}

/// Builds the bare project and each user, and writes the table.
pub(super) fn all() -> Result<String, Error> {
    let bare = build("bare", &bare_project()?)?;
    let mut table = format!(
        "cold release build   ratio to bare  program\nreqwest + serde               1.00  {}\n",
        size(bare.bytes)
    );
    for (name, call) in USERS {
        let cost = build("user", &user_project(name, call)?)?;
        let ratio = cost.seconds / bare.seconds;
        // Writing into a string cannot fail.
        let _ = writeln!(table, "{name:20} {ratio:13.2}  {}", size(cost.bytes));
    }
    table.push_str(if has_cpu_time() {
        "(CPU seconds)\n"
    } else {
        "(wall seconds)\n"
    });
    Ok(table)
}

/// How much more CPU a vendor crate may cost than the bare project, from nothing and after a touch.
pub(crate) const DEV_TARGETS: (f64, f64) = (1.10, 1.5);

/// Builds the same in dev mode, from nothing and after a touch of the program.
pub(crate) fn in_dev() -> Result<Vec<DevRatio>, Error> {
    let (mut bare, mut users) = (NEVER, USERS.map(|_| NEVER));
    for _ in 0..ROUNDS {
        bare = least(bare, dev_cost(&bare_project()?)?);
        for ((name, call), known) in USERS.into_iter().zip(&mut users) {
            *known = least(*known, dev_cost(&user_project(name, call)?)?);
        }
    }
    let ratios = USERS.iter().zip(users).map(|((name, _), cost)| DevRatio {
        name,
        cold: cost.0 / bare.0,
        touched: cost.1 / bare.1,
    });
    Ok(ratios.collect())
}

/// How often everything is built. The same build takes a tenth more or less from one time to the
/// next; the least is what the build itself costs.
const ROUNDS: u32 = 2;

const NEVER: (f64, f64) = (f64::INFINITY, f64::INFINITY);

fn least(a: (f64, f64), b: (f64, f64)) -> (f64, f64) {
    (a.0.min(b.0), a.1.min(b.1))
}

/// What a vendor crate costs in dev mode, beside the bare project.
pub(crate) struct DevRatio {
    pub(crate) name: &'static str,
    pub(crate) cold: f64,
    pub(crate) touched: f64,
}

/// The ratios as a table.
pub(super) fn dev_table(ratios: &[DevRatio]) -> String {
    let mut table = String::from("dev build            cold  touched  (ratio to bare)\n");
    for DevRatio {
        name,
        cold,
        touched,
    } in ratios
    {
        let word = |met| if met { "met" } else { "NOT MET" };
        // Writing into a string cannot fail.
        let _ = writeln!(
            table,
            "{name:20} {cold:4.2}  {touched:7.2}  at most {:.2}: {}, at most {:.2}: {}",
            DEV_TARGETS.0,
            word(*cold <= DEV_TARGETS.0),
            DEV_TARGETS.1,
            word(*touched <= DEV_TARGETS.1)
        );
    }
    table
}

/// Seconds of a build from nothing, and of another one after a touch.
fn dev_cost(folder: &Path) -> Result<(f64, f64), Error> {
    let target = fresh_target(folder)?.display().to_string();
    let args = ["build", "--target-dir", &target];
    let from_registry = [&args[..], &["--config", AS_FROM_THE_REGISTRY]].concat();
    let cold = seconds_of(&from_registry, folder)?;
    // What the user's own crate is rebuilt from.
    seconds_of(&args, folder)?;
    let program = folder.join("src/main.rs");
    let cannot = |error| Error::new(format!("cannot touch {}: {error}", program.display()));
    let text = fs::read_to_string(&program).map_err(cannot)?;
    fs::write(&program, format!("{text}// Touched.\n")).map_err(cannot)?;
    Ok((cold, seconds_of(&args, folder)?))
}

/// Cargo compiles what is under a path incrementally, which costs more the first time; what comes
/// from a registry, as these crates do to their users, it does not.
const AS_FROM_THE_REGISTRY: &str = "profile.dev.incremental=false";

fn size(bytes: u64) -> String {
    format!("{}.{} MB", bytes / 1_000_000, bytes % 1_000_000 / 100_000)
}

/// Builds a project from nothing; its stripped program is named after the package.
fn build(package: &str, folder: &Path) -> Result<Cost, Error> {
    let target = fresh_target(folder)?;
    let target_text = target.display().to_string();
    let args = [
        "build",
        "--release",
        "--target-dir",
        &target_text,
        "--config",
        STRIP,
    ];
    let seconds = seconds_of(&args, folder)?;
    let program = target
        .join("release")
        .join(format!("{package}{}", std::env::consts::EXE_SUFFIX));
    let bytes = fs::metadata(&program)
        .map_err(|error| Error::new(format!("no {}: {error}", program.display())))?
        .len();
    Ok(Cost { seconds, bytes })
}

/// A project's target folder, empty.
fn fresh_target(folder: &Path) -> Result<PathBuf, Error> {
    let target = folder.join("target");
    if target.exists() {
        fs::remove_dir_all(&target)
            .map_err(|error| Error::new(format!("cannot clear {}: {error}", target.display())))?;
    }
    Ok(target)
}

/// What a cargo command costs: CPU seconds, or those of the clock.
fn seconds_of(args: &[&str], folder: &Path) -> Result<f64, Error> {
    let before = children_seconds();
    let started = Instant::now();
    cargo_text(args, folder)?;
    Ok(match (before, children_seconds()) {
        (Some(before), Some(after)) => after - before,
        _ => started.elapsed().as_secs_f64(),
    })
}

const STRIP: &str = "profile.release.strip=true";

fn has_cpu_time() -> bool {
    children_seconds().is_some()
}

/// CPU seconds of all finished children so far; `None` where the system does not say so this way.
fn children_seconds() -> Option<f64> {
    let stat = fs::read_to_string("/proc/self/stat").ok()?;
    // Behind the program's name in parentheses: cutime and cstime are the 14th and 15th word.
    let words: Vec<&str> = stat.rsplit_once(')')?.1.split_whitespace().collect();
    let ticks = |index: usize| words.get(index)?.parse::<f64>().ok();
    Some((ticks(13)? + ticks(14)?) / 100.0)
}

/// A project that depends on one vendor crate by path.
fn user_project(name: &str, call: &str) -> Result<PathBuf, Error> {
    let folder = std::env::temp_dir().join(format!("xtask-deps-{name}"));
    let cannot = |error| Error::new(format!("cannot write {}: {error}", folder.display()));
    let crate_folder = fs::canonicalize(Path::new("crates").join(name)).map_err(cannot)?;
    let manifest = format!(
        "[package]\nname = \"user\"\nversion = \"0.0.0\"\nedition = \"2024\"\n\n[dependencies]\n\
         {name} = {{ path = {:?} }}\n\
         tokio = {{ version = \"1\", features = [\"rt-multi-thread\"] }}\n\n[workspace]\n",
        crate_folder.display().to_string()
    );
    let program = format!(
        "fn main() -> Result<(), Box<dyn std::error::Error>> {{\n    \
         tokio::runtime::Runtime::new()?.block_on(async {{\n        \
         let answer = {call};\n        println!(\"{{answer:?}}\");\n        Ok(())\n    }})\n}}\n"
    );
    fs::create_dir_all(folder.join("src")).map_err(cannot)?;
    fs::write(folder.join("Cargo.toml"), manifest).map_err(cannot)?;
    fs::write(folder.join("src/main.rs"), program).map_err(cannot)?;
    fs::copy("Cargo.lock", folder.join("Cargo.lock")).map_err(cannot)?;
    Ok(folder)
}
