//! The list of gates. Their order and flags decide what is built twice: one target folder, and the
//! same selection of crates and features as long as possible.

use std::process::Command;

use anyhow::{Context, Result};

use super::{Gate, Step, files};
use crate::workspace::{cargo, published, target_folder};

/// Fails on a warning. An argument and not `RUSTFLAGS`: those are part of what cargo compares, and
/// dependencies would be built again.
const STRICT: &str = "-- -D warnings";

/// Every gate, the quick ones first.
pub(super) fn all() -> Result<Vec<Gate>> {
    let copy = target_folder()?.join("copy");
    let in_copy = |line: &str| {
        let mut command = of(line);
        command.current_dir(&copy);
        command.env("CARGO_TARGET_DIR", copy.with_file_name("minimal"));
        Step::Run(command)
    };
    // By name, because `--no-private` changes the manifests while it runs.
    let published = published()?.into_iter();
    let packages = published.map(|member| format!("--package {} ", member.name));
    let packages: String = packages.collect();
    Ok(vec![
        gate(
            "format",
            "rustfmt has nothing to change",
            [run("cargo fmt --all --check")],
        ),
        gate(
            "files",
            "no snapshot waits for review, no file holds a JSON web token that is not a fake, each \
             package has its licences, README and CHANGELOG and all its files, crates.io can follow \
             its README's links, the minimum Rust is the same everywhere",
            [
                Step::Check(files::no_pending_snapshots),
                Step::Check(files::no_tokens),
                Step::Check(files::complete_packages),
                Step::Check(files::one_minimum_rust),
            ],
        ),
        gate(
            "fixtures",
            "the fixtures are what `cargo xtask fixtures` makes of the documented samples",
            [own("fixtures --check")?],
        ),
        gate(
            "deps",
            "each crate's dependency tree is within its budget, without two versions of anything, and \
             nothing but ring builds C",
            [own("deps")?],
        ),
        gate(
            "deny",
            "licences, origins and versions of what users compile are those that deny.toml allows \
             (advisories need the network: see .github/workflows/deny.yml)",
            [run("cargo deny check bans licenses sources")],
        ),
        // Both compile one crate after the other at times, where clippy and the tests keep two
        // processors busy. A copy, because cargo-minimal-versions changes manifests while it runs.
        beside(gate(
            "minimal",
            "the oldest versions that the manifests accept compile (of what is committed)",
            [
                Step::Check(files::copy_what_is_committed),
                in_copy(
                    "cargo minimal-versions check --direct --workspace --no-private --no-dev-deps \
                     --all-features --quiet",
                ),
            ],
        )),
        beside(gate(
            "bench",
            "calls, decoding and streams cost no more than their limits beside the same by hand",
            [own("bench --check")?],
        )),
        gate(
            "clippy",
            "no warning from rustc or clippy, all targets and features",
            [run(&format!(
                "cargo clippy --locked --workspace --all-targets --all-features {STRICT}"
            ))],
        ),
        gate(
            "api",
            "each published crate's public API is what its reviewed snapshot says, and breaks no rule",
            [own("api --check")?],
        ),
        gate(
            "docs",
            "the documentation builds without a broken link or a warning",
            [with(
                "cargo doc --workspace --no-deps --all-features",
                ("RUSTDOCFLAGS", "-D warnings"),
            )],
        ),
        gate(
            "tests",
            "the README's test command passes, with 10,000 storms instead of 1,000",
            [with(
                "cargo test --workspace",
                ("GPU_STORM_SCHEDULES", "10000"),
            )],
        ),
        gate(
            "rent",
            "each example rents a machine from the emulator, releases it, and the ledger agrees",
            [own("rent")?],
        ),
        gate(
            "features",
            "JSON is read alike when another crate of a program switches on features of serde_json",
            [run("cargo test --package gpu-common --test it \
                 --features serde_json/arbitrary_precision,serde_json/preserve_order")],
        ),
        gate(
            "alone",
            "each published crate compiles by itself with no feature, with each and with all, without \
             a warning",
            [run(&format!(
                "cargo hack clippy --locked --each-feature {packages} {STRICT}"
            ))],
        ),
        gate(
            "package",
            "each crate makes a package and builds from it (of what is committed)",
            [
                Step::Check(files::forget_old_packages),
                run("cargo publish --workspace --dry-run --locked"),
            ],
        ),
    ])
}

fn gate<const N: usize>(name: &'static str, checks: &'static str, steps: [Step; N]) -> Gate {
    Gate {
        name,
        checks,
        steps: steps.into(),
        beside: false,
    }
}

/// The same gate, run beside those that follow.
fn beside(gate: Gate) -> Gate {
    Gate {
        beside: true,
        ..gate
    }
}

/// Cargo with the words of a line.
fn of(line: &str) -> Command {
    let mut cargo = cargo();
    cargo.args(line.split_whitespace().skip(1));
    cargo
}

fn run(line: &str) -> Step {
    Step::Run(of(line))
}

fn with(line: &str, (name, value): (&str, &str)) -> Step {
    let mut command = of(line);
    command.env(name, value);
    Step::Run(command)
}

/// Another command of this program.
fn own(line: &str) -> Result<Step> {
    let program = std::env::current_exe().context("this program has no path")?;
    let mut command = Command::new(program);
    command.args(line.split_whitespace());
    Ok(Step::Run(command))
}
