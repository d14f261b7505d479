//! What a cell is worth: one mark, and every promise that was broken.

#[cfg(test)]
mod tests;

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
