//! What a cell is worth: one mark, and every promise that was broken.

use gpu_http::{Delivery, Kind};

use super::call::{Call, Effect};
use super::cell::{Facts, Strikes};
use crate::told::{Claim, Failure, Told};

/// Attempts of a call that may be repeated ([`gpu_http::RetryPolicy::new`]).
const ATTEMPTS: u64 = 4;

/// How a cell ended.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Verdict {
    pub(super) mark: char,
    /// Promises that were broken, none if all is well.
    pub(super) broken: Vec<String>,
}

/// What each mark means.
pub(super) const LEGEND: [(char, &str); 11] = [
    ('·', "the right answer, as if nothing had happened"),
    ('r', "the right answer, after repeating"),
    ('f', "the machine, found by looking, after one create"),
    ('C', "maybe created: the error carries what finds the machine"),
    ('N', "error: not sent"),
    ('M', "error: maybe sent"),
    ('A', "error: answered, not as hoped"),
    ('L', "error: the wait's limit, with what was seen last"),
    ('?', "an answer that says itself that it does not know"),
    ('w', "the service's own word, which was not so: no client can see that"),
    ('✗', "a promise was broken"),
];

/// Judges a cell. `undisturbed` is how many requests the call makes when nothing happens. The trouble may
/// [refuse](super::trouble::Trouble::refuses) plainly, or [deceive](super::trouble::Trouble::deceives).
pub(super) fn judge<S>(
    call: &Call<S>,
    facts: &Facts,
    strikes: Strikes,
    undisturbed: u64,
    (refusal, deceived): (bool, bool),
) -> Verdict {
    let mut broken = Vec::new();
    let mut promise = |kept: bool, otherwise: &dyn Fn() -> String| {
        if !kept {
            broken.push(otherwise());
        }
    };
    let most = usize::from(call.effect == Effect::Creates);
    promise(facts.created <= most, &|| format!("{} machines were created", facts.created));
    promise(facts.made <= 1, &|| format!("{} were made", facts.made));
    promise(facts.leaked.is_none(), &|| format!("{:?} was shown", facts.leaked));
    promise(facts.elapsed <= call.limit, &|| {
        format!("took {:?} of {:?}", facts.elapsed, call.limit)
    });
    let repeats = repeats(call, refusal);
    let allowed = allowed_requests(call.effect, repeats);
    promise(allowed.is_none_or(|most| facts.requests <= most), &|| {
        format!("{} requests were made", facts.requests)
    });
    let twice = call.effect == Effect::Creates && !repeats && facts.own.seen > 1;
    promise(!twice, &|| format!("{} creates were sent", facts.own.seen));
    let mark = match &facts.told {
        None => {
            promise(false, &|| "it never came back".into());
            '✗'
        }
        Some(Told { result: Ok(claim), .. }) => match claim {
            Claim::False(_) if deceived => 'w',
            Claim::False(instead) => {
                promise(false, &|| format!("the answer is not true: {instead}"));
                '✗'
            }
            _ => mark_of_success(call, facts, claim, undisturbed),
        },
        Some(Told { result: Err(failure), .. }) => {
            promise(strikes != Strikes::Never, &|| format!("failed undisturbed: {}", failure.line));
            for lie in lies(call, facts, failure, refusal) {
                promise(false, &|| format!("{lie}: {}", failure.line));
            }
            mark_of_failure(failure)
        }
    };
    let mark = if broken.is_empty() { mark } else { '✗' };
    Verdict { mark, broken }
}

/// Whether a change may be sent again after a refusal.
fn repeats<S>(call: &Call<S>, refusal: bool) -> bool {
    refusal && !call.never_repeated
}

/// How many requests in all a call may make, one that changes something only if it `repeats`; `None`
/// for one that looks as often as it needs.
fn allowed_requests(effect: Effect, repeats: bool) -> Option<u64> {
    match effect {
        Effect::Reads => Some(ATTEMPTS),
        Effect::Asks | Effect::Changes => Some(if repeats { ATTEMPTS } else { 1 }),
        Effect::Watches | Effect::Creates => None,
    }
}

fn mark_of_success<S>(call: &Call<S>, facts: &Facts, claim: &Claim, undisturbed: u64) -> char {
    let struck_looking = call.looks_first && call.passes == 0;
    match (claim, call.effect) {
        (Claim::Open, _) => '?',
        _ if facts.requests <= undisturbed => '·',
        (_, Effect::Creates) if facts.own.seen <= 1 && !struck_looking => 'f',
        _ => 'r',
    }
}

fn mark_of_failure(failure: &Failure) -> char {
    match (failure.kind, failure.delivery) {
        (Kind::MaybeCreated, _) => 'C',
        (Kind::WaitLimit | Kind::WaitEnded, _) => 'L',
        (_, Delivery::NotSent) => 'N',
        (_, Delivery::MaybeSent) => 'M',
        _ => 'A',
    }
}

/// What an error says, or does not say, in spite of what happened.
fn lies<S>(call: &Call<S>, facts: &Facts, failure: &Failure, refusal: bool) -> Vec<&'static str> {
    let exists = !facts.ids.is_empty();
    let changes = matches!(call.effect, Effect::Changes | Effect::Creates);
    let unnamed = failure.id.is_none() && failure.key.is_none();
    let target = call.target.as_deref();
    let creates = call.effect == Effect::Creates;
    // A limiter is believed that turns a change away; after a create its word is looked into.
    let acted = changes && facts.own.processed > 0 && (creates || !refusal);
    // Its earlier requests are not what its last error is about.
    let watches = call.effect == Effect::Watches;
    let struck_looking = call.looks_first && call.passes == 0;
    let sent_once = changes && !struck_looking && !repeats(call, refusal);
    [
        (
            failure.delivery == Delivery::NotSent && facts.own.seen > 0 && !watches,
            "said not to be sent, but the service saw it",
        ),
        (
            creates
                && !target.is_some_and(|target| failure.finds(target, &facts.ids))
                && (exists || failure.key.is_none()),
            "nothing in the error finds the machine",
        ),
        (target.is_some() && unnamed, "the error does not say which machine it is about"),
        (
            target.is_some_and(|target| !failure.is_about(target, &facts.ids)),
            "the error is about another machine",
        ),
        (
            acted && !failure.may_have_taken_effect,
            "said to have had no effect, but the service acted",
        ),
        (u64::from(failure.attempts) > ATTEMPTS, "more attempts than allowed"),
        (
            sent_once && failure.delivery != Delivery::NotSent && failure.attempts > 1,
            "tried again though it may have been sent",
        ),
    ]
    .into_iter()
    .filter_map(|(lied, what)| lied.then_some(what))
    .collect()
}

/// The judge sees every promise that is broken, on made-up facts.
#[cfg(test)]
mod tests {
    use std::time::Duration;

    use gpu_emulator::RequestCount;

    use super::Effect::{Changes, Creates, Reads, Watches};
    use super::*;
    use crate::matrix::call::KEY;

    const UNNAMED: &str = "the error does not say which machine it is about: the answer was lost";
    const OTHER: &str = "the error is about another machine: the answer was lost";
    const ACTED: &str = "said to have had no effect, but the service acted: the answer was lost";
    const TWICE: &str = "2 creates were sent";

    fn call(effect: Effect) -> Call<()> {
        let call = Call::new("a call", effect, ("POST", "/machines"), async |(): &()| {
            unreachable!("nobody makes it")
        });
        if effect == Changes { call.about(KEY) } else { call }
    }

    fn count(seen: u64, processed: u64) -> RequestCount {
        let mut count = RequestCount::default();
        (count.seen, count.processed) = (seen, processed);
        count
    }

    /// A call that reached the service once and said so.
    fn facts(result: Result<Claim, Failure>) -> Facts {
        Facts {
            told: Some(Told { result, shown: String::new() }),
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

    fn settled() -> Failure {
        Failure { may_have_taken_effect: false, ..lost() }
    }

    fn not_sent() -> Failure {
        Failure { kind: Kind::Connect, delivery: Delivery::NotSent, ..settled() }
    }

    fn naming(key: Option<&str>, id: Option<&str>, candidate: Option<&str>) -> Failure {
        let owned = |text: Option<&str>| text.map(str::to_owned);
        let candidates = owned(candidate).into_iter().collect();
        Failure { key: owned(key), id: owned(id), candidates, ..lost() }
    }

    /// Whether these promises were broken and no other, after a fault that `refuses` or does not; and what
    /// the mark is.
    fn assert_judged(call: &Call<()>, facts: &Facts, refuses: bool, broken: &[&str]) -> char {
        let verdict = judge(call, facts, Strikes::Always, 1, (refuses, false));
        assert_eq!(verdict.broken, broken, "{facts:?}");
        assert_eq!(verdict.mark == '✗', !broken.is_empty());
        verdict.mark
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
            assert_eq!(assert_judged(&call(effect), &facts, false, &[]), mark);
        }
    }

    #[test]
    fn every_broken_promise_is_seen_and_no_other() {
        let lie = || facts(Ok(Claim::False("three".to_owned())));
        let untrue: &[_] = &["the answer is not true: three"];
        let late = || Facts { elapsed: Duration::from_secs(61), ..fine() };
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
        let cases: [(Call<()>, Facts, bool, &[&str]); 9] = [
            (call(Creates), creates(), false, &[TWICE]),
            (call(Creates), creates(), true, &[]),
            (call(Creates).never_repeated(), creates(), true, &[TWICE]),
            (call(Changes), sent(2), false, &["2 requests were made"]),
            (call(Changes), sent(4), true, &[]),
            (call(Changes), sent(5), true, &["5 requests were made"]),
            (call(Changes).never_repeated(), sent(2), true, &["2 requests were made"]),
            (call(Changes), facts(Err(settled())), true, &[]),
            (call(Creates), facts(Err(settled())), true, &[ACTED]),
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
}
