//! The list of gates.

use super::files;
use super::gate::{Gate, Step};

/// The crates that are published, in the order in which they depend on one another.
pub(super) const PUBLISHED: [&str; 6] = [
    "gpu-common",
    "gpu-http",
    "gpu-emulator",
    "glows-client",
    "mdc-client",
    "ac-openapi-client",
];

/// The crates that have TLS features.
const WITH_TLS: [&str; 4] = [
    "gpu-http",
    "glows-client",
    "mdc-client",
    "ac-openapi-client",
];

/// Every gate, the quick ones first.
pub(super) fn all() -> Vec<Gate> {
    let gate = |name, checks, steps| Gate {
        name,
        checks,
        steps,
    };
    vec![
        gate(
            "format",
            "rustfmt has nothing to change",
            vec![Step::cargo("fmt --all --check")],
        ),
        gate(
            "files",
            "no snapshot waits for review, nothing looks like a real credential, each crate has its \
             licences, README and CHANGELOG",
            vec![
                Step::Check(files::no_pending_snapshots),
                Step::Check(files::no_credentials),
                Step::Check(files::complete_packages),
            ],
        ),
        gate(
            "fixtures",
            "the fixtures are what `cargo xtask fixtures` makes of the documented samples",
            vec![Step::cargo(
                "run --quiet --package xtask -- fixtures --check",
            )],
        ),
        gate(
            "api",
            "each published crate's public API is what its reviewed snapshot says, and breaks no rule",
            vec![Step::cargo("run --quiet --package xtask -- api --check")],
        ),
        gate(
            "deps",
            "each crate's dependency tree is within its budget, without two versions of anything",
            vec![Step::cargo("run --quiet --package xtask -- deps")],
        ),
        gate(
            "supply",
            "licences, origins and versions of what users compile are those that deny.toml allows, and \
             Cargo.lock is up to date",
            vec![Step::cargo("run --quiet --package xtask -- supply")],
        ),
        gate(
            "clippy",
            "no warning from rustc or clippy, all targets and features",
            vec![Step::cargo(
                "clippy --workspace --all-targets --all-features -- -D warnings",
            )],
        ),
        gate(
            "tests",
            "the README's test command passes",
            vec![Step::cargo("test --workspace")],
        ),
        gate(
            "rent",
            "each example rents a machine from the emulator, releases it, and the ledger agrees",
            WITH_TLS.iter().skip(1).map(|name| rent(name)).collect(),
        ),
        gate(
            "docs",
            "the documentation builds without a broken link or a warning",
            vec![Step::cargo_with(
                "doc --workspace --no-deps --all-features",
                &[("RUSTDOCFLAGS", "-D warnings")],
            )],
        ),
        gate(
            "alone",
            "each crate compiles by itself with each set of features, without a warning",
            alone(),
        ),
        gate(
            "package",
            "each published crate packages, and builds from its package",
            vec![Step::cargo("package --workspace --exclude xtask --locked")],
        ),
    ]
}

fn rent(name: &str) -> Step {
    let line = format!("run --quiet --package {name} --example rent");
    Step::cargo_says(&line, "created 1, billing 0")
}

fn alone() -> Vec<Step> {
    let strict: &[(&str, &str)] = &[("RUSTFLAGS", "-D warnings")];
    let check = |name: &str, features: &str| {
        let line = format!("check --package {name} --no-default-features --features={features}");
        Step::cargo_with(&line, strict)
    };
    let plain = PUBLISHED
        .iter()
        .filter(|name| !WITH_TLS.contains(name))
        .map(|name| check(name, ""));
    let tls = WITH_TLS.iter().flat_map(|name| {
        [
            "",
            "rustls",
            "native-tls",
            "tracing",
            "rustls,native-tls,tracing",
        ]
        .map(|features| check(name, features))
    });
    plain.chain(tls).collect()
}
