//! What a run of the gates prints.

use std::io::Write;
use std::time::Duration;

use super::gate::Gate;
use crate::Error;
use crate::cli::{Outcome, say};

/// How one gate ended.
pub(super) struct Result {
    pub(super) name: &'static str,
    pub(super) took: Duration,
    pub(super) failure: Option<Error>,
}

type Said<T> = std::result::Result<T, Error>;

pub(super) fn list(out: &mut dyn Write, gates: &[Gate]) -> Said<Outcome> {
    let lines = gates
        .iter()
        .map(|gate| format!("{:10} {}\n", gate.name, gate.checks));
    say(out, &lines.collect::<String>())
}

pub(super) fn begin(out: &mut dyn Write, gate: &Gate) -> Said<()> {
    say(out, &format!("\n==> {}: {}\n", gate.name, gate.checks)).map(drop)
}

pub(super) fn end(out: &mut dyn Write, result: &Result) -> Said<()> {
    let line = match &result.failure {
        None => format!(
            "<== {} passed in {} s\n",
            result.name,
            result.took.as_secs()
        ),
        Some(error) => format!("<== {} FAILED: {error}\n", result.name),
    };
    say(out, &line).map(drop)
}

pub(super) fn summary(out: &mut dyn Write, results: &[Result]) -> Said<Outcome> {
    let mut text = String::from("\n");
    for result in results {
        let verdict = match &result.failure {
            None => "passed".to_owned(),
            Some(error) => format!("FAILED  {error}"),
        };
        text.push_str(&format!(
            "{:10} {:4} s  {verdict}\n",
            result.name,
            result.took.as_secs()
        ));
    }
    let failed = results
        .iter()
        .filter(|result| result.failure.is_some())
        .count();
    text.push_str(&match failed {
        0 => format!("\nall {} gates passed\n", results.len()),
        _ => format!("\n{failed} of {} gates failed\n", results.len()),
    });
    say(out, &text)?;
    Ok(if failed == 0 {
        Outcome::Clean
    } else {
        Outcome::Findings
    })
}
