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
    /// What was left out, although the gate is to check it.
    pub(super) unchecked: Option<&'static str>,
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
    let (name, seconds) = (result.name, result.took.as_secs());
    let line = match (&result.failure, result.unchecked) {
        (None, None) => format!("<== {name} passed in {seconds} s\n"),
        (None, Some(what)) => format!("<== {name} passed in {seconds} s, {what}\n"),
        (Some(error), _) => format!("<== {name} FAILED: {error}\n"),
    };
    say(out, &line).map(drop)
}

pub(super) fn summary(out: &mut dyn Write, results: &[Result]) -> Said<Outcome> {
    let mut text = String::from("\n");
    for result in results {
        let verdict = match (&result.failure, result.unchecked) {
            (None, None) => "passed".to_owned(),
            (None, Some(what)) => format!("passed, {what}"),
            (Some(error), _) => format!("FAILED  {error}"),
        };
        text.push_str(&format!(
            "{:10} {:4} s  {verdict}\n",
            result.name,
            result.took.as_secs()
        ));
    }
    let failed = results.iter().filter(|it| it.failure.is_some()).count();
    let partly = results.iter().filter(|it| it.unchecked.is_some()).count();
    let gates = results.len();
    text.push_str(&match (failed, partly) {
        (0, 0) => format!("\nall {gates} gates passed\n"),
        (0, _) => format!("\nall {gates} gates passed, {partly} of them without all its checks\n"),
        _ => format!("\n{failed} of {gates} gates failed\n"),
    });
    say(out, &text)?;
    Ok(if failed == 0 {
        Outcome::Clean
    } else {
        Outcome::Findings
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn said(unchecked: Option<&'static str>, failure: Option<Error>) -> (Outcome, String) {
        let result = Result {
            name: "bench",
            took: Duration::from_secs(7),
            failure,
            unchecked,
        };
        let mut out = Vec::new();
        end(&mut out, &result).unwrap();
        let outcome = summary(&mut out, &[result]).unwrap();
        (outcome, String::from_utf8(out).unwrap())
    }

    #[test]
    fn what_could_not_be_checked_is_told_beside_what_passed() {
        let (outcome, text) = said(Some("instructions not counted"), None);
        assert_eq!(outcome, Outcome::Clean);
        assert!(text.contains("passed in 7 s, instructions not counted\n"));
        assert!(text.contains("bench         7 s  passed, instructions not counted\n"));
        assert!(text.ends_with("all 1 gates passed, 1 of them without all its checks\n"));
        let (_, text) = said(None, None);
        assert!(text.ends_with("bench         7 s  passed\n\nall 1 gates passed\n"));
    }

    #[test]
    fn a_failure_fails() {
        let (outcome, text) = said(None, Some(Error::new("slow")));
        assert_eq!(outcome, Outcome::Findings);
        assert!(text.contains("FAILED: slow") && text.ends_with("1 of 1 gates failed\n"));
    }
}
