//! `cargo xtask rent`: the examples rent a machine from the emulator, and give it back.

use anyhow::{Result, ensure};

use crate::Outcome;
use crate::workspace::{cargo, output, published, shown};

/// What an example says at its end when the emulator has its machine back.
const GIVEN_BACK: &str = "created 1, billing 0";

/// Runs every example of a published crate whose name ends in `_rent`.
pub(crate) fn run() -> Result<Outcome> {
    let examples: Vec<String> = published()?
        .into_iter()
        .flat_map(|member| member.examples)
        .filter(|name| name.ends_with("_rent"))
        .collect();
    ensure!(!examples.is_empty(), "no example is called `…_rent`");
    for example in examples {
        let mut cargo = cargo();
        // Without `--package`, so that what `cargo test --workspace` has built is run.
        cargo.args(["run", "--quiet", "--example", &example]);
        println!("$ {}", shown(&cargo));
        let said = output(&mut cargo)?;
        print!("{said}");
        let is_back = said.contains(GIVEN_BACK);
        ensure!(is_back, "{example} did not say `{GIVEN_BACK}`");
    }
    Ok(Outcome::Clean)
}
