//! The list of gates. Their order and flags decide what is built twice: one target folder, and the
//! same selection of crates and features as long as possible.

use std::process::Command;

use anyhow::{Context, Result, bail};

use super::Gate;
use crate::workspace::{cargo, libraries, target_folder};

/// Every gate: its name, what is true when it passes, and below it its steps. The quick ones come
/// first. `&` runs a gate beside those that follow: it builds in a folder of its own, one crate after
/// the other at times, where clippy and the tests keep two processors busy.
///
/// `-D warnings` is an argument and not `RUSTFLAGS`: those are part of what cargo compares, and
/// dependencies would be built again. cargo-minimal-versions changes manifests while it runs, so it
/// does that in a copy, and so would cargo-hack with `--no-private`.
const GATES: &str = "
format: rustfmt has nothing to change
    cargo fmt --all --check
files: no snapshot waits for review, no web token but fakes, packages are whole, one minimum Rust, READMEs alike in all languages
    check snapshots
    check tokens
    check packages
    check minimum-rust
    check translations
fixtures: the fixtures are what `cargo xtask fixtures` makes of the documented samples
    xtask fixtures --check
deps: each tree is within its budget, and nothing comes in two versions
    xtask deps
deny: licences, origins, bans and versions are those of deny.toml; nothing but ring builds C
    cargo deny check bans licenses sources
& minimal: the oldest versions that the manifests accept compile (of what is committed)
    check copy
    COPY cargo minimal-versions check --direct --workspace --no-private --no-dev-deps --all-features
& bench: calls, decoding and streams cost no more than their limits beside the same by hand
    xtask bench --check
clippy: no warning from rustc or clippy, all targets and features
    cargo clippy --locked --workspace --all-targets --all-features -- -D warnings
api: each public API is what its reviewed snapshot says, breaks no rule, and each method has an example that runs
    xtask api --check
docs: the documentation builds without a broken link or a warning
    RUSTDOCFLAGS=-Dwarnings cargo doc --workspace --no-deps --all-features
tests: the README's test command passes, with the whole matrix, all drift, 10,000 storms of leases and four times the fuzzing
    GPU_MATRIX_PART=1 GPU_DRIFT_PART=1 GPU_STORM_SCHEDULES=10000 GPU_FUZZ_CASES=1000 cargo test --workspace
rent: each example rents a machine from the emulator, gives it back, and the ledger agrees
    cargo run --quiet --example glows_rent
    cargo run --quiet --example mdc_rent
    cargo run --quiet --example ac_rent
features: JSON is read alike when another crate switches on features of serde_json
    cargo test -p gpu-json --test it --features serde_json/arbitrary_precision,serde_json/preserve_order
alone: each published library compiles with no feature, with each and with all, the command with each vendor
    cargo hack clippy --locked --each-feature LIBRARIES -- -D warnings
    cargo hack clippy --locked --each-feature --exclude-no-default-features -p gpu-lease-cli -- -D warnings
package: each published crate makes a package and builds from it (of what is committed)
    check old-packages
    cargo publish --workspace --dry-run --locked
";

/// Reads the list.
pub(super) fn all() -> Vec<Gate> {
    let mut gates: Vec<Gate> = Vec::new();
    for line in GATES.lines().filter(|line| !line.is_empty()) {
        if let Some((head, checks)) = line.split_once(": ").filter(|_| !line.starts_with(' ')) {
            gates.push(Gate {
                name: head.trim_start_matches("& "),
                checks,
                steps: Vec::new(),
                beside: head.starts_with('&'),
            });
        } else if let Some(gate) = gates.last_mut() {
            gate.steps.push(line.trim());
        }
    }
    gates
}

/// The command of a step: variables, `COPY` for the copy of what is committed, a program, arguments.
pub(super) fn command(step: &str) -> Result<Command> {
    let words: Vec<&str> = step.split(' ').collect();
    let is_program = |word: &&str| ["cargo", "xtask"].contains(word);
    let at = words.iter().position(is_program).context("a step without a program")?;
    let (before, words) = words.split_at(at);
    let mut command = match words.first() {
        Some(&"cargo") => cargo(),
        Some(&"xtask") => Command::new(std::env::current_exe()?),
        _ => bail!("no step `{step}`"),
    };
    for word in words.iter().skip(1) {
        match *word {
            "LIBRARIES" => command.args(libraries()?.iter().map(|it| format!("-p={}", it.name))),
            word => command.arg(word),
        };
    }
    for word in before {
        match word.split_once('=') {
            Some((name, value)) => command.env(name, value),
            None => {
                let target = target_folder()?;
                command.env("CARGO_TARGET_DIR", target.join("minimal"));
                command.current_dir(target.join("copy"))
            }
        };
    }
    Ok(command)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::ci::files;

    #[test]
    fn every_gate_has_steps_and_every_step_is_known() {
        let gates = all();
        assert_eq!(gates.iter().filter(|gate| gate.beside).count(), 2);
        for gate in gates {
            assert!(!gate.steps.is_empty(), "{}", gate.name);
            for step in gate.steps {
                let is_known = match step.strip_prefix("check ") {
                    Some(name) => files::find(name).is_ok(),
                    None => command(step).is_ok(),
                };
                assert!(is_known, "{step}");
            }
        }
    }
}
