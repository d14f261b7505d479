//! Each documented answer, changed in every way at every place, read by the real client.

use crate::drift::fixtures;
use crate::drift::mutants;
use crate::drift::server::Reply;
use crate::drift::tally::Tally;
use crate::drift::vendors::Vendor;
use crate::drift::vendors::{ac::Ac, glows::Glows, mdc::Mdc};
use crate::drift::verdict::Outcome;
use crate::report::number;

/// Of so many kinds of change at a place the client reads one, unless `GPU_DRIFT_PART` says otherwise. At the
/// next place it is the next one.
const PART: u64 = 6;

/// Drives the mutants of a vendor's documented answers through its client, prints and keeps the table of
/// what must become of all of them.
async fn report<V: Vendor>() {
    let vendor = V::start().await;
    let documented = fixtures::answers(V::FOLDER);
    let composed = V::composed(&documented);
    let part = usize::try_from(number("GPU_DRIFT_PART").unwrap_or(PART)).expect("a number");
    let mut tally = Tally::new(documented.len(), composed.len());
    for answer in documented.into_iter().chain(composed) {
        let call = V::call(&answer.name);
        for mutant in mutants::of(&answer.json) {
            let sent = mutant.json.merged();
            let verdict = V::verdict(call, &sent);
            let is_first = tally.count(mutant.change, &verdict);
            if !is_first && !mutant.turn.is_multiple_of(part) {
                continue;
            }
            let outcome = vendor.ask(call, Reply::ok(&mutant.json)).await;
            let is_whole = |sent| match (&outcome, V::kept(call, sent)) {
                (Outcome::Parsed(parsed), Some(kept)) => parsed.check_whole(&kept),
                _ => Ok(()),
            };
            let checked = verdict.check(&outcome).and_then(|()| outcome.may_be_shown());
            let checked = checked.and_then(|()| {
                // A map of open names keeps both values of a repeated one.
                is_whole(&sent).or_else(|wrong| is_whole(&mutant.json).map_err(|_| wrong))
            });
            tally.read(&mutant, &answer.name, checked);
        }
    }
    tally.assert_nothing_is_wrong(V::FOLDER, part);
    insta::assert_snapshot!(V::FOLDER, tally.table(V::FOLDER));
}

#[tokio::test]
async fn glows_answers_may_drift() {
    report::<Glows>().await;
}

#[tokio::test]
async fn mdc_answers_may_drift() {
    report::<Mdc>().await;
}

#[tokio::test]
async fn ac_answers_may_drift() {
    report::<Ac>().await;
}
