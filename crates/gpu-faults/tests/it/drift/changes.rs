//! Each documented answer, changed in every way at every place, read by the real client.

use crate::drift::fixtures;
use crate::drift::json::Json;
use crate::drift::mutants::{self, Mutant};
use crate::drift::server::Reply;
use crate::drift::shown;
use crate::drift::tally::Tally;
use crate::drift::vendors::Vendor;
use crate::drift::vendors::{ac::Ac, glows::Glows, mdc::Mdc};
use crate::drift::verdict::{Outcome, Verdict};

/// Drives all mutants of a vendor's documented answers through its client.
async fn drive<V: Vendor>() -> Tally {
    let vendor = V::start().await;
    let documented = fixtures::answers(V::FOLDER);
    let composed = V::composed(&documented);
    let mut tally = Tally::new(documented.len(), composed.len());
    for answer in documented.into_iter().chain(composed) {
        let call = V::call(&answer.name);
        let untouched = Mutant::none(&answer.json);
        for mutant in [untouched].into_iter().chain(mutants::of(&answer.json)) {
            let outcome = vendor.ask(call, Reply::ok(&mutant.json)).await;
            let sent = mutant.json.merged();
            let verdict = V::verdict(call, &sent);
            tally.count(mutant.change, &verdict);
            let kept = V::kept(call, &sent);
            let checked = check(&verdict, &outcome, kept.as_ref()).or_else(|wrong| {
                // A map of open names keeps both values of a repeated one.
                let kept = V::kept(call, &mutant.json);
                check(&verdict, &outcome, kept.as_ref()).map_err(|_| wrong)
            });
            if let Err(wrong) = checked {
                tally.complain(&mutant, &answer.name, &wrong);
            }
        }
    }
    tally
}

fn check(verdict: &Verdict, outcome: &Outcome, kept: Option<&Json>) -> Result<(), String> {
    verdict.check(outcome)?;
    if let (Outcome::Parsed(parsed), Some(kept)) = (outcome, kept) {
        parsed.check_whole(kept)?;
    }
    shown::is_bounded(outcome)?;
    shown::is_clean(outcome)
}

/// Runs a vendor's mutants, prints and keeps the table.
async fn report<V: Vendor>(at_least: usize) {
    let tally = drive::<V>().await;
    let table = tally.table(V::FOLDER);
    println!("{table}");
    tally.assert_nothing_is_wrong();
    let readings = tally.readings();
    assert!(readings >= at_least, "only {readings} readings");
    insta::assert_snapshot!(V::FOLDER, table);
}

#[tokio::test]
async fn glows_answers_may_drift() {
    report::<Glows>(9_000).await;
}

#[tokio::test]
async fn mdc_answers_may_drift() {
    report::<Mdc>(10_000).await;
}

#[tokio::test]
async fn ac_answers_may_drift() {
    report::<Ac>(7_000).await;
}
