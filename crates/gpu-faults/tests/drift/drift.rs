//! Each documented answer, changed in every way at every place, read by the real client.

use std::collections::BTreeMap;
use std::fmt::Write as _;

use crate::fixtures;
use crate::json::Json;
use crate::mutants::{self, Mutant};
use crate::vendors::Vendor;
use crate::vendors::{ac::Ac, glows::Glows, mdc::Mdc};
use crate::verdict::{Outcome, Verdict};

/// Pieces of what the fixtures have for passwords, tokens and secret addresses, and of what a
/// changed case makes of them.
const SECRETS: [&str; 8] = [
    "fake-password",
    "FAKE-PASSWORD",
    "fake-token",
    "FAKE-TOKEN",
    "fake-signature",
    "FAKE-SIGNATURE",
    "sothisai_fake",
    "foo=bar",
];

/// The longest line that an error may have, in bytes.
const LONGEST_LINE: usize = 2_000;

/// What became of a vendor's mutants.
#[derive(Default)]
struct Tally {
    answers: usize,
    mutants: usize,
    verdicts: BTreeMap<&'static str, usize>,
    /// What is wrong, each with its first example and how often it happened.
    wrong: BTreeMap<String, (String, usize)>,
}

/// Drives all mutants of a vendor's documented answers through its client.
async fn drive<V: Vendor>() -> Tally {
    let vendor = V::start().await;
    let mut tally = Tally::default();
    let mut answers = fixtures::answers(V::FOLDER);
    answers.extend(V::composed(&answers));
    for answer in answers {
        tally.answers += 1;
        let call = V::call(&answer.name);
        let untouched = Mutant::none(&answer.json);
        for mutant in [untouched].into_iter().chain(mutants::of(&answer.json)) {
            let outcome = vendor.ask(call, mutant.json.written().into_bytes()).await;
            let verdict = V::verdict(call, &mutant.json);
            tally.count(&verdict);
            let kept = V::kept(call, &mutant.json);
            if let Err(wrong) = check(&verdict, &outcome, kept.as_ref()) {
                let (change, path) = (mutant.change, &mutant.path);
                let example = format!("{} at {path}: {wrong:.900}", answer.name);
                let kind = format!("{change}: {wrong:.25}");
                let entry = tally.wrong.entry(kind).or_insert((example, 0));
                entry.1 += 1;
            }
        }
    }
    tally
}

fn check(verdict: &Verdict, outcome: &Outcome, kept: Option<&Json>) -> Result<(), String> {
    verdict.check(outcome)?;
    let shown = match outcome {
        Outcome::Parsed(parsed) => {
            if let Some(kept) = kept {
                parsed.check_whole(kept)?;
            }
            &parsed.shown
        }
        Outcome::Failed(failure) => {
            if failure.line.contains(['\n', '\r']) || failure.line.len() > LONGEST_LINE {
                return Err(format!(
                    "not one line of bounded length: {} bytes",
                    failure.line.len()
                ));
            }
            &failure.shown
        }
    };
    match SECRETS.iter().find(|secret| shown.contains(*secret)) {
        Some(secret) => Err(format!("shows a secret, {secret}")),
        None => Ok(()),
    }
}

impl Tally {
    fn count(&mut self, verdict: &Verdict) {
        self.mutants += 1;
        *self.verdicts.entry(verdict.word()).or_default() += 1;
    }

    fn complaints(&self) -> String {
        let lines = self
            .wrong
            .iter()
            .map(|(kind, (example, times))| format!("{times} times {kind} - as in {example}\n"));
        lines.collect()
    }

    /// The table of the report.
    fn table(&self, vendor: &str) -> String {
        let mut text = format!(
            "{vendor}: {} answers, {} readings\n",
            self.answers, self.mutants
        );
        for (verdict, count) in &self.verdicts {
            let share = 100.0 * *count as f64 / self.mutants as f64;
            writeln!(text, "{count:>7}  {share:>5.1} %  {verdict}").unwrap();
        }
        text
    }
}

/// Runs a vendor's mutants, prints and keeps the table.
async fn report<V: Vendor>(at_least: usize) {
    let tally = drive::<V>().await;
    let table = tally.table(V::FOLDER);
    println!("{table}");
    assert!(tally.wrong.is_empty(), "{}", tally.complaints());
    assert!(tally.mutants >= at_least, "only {} mutants", tally.mutants);
    insta::assert_snapshot!(V::FOLDER, table);
}

#[tokio::test]
async fn glows_answers_may_drift() {
    report::<Glows>(5_000).await;
}

#[tokio::test]
async fn mdc_answers_may_drift() {
    report::<Mdc>(5_000).await;
}

#[tokio::test]
async fn ac_answers_may_drift() {
    report::<Ac>(5_000).await;
}
