//! The judge sees every promise that is broken, on made-up facts.

use std::time::Duration;

use gpu_emulator::RequestCount;
use gpu_http::{Delivery, Kind};

use super::super::call::{Call, Effect, KEY};
use super::super::cell::{Facts, Strikes};
use super::judge;
use crate::told::{Claim, Failure, Told};
use Effect::{Changes, Creates, Reads, Watches};

const UNNAMED: &str = "the error does not say which machine it is about: the answer was lost";
const OTHER: &str = "the error is about another machine: the answer was lost";
const ACTED: &str = "said to have had no effect, but the service acted: the answer was lost";

fn call(effect: Effect) -> Call<()> {
    let call = Call::new("a call", effect, ("POST", "/machines"), async |(): &()| {
        told(Ok(Claim::True)).expect("an answer")
    });
    if effect == Changes { call.about(KEY) } else { call }
}

fn told(result: Result<Claim, Failure>) -> Option<Told> {
    Some(Told { result, shown: String::new() })
}

fn count(seen: u64, processed: u64) -> RequestCount {
    let mut count = RequestCount::default();
    (count.seen, count.processed) = (seen, processed);
    count
}

/// A call that reached the service once and said so.
fn facts(result: Result<Claim, Failure>) -> Facts {
    Facts {
        told: told(result),
        created: 0,
        made: 0,
        ids: Vec::new(),
        own: count(1, 1),
        requests: 1,
        elapsed: Duration::ZERO,
        leaked: None,
    }
}

fn fine() -> Facts {
    facts(Ok(Claim::True))
}

/// One machine was made.
fn made(result: Result<Claim, Failure>) -> Facts {
    Facts { created: 1, ids: vec!["ins-1".to_owned()], ..facts(result) }
}

/// The whole truth about a call whose answer was lost.
fn lost() -> Failure {
    Failure {
        kind: Kind::MaybeCreated,
        delivery: Delivery::MaybeSent,
        attempts: 1,
        may_have_taken_effect: true,
        key: Some(KEY.to_owned()),
        id: None,
        candidates: Vec::new(),
        line: "the answer was lost".to_owned(),
    }
}

fn not_sent() -> Failure {
    let (kind, delivery) = (Kind::Connect, Delivery::NotSent);
    Failure { kind, delivery, may_have_taken_effect: false, ..lost() }
}

fn naming(key: Option<&str>, id: Option<&str>, candidate: Option<&str>) -> Failure {
    let owned = |text: Option<&str>| text.map(str::to_owned);
    let candidates = owned(candidate).into_iter().collect();
    Failure { key: owned(key), id: owned(id), candidates, ..lost() }
}

/// Whether these promises were broken and no other, after a fault that `refuses` or does not.
fn assert_judged(call: &Call<()>, facts: &Facts, refuses: bool, broken: &[&str]) {
    let verdict = judge(call, facts, Strikes::Always, 1, (refuses, false));
    assert_eq!(verdict.broken, broken, "{facts:?}");
    assert_eq!(verdict.mark == '✗', !broken.is_empty());
}

#[test]
fn what_is_true_keeps_every_promise() {
    for (effect, facts, mark) in [
        (Reads, fine(), '·'),
        (Watches, facts(Ok(Claim::Open)), '?'),
        (Creates, made(Ok(Claim::True)), '·'),
        (Creates, made(Err(lost())), 'C'),
        (Changes, facts(Err(Failure { kind: Kind::Interrupted, ..lost() })), 'M'),
        (Changes, Facts { own: count(0, 0), ..facts(Err(not_sent())) }, 'N'),
    ] {
        let verdict = judge(&call(effect), &facts, Strikes::Always, 1, (false, false));
        assert_eq!((verdict.broken, verdict.mark), (Vec::new(), mark));
    }
}

#[test]
fn every_broken_promise_is_seen_and_no_other() {
    let lie = || facts(Ok(Claim::False("three".to_owned())));
    let untrue: &[_] = &["the answer is not true: three"];
    let late = || Facts { elapsed: Duration::from_secs(61), ..fine() };
    let settled = || Failure { may_have_taken_effect: false, ..lost() };
    let tried = |attempts| Failure { attempts, ..lost() };
    let cases: [(Effect, Facts, &[&str]); 22] = [
        (Creates, Facts { created: 2, ..made(Ok(Claim::True)) }, &["2 machines were created"]),
        (Reads, made(Ok(Claim::True)), &["1 machines were created"]),
        (Changes, Facts { made: 1, ..fine() }, &[]),
        (Changes, Facts { made: 2, ..fine() }, &["2 were made"]),
        (Reads, lie(), untrue),
        (Watches, lie(), untrue),
        (Changes, lie(), untrue),
        (
            Changes,
            Facts { own: count(1, 0), ..facts(Err(not_sent())) },
            &["said not to be sent, but the service saw it: the answer was lost"],
        ),
        (Creates, made(Err(naming(Some(KEY), None, Some("ins-7")))), &[]),
        (Creates, made(Err(naming(None, Some("ins-1"), Some("ins-7")))), &[]),
        (Creates, made(Err(naming(None, None, Some("ins-1")))), &[UNNAMED]),
        (
            Creates,
            made(Err(naming(None, None, Some("ins-7")))),
            &["nothing in the error finds the machine: the answer was lost", UNNAMED],
        ),
        (Changes, facts(Err(naming(None, None, None))), &[UNNAMED]),
        (
            Creates,
            made(Err(tried(2))),
            &["tried again though it may have been sent: the answer was lost"],
        ),
        (Reads, facts(Err(tried(5))), &["more attempts than allowed: the answer was lost"]),
        (Reads, Facts { requests: 5, ..fine() }, &["5 requests were made"]),
        (Reads, late(), &["took 61s of 60s"]),
        (Reads, Facts { told: None, ..late() }, &["took 61s of 60s", "it never came back"]),
        (Reads, Facts { told: None, ..fine() }, &["it never came back"]),
        (
            Reads,
            Facts { leaked: Some("canary".to_owned()), ..fine() },
            &[r#"Some("canary") was shown"#],
        ),
        (Changes, facts(Err(settled())), &[ACTED]),
        (Reads, facts(Err(naming(None, None, None))), &[]),
    ];
    for (effect, facts, broken) in cases {
        assert_judged(&call(effect), &facts, false, broken);
    }
    let failed = judge(&call(Reads), &facts(Err(lost())), Strikes::Never, 1, (false, false));
    assert_eq!(failed.broken, ["failed undisturbed: the answer was lost"]);
}

#[test]
fn what_may_be_repeated_is_repeated_after_a_plain_refusal_only() {
    let sent = |requests| Facts { requests, ..fine() };
    // A second create is seen even if it made nothing.
    let creates = || Facts { own: count(2, 1), ..made(Ok(Claim::True)) };
    let two: &[_] = &["2 creates were sent"];
    let settled = || facts(Err(Failure { may_have_taken_effect: false, ..lost() }));
    let cases: [(Call<()>, Facts, bool, &[&str]); 9] = [
        (call(Creates), creates(), false, two),
        (call(Creates), creates(), true, &[]),
        (call(Creates).never_repeated(), creates(), true, two),
        (call(Changes), sent(2), false, &["2 requests were made"]),
        (call(Changes), sent(4), true, &[]),
        (call(Changes), sent(5), true, &["5 requests were made"]),
        (call(Changes).never_repeated(), sent(2), true, &["2 requests were made"]),
        (call(Changes), settled(), true, &[]),
        (call(Creates), settled(), true, &[ACTED]),
    ];
    for (call, facts, refuses, broken) in cases {
        assert_judged(&call, &facts, refuses, broken);
    }
}

#[test]
fn an_error_of_a_look_at_one_machine_names_that_machine() {
    let cases: [(Option<&str>, Option<&str>, &[&str]); 8] = [
        (Some("a"), None, &[]),
        (None, Some("ins-1"), &[]),
        (Some("a"), Some("ins-1"), &[]),
        (None, None, &[UNNAMED]),
        (Some("b"), None, &[OTHER]),
        (None, Some("ins-2"), &[OTHER]),
        (Some("a"), Some("ins-2"), &[OTHER]),
        (Some("b"), Some("ins-1"), &[OTHER]),
    ];
    for (key, id, broken) in cases {
        let ids = vec!["ins-1".to_owned()];
        let failed = Facts { ids, ..facts(Err(naming(key, id, None))) };
        for effect in [Reads, Watches] {
            assert_judged(&call(effect).about("a"), &failed, false, broken);
        }
    }
}
