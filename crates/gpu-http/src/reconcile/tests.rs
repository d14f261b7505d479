use std::sync::Mutex;

use super::*;
use crate::kind::Idempotency;
use crate::testing::{Fake, fake};
use crate::{Answer, ApiError, BaseUrl, BoxFuture, Delivery, HttpConfig, ManualClock, Settings};

type Probe = Result<Lookup<Vec<Fake>>, Error>;

fn absent() -> Probe {
    Ok(Lookup::Absent("the whole list of 0 is without it".to_owned()))
}

fn unknown() -> Probe {
    Ok(Lookup::Unknown("its total cannot be read".to_owned()))
}

fn found(machines: &[Fake]) -> Probe {
    Ok(Lookup::Found(machines.to_vec()))
}

fn failed(kind: Kind) -> Error {
    Error::new(kind, Delivery::Answered, "").of_a(Idempotency::NotIdempotent)
}

fn lost() -> Error {
    Error::new(Kind::Interrupted, Delivery::MaybeSent, "").of_a(Idempotency::NotIdempotent)
}

fn status(status: u16) -> Error {
    failed(Kind::Status).with_status(status)
}

fn code(transient: bool) -> Error {
    let mut said = ApiError::new(Some("114".to_owned()), None);
    said.transient = transient;
    failed(Kind::Vendor).with_status(200).with_api_error(said)
}

/// What the probes find at each second.
type At = fn(u64) -> Probe;

/// What a key is worth: whether it is unique, and whether the vendor enforces it.
type Key = (bool, bool);
const UNIQUE: Key = (true, false);
const ENFORCED: Key = (false, true);
const CHOSEN: Key = (false, false);

struct Fakes {
    key: Key,
    time: ManualClock,
    at: At,
    /// The seconds at which probes were made.
    probes: Mutex<Vec<u64>>,
}

impl Creation for Fakes {
    type Machine = Fake;
    type Made = Fake;

    fn key(&self) -> &str {
        "job"
    }

    fn key_is_unique(&self) -> bool {
        self.key.0
    }

    fn key_is_enforced(&self) -> bool {
        self.key.1
    }

    fn read(&self, answer: &Answer) -> Result<Fake, Error> {
        answer.json()
    }

    fn find(&self, _: Http) -> BoxFuture<'_, Probe> {
        let now = self.time.elapsed().as_secs();
        self.probes.lock().unwrap().push(now);
        Box::pin(async move { (self.at)(now) })
    }

    fn may_be_made(machine: &Fake, _: Timestamp) -> bool {
        machine.1 != "old"
    }

    fn found(&self, machine: Fake) -> Fake {
        machine
    }

    fn id(made: &Fake) -> &str {
        &made.0
    }
}

/// What comes of a create that failed like this, and the seconds at which probes were made.
async fn reconciled(
    key: Key,
    failure: &Error,
    ends: Duration,
    at: At,
) -> (Result<Fake, Error>, Vec<u64>) {
    let time = ManualClock::new();
    let base = BaseUrl::parse("base_url", "http://127.0.0.1:1", false).unwrap();
    let settings = Settings::new().clock(time.clock());
    let http = HttpConfig::new("client/0", settings).build(base).unwrap();
    let (began, redactor) = (time.clock().wall(), Redactor::default());
    let creation = Fakes { key, time, at, probes: Mutex::default() };
    let reconciler = Reconciler { http, creation: &creation, began, ends, redactor };
    let outcome = reconciler.run(failure.clone().with_key("job")).await;
    (outcome, creation.probes.into_inner().unwrap())
}

const MINUTE: Duration = Duration::from_secs(60);

#[tokio::test]
async fn absence_makes_a_refusal_the_truth_and_proves_nothing_of_a_lost_answer() {
    let usual = [0, 1, 3, 6, 10];
    let asks = status(429).with_retry_after(Some(Duration::from_secs(7)));
    for (failure, probes, refused) in [
        (status(429), [1, 2, 4, 7, 11], true),
        (asks, [7, 8, 10, 13, 17], true),
        (status(403), usual, true),
        (code(false), usual, true),
        (code(true), usual, false),
        (lost(), usual, false),
        (status(502), usual, false),
        (status(408), usual, false),
        (failed(Kind::Unreadable), usual, false),
    ] {
        let (outcome, made) = reconciled(UNIQUE, &failure, MINUTE, |_| absent()).await;
        let error = outcome.unwrap_err();
        assert_eq!((error.key(), made.as_slice()), (Some("job"), &probes[..]), "{failure}");
        assert_eq!(error.is_refused(), refused, "{error}");
        assert_eq!(error.may_have_taken_effect(), !refused, "{error}");
        let kind = if refused { failure.kind() } else { Kind::MaybeCreated };
        assert_eq!(error.kind(), kind, "{error}");
        let looked = "5 probes in 10 s did not find it (the whole list of 0 is without it)";
        assert!(error.to_string().contains(looked), "{error}");
        assert_eq!(error.looked().is_some(), refused);
    }
}

#[tokio::test]
async fn what_was_never_sent_or_is_plainly_refused_is_not_looked_for() {
    let unsent = Error::new(Kind::Connect, Delivery::NotSent, "").of_a(Idempotency::NotIdempotent);
    let said = ApiError { rejected: true, ..ApiError::default() };
    for failure in [unsent, failed(Kind::Vendor).with_api_error(said)] {
        let (outcome, probes) = reconciled(UNIQUE, &failure, MINUTE, |_| absent()).await;
        assert_eq!((outcome.unwrap_err().kind(), probes), (failure.kind(), vec![]));
    }
}

#[tokio::test]
async fn one_absence_too_little_time_and_doubt_at_last_are_no_proof() {
    let unsure_at_last: At = |now| if now < 11 { absent() } else { unknown() };
    // An entry that names it and cannot be read is not taken back by absence.
    let listed_once: At = |now| match now {
        1 => Ok(Lookup::Unreadable("entry 3 names it".to_owned())),
        _ => absent(),
    };
    for (failure, millis, at, told) in [
        (status(429), 1_500, (|_| absent()) as At, "1 probes in 0 s"),
        (status(429), 500, |_| absent(), "no time was left"),
        (status(429), 60_000, unsure_at_last, "its total cannot be read"),
        (status(429), 60_000, listed_once, "entry 3 names it"),
        (code(false), 60_000, listed_once, "entry 3 names it"),
    ] {
        let time = Duration::from_millis(millis);
        let error = reconciled(UNIQUE, &failure, time, at).await.0.unwrap_err();
        assert_eq!(error.kind(), Kind::MaybeCreated);
        assert!(error.to_string().contains(told), "{error}");
    }
}

/// The machine that was found; or, of a create whose fate is unknown, its id or the candidates, and the
/// last state.
fn told(outcome: Result<Fake, Error>) -> String {
    match outcome {
        Ok(machine) => machine.0,
        Err(error) => {
            assert_eq!(error.kind(), Kind::MaybeCreated, "{error}");
            let candidates: Vec<_> = error.candidates().iter().map(|one| one.id.as_str()).collect();
            let id = error.id().map_or_else(|| candidates.join(" "), str::to_owned);
            format!("maybe {id} {}", error.last_state().unwrap_or_default()).trim_end().to_owned()
        }
    }
}

#[tokio::test]
async fn what_is_found_is_the_machine_or_what_the_name_leaves_open() {
    let there: At = |_| found(&[fake("a", "on")]);
    let late: At = |now| if now < 4 { absent() } else { found(&[fake("a", "on")]) };
    let behind_failures: At = |now| match now {
        0 => Err(failed(Kind::Unreadable)),
        1 => unknown(),
        _ => found(&[fake("a", "on")]),
    };
    let ended: At = |_| found(&[fake("dead", "ended")]);
    let reused: At = |_| found(&[fake("dead", "ended"), fake("a", "on")]);
    let twins: At = |_| found(&[fake("a", "on"), fake("b", "on")]);
    let old: At = |_| found(&[fake("a", "old")]);
    let rejected: At = |_| Err(status(401));
    for (key, failure, at, expected, probes) in [
        (UNIQUE, lost(), late, "a", 4),
        (UNIQUE, status(502), late, "a", 4),
        (UNIQUE, status(429), late, "a", 3),
        (UNIQUE, code(false), late, "a", 4),
        (ENFORCED, lost(), late, "a", 4),
        (ENFORCED, status(502), late, "a", 4),
        (ENFORCED, status(429), late, "a", 3),
        (ENFORCED, code(false), late, "a", 4),
        (UNIQUE, status(502), behind_failures, "a", 3),
        // One that lives outweighs one that has ended.
        (ENFORCED, lost(), reused, "a", 1),
        (UNIQUE, lost(), ended, "maybe dead ended", 5),
        (UNIQUE, lost(), twins, "maybe a b", 5),
        // A name that proves nothing leaves candidates: ours may come last.
        (CHOSEN, lost(), reused, "maybe a dead", 5),
        (CHOSEN, lost(), old, "maybe", 5),
        // A key that was refused may have been taken before, and is no newer because probes failed; a name
        // that was made for this create cannot have been.
        (ENFORCED, code(false), there, "maybe a on", 1),
        (ENFORCED, code(false), behind_failures, "maybe a on", 3),
        (UNIQUE, code(false), there, "a", 1),
        // Rejected credentials end the looking.
        (UNIQUE, lost(), rejected, "maybe", 1),
    ] {
        let (outcome, made) = reconciled(key, &failure, MINUTE, at).await;
        let outcome = (told(outcome), made.len());
        assert_eq!(outcome, (expected.to_owned(), probes), "{key:?} {failure}");
    }
    let error = reconciled(CHOSEN, &lost(), MINUTE, old).await.0.unwrap_err();
    assert!(error.to_string().contains("older than the call"), "{error}");
}
