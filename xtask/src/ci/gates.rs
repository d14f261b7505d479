//! The list of gates.

use super::gate::{Gate, Step};
use super::{files, msrv};
use crate::Error;
use crate::rent::GIVEN_BACK;
use crate::workspace::{Member, published};

/// Makes clippy fail on a warning. An argument and not `RUSTFLAGS`: those are part of what cargo
/// compares, and dependencies would be built again for each value.
const STRICT: &str = "-- -D warnings";

/// Every gate, the quick ones first.
pub(super) fn all() -> Result<Vec<Gate>, Error> {
    let members = published()?;
    let mut gates = without_a_build();
    gates.extend(of_the_workspace(&members));
    gates.extend(of_each_crate(&members));
    Ok(gates)
}

fn gate(name: &'static str, checks: &'static str, steps: Vec<Step>) -> Gate {
    Gate {
        name,
        checks,
        steps,
        beside: false,
    }
}

/// The same gate, run beside those that follow. They wait for one crate after the other at times,
/// where clippy and the tests keep two processors busy.
fn beside(gate: Gate) -> Gate {
    Gate {
        beside: true,
        ..gate
    }
}

fn without_a_build() -> Vec<Gate> {
    vec![
        gate(
            "format",
            "rustfmt has nothing to change",
            vec![Step::cargo("fmt --all --check")],
        ),
        gate(
            "files",
            "no snapshot waits for review, no file holds a JSON web token that is not a fake, each crate \
             has its licences, README and CHANGELOG, the minimum Rust is the same everywhere",
            vec![
                Step::Check(files::no_pending_snapshots),
                Step::Check(files::no_tokens),
                Step::Check(files::complete_packages),
                Step::Check(msrv::one_minimum_rust),
            ],
        ),
        gate(
            "fixtures",
            "the fixtures are what `cargo xtask fixtures` makes of the documented samples",
            vec![Step::own("fixtures --check")],
        ),
        gate(
            "api",
            "each published crate's public API is what its reviewed snapshot says, and breaks no rule",
            vec![Step::own("api --check")],
        ),
        gate(
            "deps",
            "each crate's dependency tree is within its budget, without two versions of anything, and \
             nothing but ring builds C",
            vec![Step::own("deps")],
        ),
        gate(
            "supply",
            "licences, origins and versions of what users compile are those that deny.toml allows, and \
             Cargo.lock is up to date",
            vec![Step::own("supply")],
        ),
    ]
}

fn of_the_workspace(members: &[Member]) -> Vec<Gate> {
    vec![
        gate(
            "clippy",
            "no warning from rustc or clippy, all targets and features",
            vec![Step::cargo(&format!(
                "clippy --locked --workspace --all-targets --all-features {STRICT}"
            ))],
        ),
        gate(
            "tests",
            "the README's test command passes",
            vec![Step::cargo("test --workspace")],
        ),
        beside(gate(
            "bench",
            "a call costs no more instructions and allocations than by hand, and lists no more per item \
             when they are long",
            vec![
                Step::own("bench --check"),
                Step::Unchecked(crate::bench::unchecked),
            ],
        )),
        beside(gate(
            "minimal",
            "the oldest versions of the dependencies that the manifests accept compile",
            vec![Step::own("minimal")],
        )),
        gate(
            "rent",
            "each example rents a machine from the emulator, releases it, and the ledger agrees",
            vendor_crates(members).map(rent).collect(),
        ),
        gate(
            "docs",
            "the documentation builds without a broken link or a warning",
            vec![Step::cargo_with(
                "doc --workspace --no-deps --all-features",
                &[("RUSTDOCFLAGS", "-D warnings")],
            )],
        ),
    ]
}

fn of_each_crate(members: &[Member]) -> Vec<Gate> {
    vec![
        gate(
            "alone",
            "each crate compiles by itself with each set of features, without a warning",
            members.iter().flat_map(alone).collect(),
        ),
        gate(
            "package",
            "each package holds what it should and nothing else, and crates.io can follow its README's links",
            vec![Step::own("publish --contents")],
        ),
        gate(
            "packaged",
            "each crate builds from its package alone, and its own tests and examples pass there",
            vec![Step::own("publish --test-packages")],
        ),
        // Behind `packaged`, with which it shares most of what is compiled.
        gate(
            "features",
            "JSON is read alike when another crate of a program switches on features of serde_json",
            vec![Step::cargo(
                "test --package gpu-common --test it \
                 --features serde_json/arbitrary_precision,serde_json/preserve_order",
            )],
        ),
        gate(
            "user",
            "a project that knows only the packages runs the first example of a README",
            vec![Step::own("publish --scratch")],
        ),
    ]
}

/// The crates in whose examples a machine is rented.
fn vendor_crates(members: &[Member]) -> impl Iterator<Item = &Member> {
    let clients = members.iter();
    clients.filter(|member| member.name.ends_with("-client"))
}

fn rent(member: &Member) -> Step {
    let line = format!("run --quiet --package {} --example rent", member.name);
    Step::cargo_says(&line, GIVEN_BACK)
}

/// With no feature, with each, and with all. `--package` keeps the other members' features out.
fn alone(member: &Member) -> Vec<Step> {
    let named = member.features.iter().filter(|name| *name != "default");
    let each: Vec<&str> = named.map(String::as_str).collect();
    let all = each.join(",");
    let mut sets = vec![""];
    sets.extend(&each);
    if each.len() > 1 {
        sets.push(&all);
    }
    let lines = sets.iter().map(|features| {
        let package = format!("clippy --package {} --no-deps", member.name);
        Step::cargo(&format!(
            "{package} --no-default-features --features={features} {STRICT}"
        ))
    });
    lines.collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_crate_is_checked_alone_and_those_with_features_in_each_way() {
        let members = published().unwrap();
        let sets: Vec<usize> = members.iter().map(|member| alone(member).len()).collect();
        for (member, sets) in members.iter().zip(sets) {
            let has_tls = member.features.iter().any(|name| name == "rustls");
            assert_eq!(sets, if has_tls { 5 } else { 1 }, "{}", member.name);
        }
    }

    #[test]
    fn names_are_unique_and_three_clients_rent() {
        let gates = all().unwrap();
        let mut names: Vec<&str> = gates.iter().map(|gate| gate.name).collect();
        let rent = gates.iter().find(|gate| gate.name == "rent").unwrap();
        assert_eq!(rent.steps.len(), 3);
        let count = names.len();
        names.sort_unstable();
        names.dedup();
        assert_eq!(names.len(), count);
    }
}
