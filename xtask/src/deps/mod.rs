//! `cargo xtask deps`: what a user of each crate compiles, and that it stays within its budget.

mod budget;
mod builds;
mod cpu;
pub(crate) mod measure;
mod project;
mod tree;

use std::io::Write;

use crate::Error;
use crate::cli::{Outcome, say};
use budget::BUDGETS;

/// How the command is called.
pub const USAGE: &str = "\
usage: cargo xtask deps [--measure | --measure-dev]

Counts the crates that each published crate brings, those left out that only build scripts need, and
checks them against the budget. With build scripts, checks that no crate comes in two versions and
that none but ring builds C, and that with a compiler alone. Prints the table of the README.

  --measure      also build a project by hand (reqwest, serde, thiserror, tokio) from nothing in
                 release mode, and with each vendor crate what it has in place of the hand-written
                 program; print the ratio of CPU time and the program's size
  --measure-dev  the same in dev mode, and again after a touch of the user's own code, with targets
";

/// Prints the table; findings if a budget is exceeded.
///
/// # Errors
/// When the arguments are not understood or cargo cannot be run.
pub fn run(args: &[String], out: &mut dyn Write) -> Result<Outcome, Error> {
    let measured = match args {
        [] => None,
        [flag] if flag == "--measure" => Some(measure::in_release()?),
        [flag] if flag == "--measure-dev" => Some(measure::dev_table(&measure::in_dev()?)),
        _ => {
            return Err(Error::new(format!(
                "cannot read these arguments\n\n{USAGE}"
            )));
        }
    };
    let by_hand = tree::by_hand()?;
    let mut text = String::from("crate                crates  budget  beyond by hand\n");
    let mut findings = Vec::new();
    for budget in BUDGETS {
        let crates = tree::of(budget.name)?;
        let beyond = if budget.uses_reqwest {
            crates.difference(&by_hand).count().to_string()
        } else {
            "-".to_owned()
        };
        text.push_str(&format!(
            "{:20} {:6} {:7}  {beyond}\n",
            budget.name,
            crates.len(),
            budget.crates
        ));
        findings.extend(budget.exceeded_by(&crates, &by_hand));
        findings.extend(budget::builds_of_c(budget.name, &tree::edges(budget.name)?));
        findings.extend(tree::duplicates(budget.name)?);
    }
    text.push_str(&format!("{:20} {:6}\n", measure::BY_HAND, by_hand.len()));
    if let Some(measured) = measured {
        text.push_str(&format!("\n{measured}"));
    }
    for finding in &findings {
        text.push_str(&format!("OVER BUDGET: {finding}\n"));
    }
    say(out, &text)?;
    Ok(if findings.is_empty() {
        Outcome::Clean
    } else {
        Outcome::Findings
    })
}
