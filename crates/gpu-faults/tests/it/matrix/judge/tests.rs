//! The judge sees every promise that is broken, on made-up facts.

use std::time::Duration;

use gpu_emulator::RequestCount;
use gpu_http::{Delivery, Kind};

use super::super::call::{Call, Effect, KEY};
use super::super::cell::{Facts, Strikes};
use super::{Verdict, judge_as};
use crate::told::{Claim, Failure, Told};

fn call(effect: Effect) -> Call<()> {
    let endpoint = ("POST", "/machines");
    let call = Call::new("a call", effect, endpoint, async |(): &()| told(Ok(Claim::True)));
    match effect {
        Effect::Changes => call.about(KEY),
        _ => call,
    }
}

fn told(result: Result<Claim, Failure>) -> Told {
    let shown = String::new();
    Told { result, shown }
}

fn count(seen: u64, processed: u64) -> RequestCount {
    let mut count = RequestCount::default();
    (count.seen, count.processed) = (seen, processed);
    count
}

/// A call that reached the service once and said so.
fn facts(result: Result<Claim, Failure>) -> Facts {
    Facts {
        told: Some(told(result)),
        created: 0,
        made: 0,
        ids: Vec::new(),
        own: count(1, 1),
        requests: 1,
        elapsed: Duration::ZERO,
        leaked: None,
    }
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
    Failure {
        kind: Kind::Connect,
        delivery: Delivery::NotSent,
        may_have_taken_effect: false,
        ..lost()
    }
}

fn judged(call: &Call<()>, facts: &Facts) -> Verdict {
    judge_as(call, facts, Strikes::Always, 1, (false, false))
}

/// The one promise that was broken.
fn broken(call: &Call<()>, facts: &Facts) -> String {
    let verdict = judged(call, facts);
    assert_eq!(verdict.mark, '✗');
    let [one] = verdict.broken.as_slice() else {
        panic!("{:?}", verdict.broken);
    };
    one.clone()
}

#[test]
fn what_is_true_keeps_every_promise() {
    use Effect::{Changes, Creates, Reads, Watches};
    for (effect, facts, mark) in [
        (Reads, facts(Ok(Claim::True)), '·'),
        (Watches, facts(Ok(Claim::Open)), '?'),
        (Creates, made(Ok(Claim::True)), '·'),
        (Creates, made(Err(lost())), 'C'),
        (Changes, facts(Err(Failure { kind: Kind::Interrupted, ..lost() })), 'M'),
        (Changes, Facts { own: count(0, 0), ..facts(Err(not_sent())) }, 'N'),
    ] {
        let verdict = judged(&call(effect), &facts);
        assert_eq!((verdict.broken, verdict.mark), (Vec::new(), mark));
    }
}

#[test]
fn two_machines_are_one_too_many_and_one_is_where_none_was_ordered() {
    let create = call(Effect::Creates);
    let two = Facts { created: 2, ..made(Ok(Claim::True)) };
    assert_eq!(broken(&create, &two), "2 machines were created");
    let one = made(Ok(Claim::True));
    assert_eq!(broken(&call(Effect::Reads), &one), "1 machines were created");
}

#[test]
fn what_is_made_beside_machines_is_made_once() {
    let snapshot = |made| Facts { made, ..facts(Ok(Claim::True)) };
    let change = call(Effect::Changes);
    assert_eq!(judged(&change, &snapshot(1)).broken, Vec::<String>::new());
    assert_eq!(broken(&change, &snapshot(2)), "2 were made");
}

#[test]
fn a_second_create_is_seen_even_if_it_made_nothing() {
    let create = call(Effect::Creates);
    let twice = Facts { own: count(2, 1), ..made(Ok(Claim::True)) };
    assert_eq!(broken(&create, &twice), "2 creates were sent");
    let refused =
        |call: &Call<()>| judge_as(call, &twice, Strikes::Always, 1, (true, false)).broken;
    assert_eq!(refused(&create), Vec::<String>::new());
    assert_eq!(refused(&create.never_repeated()), ["2 creates were sent"]);
}

#[test]
fn a_change_is_sent_once_and_after_a_plain_refusal_at_most_four_times() {
    let change = call(Effect::Changes);
    let sent = |requests| Facts { requests, ..facts(Ok(Claim::True)) };
    assert_eq!(broken(&change, &sent(2)), "2 requests were made");
    let refused = |call: &Call<()>, requests| {
        judge_as(call, &sent(requests), Strikes::Always, 1, (true, false)).broken
    };
    assert_eq!(refused(&change, 4), Vec::<String>::new());
    assert_eq!(refused(&change, 5), ["5 requests were made"]);
    assert_eq!(refused(&change.never_repeated(), 2), ["2 requests were made"]);
    assert_eq!(broken(&call(Effect::Reads), &sent(5)), "5 requests were made");
}

#[test]
fn a_false_success_is_seen() {
    for effect in [Effect::Reads, Effect::Watches, Effect::Changes] {
        let lie = facts(Ok(Claim::False("three machines".to_owned())));
        let told = broken(&call(effect), &lie);
        assert_eq!(told, "the answer is not true: three machines");
    }
}

#[test]
fn not_sent_is_not_said_of_what_was_seen() {
    let seen = Facts { own: count(1, 0), ..facts(Err(not_sent())) };
    let told = broken(&call(Effect::Changes), &seen);
    assert_eq!(told, "said not to be sent, but the service saw it: the answer was lost");
}

#[test]
fn no_effect_is_not_said_of_what_the_service_did() {
    let settled = Failure { may_have_taken_effect: false, ..lost() };
    let facts = facts(Err(settled));
    let lie = "said to have had no effect, but the service acted: the answer was lost";
    assert_eq!(broken(&call(Effect::Changes), &facts), lie);
    let refused =
        |effect| judge_as(&call(effect), &facts, Strikes::Always, 1, (true, false)).broken;
    assert_eq!(refused(Effect::Changes), Vec::<String>::new());
    assert_eq!(refused(Effect::Creates), [lie]);
}

#[test]
fn an_error_that_finds_nothing_is_seen() {
    let create = call(Effect::Creates);
    let other = |key: Option<&str>, id: Option<&str>, candidate: &str| Failure {
        key: key.map(str::to_owned),
        id: id.map(str::to_owned),
        candidates: vec![candidate.to_owned()],
        ..lost()
    };
    for finds in [other(Some(KEY), None, "ins-7"), other(None, Some("ins-1"), "ins-7")] {
        assert_eq!(judged(&create, &made(Err(finds))).broken, Vec::<String>::new());
    }
    let unnamed = "the error does not say which machine it is about: the answer was lost";
    assert_eq!(broken(&create, &made(Err(other(None, None, "ins-1")))), unnamed);
    let verdict = judged(&create, &made(Err(other(None, None, "ins-7"))));
    assert_eq!(
        verdict.broken,
        ["nothing in the error finds the machine: the answer was lost", unnamed]
    );
}

#[test]
fn an_error_of_a_change_names_the_machine() {
    let unnamed = Failure { key: None, ..lost() };
    let told = broken(&call(Effect::Changes), &facts(Err(unnamed)));
    assert_eq!(told, "the error does not say which machine it is about: the answer was lost");
}

#[test]
fn an_error_of_a_look_at_one_machine_names_that_machine() {
    let failed = |key: Option<&str>, id: Option<&str>| Facts {
        ids: vec!["ins-1".to_owned()],
        ..facts(Err(Failure { key: key.map(str::to_owned), id: id.map(str::to_owned), ..lost() }))
    };
    for effect in [Effect::Reads, Effect::Watches] {
        let look = call(effect).about("a");
        for named in
            [failed(Some("a"), None), failed(None, Some("ins-1")), failed(Some("a"), Some("ins-1"))]
        {
            assert_eq!(judged(&look, &named).broken, Vec::<String>::new());
        }
        assert_eq!(
            broken(&look, &failed(None, None)),
            "the error does not say which machine it is about: the answer was lost"
        );
        for wrong in [
            failed(Some("b"), None),
            failed(None, Some("ins-2")),
            failed(Some("a"), Some("ins-2")),
            failed(Some("b"), Some("ins-1")),
        ] {
            assert_eq!(
                broken(&look, &wrong),
                "the error is about another machine: the answer was lost"
            );
        }
        let any = failed(None, None);
        assert_eq!(judged(&call(effect), &any).broken, Vec::<String>::new());
    }
}

#[test]
fn attempts_are_counted_in_what_the_error_says_too() {
    let tried = |attempts| Failure { attempts, ..lost() };
    let told = broken(&call(Effect::Creates), &made(Err(tried(2))));
    assert_eq!(told, "tried again though it may have been sent: the answer was lost");
    let told = broken(&call(Effect::Reads), &facts(Err(tried(5))));
    assert_eq!(told, "more attempts than allowed: the answer was lost");
}

#[test]
fn what_takes_longer_than_its_limit_or_for_ever_is_seen() {
    let elapsed = Duration::from_secs(61);
    let late = Facts { elapsed, ..facts(Ok(Claim::True)) };
    assert_eq!(broken(&call(Effect::Reads), &late), "took 61s of 60s");
    let never = Facts { told: None, ..late };
    assert_eq!(judged(&call(Effect::Reads), &never).broken.len(), 2);
    let hung = Facts { elapsed: Duration::ZERO, ..never };
    assert_eq!(broken(&call(Effect::Reads), &hung), "it never came back");
}

#[test]
fn a_secret_that_was_shown_is_seen() {
    let leaked = Some("canary".to_owned());
    let leaky = Facts { leaked, ..facts(Ok(Claim::True)) };
    assert_eq!(broken(&call(Effect::Reads), &leaky), "Some(\"canary\") was shown");
}

#[test]
fn a_call_that_fails_although_nothing_happened_is_seen() {
    let verdict = judge_as(
        &call(Effect::Reads),
        &facts(Err(Failure { attempts: 1, ..lost() })),
        Strikes::Never,
        1,
        (false, false),
    );
    assert_eq!(verdict.broken, ["failed undisturbed: the answer was lost"]);
}
