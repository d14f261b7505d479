use super::*;
use crate::testing::{Fake, fake};
use crate::{ApiError, Delivery, ManualClock};

fn absent() -> Result<Lookup<Vec<Fake>>, Error> {
    Ok(Lookup::Absent("the whole list of 0 is without it".to_owned()))
}

fn unknown() -> Result<Lookup<Vec<Fake>>, Error> {
    Ok(Lookup::Unknown("its total cannot be read".to_owned()))
}

fn found(machines: &[Fake]) -> Result<Lookup<Vec<Fake>>, Error> {
    Ok(Lookup::Found(machines.to_vec()))
}

fn failed(kind: Kind) -> Error {
    Error::new(kind, Delivery::Answered, "")
}

fn lost() -> Error {
    Error::new(Kind::Interrupted, Delivery::MaybeSent, "").of_create()
}

fn status(status: u16) -> Error {
    failed(Kind::Status).with_status(status).of_create()
}

fn code(transient: bool) -> Error {
    let mut said = ApiError::new(Some("114".to_owned()), None);
    said.transient = transient;
    failed(Kind::Vendor).with_status(200).with_api_error(said).of_create()
}

/// What comes of a create that failed like this when the probes find what `at` says of each second;
/// and the seconds at which probes were made.
async fn reconciled(
    proof: Proof,
    failure: Error,
    time: Duration,
    at: impl Fn(u64) -> Result<Lookup<Vec<Fake>>, Error> + Send + Sync + 'static,
) -> (Result<Fake, Error>, Vec<u64>) {
    let clock = ManualClock::new();
    let mut probes = Vec::new();
    let outcome = {
        let mut find = || -> BoxFuture<'_, Result<Lookup<Vec<Fake>>, Error>> {
            let now = clock.elapsed().as_secs();
            probes.push(now);
            let found = at(now);
            Box::pin(async move { found })
        };
        let mut reconciler =
            Reconciler::new(&clock.clock(), time, proof, &mut find, &|one| one.1 != "old");
        reconciler.run(failure.with_key("job")).await
    };
    (outcome, probes)
}

const MINUTE: Duration = Duration::from_secs(60);

#[tokio::test]
async fn every_unclear_create_gets_the_same_probes() {
    for failure in [
        lost(),
        status(502),
        status(403),
        failed(Kind::Unreadable).of_create(),
        code(false),
        code(true),
    ] {
        let (outcome, probes) =
            reconciled(Proof::Unique, failure.clone(), MINUTE, |_| absent()).await;
        assert_eq!(probes, [0, 1, 3, 6, 10], "{failure}");
        assert_eq!(outcome.unwrap_err().key(), Some("job"));
    }
    let asks = status(429).with_retry_after(Some(Duration::from_secs(7)));
    for (limited, probes) in [(status(429), [1, 2, 4, 7, 11]), (asks, [7, 8, 10, 13, 17])] {
        let (_, made) = reconciled(Proof::Unique, limited, MINUTE, |_| absent()).await;
        assert_eq!(made, probes);
    }
}

#[tokio::test]
async fn what_was_never_sent_or_is_plainly_refused_is_not_looked_for() {
    let unsent = Error::new(Kind::Connect, Delivery::NotSent, "").of_create();
    let said = ApiError { rejected: true, ..ApiError::default() };
    let refused = failed(Kind::Vendor).with_api_error(said).of_create();
    for failure in [unsent, refused] {
        let (outcome, probes) =
            reconciled(Proof::Unique, failure.clone(), MINUTE, |_| absent()).await;
        assert_eq!(outcome.unwrap_err().kind(), failure.kind());
        assert!(probes.is_empty());
    }
}

#[tokio::test]
async fn a_machine_that_comes_late_or_behind_probes_that_fail_is_found() {
    let late = |now| {
        if now < 4 { absent() } else { found(&[fake("a", "on")]) }
    };
    for failure in [lost(), status(502), status(429), code(false)] {
        for proof in [Proof::Unique, Proof::Enforced] {
            let (outcome, _) = reconciled(proof, failure.clone(), MINUTE, late).await;
            assert_eq!(outcome.unwrap(), fake("a", "on"), "{failure}");
        }
    }
    let garbled = |now| match now {
        0 => Err(failed(Kind::Unreadable)),
        1 => unknown(),
        _ => found(&[fake("a", "on")]),
    };
    let (outcome, probes) = reconciled(Proof::Unique, status(502), MINUTE, garbled).await;
    assert_eq!((outcome.unwrap().0.as_str(), probes), ("a", vec![0, 1, 3]));
}

#[tokio::test]
async fn absence_makes_a_refusal_the_truth_and_proves_nothing_of_a_lost_answer() {
    for (failure, refused) in [
        (status(429), true),
        (status(403), true),
        (code(false), true),
        (code(true), false),
        (lost(), false),
        (status(502), false),
        (status(408), false),
        (failed(Kind::Unreadable).of_create(), false),
    ] {
        let (outcome, _) = reconciled(Proof::Unique, failure.clone(), MINUTE, |_| absent()).await;
        let error = outcome.unwrap_err();
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
async fn one_absence_or_too_little_time_is_no_proof() {
    let second = Duration::from_millis(1_500);
    for (time, told) in
        [(second, "1 probes in 0 s"), (Duration::from_millis(500), "no time was left")]
    {
        let (outcome, _) = reconciled(Proof::Unique, status(429), time, |_| absent()).await;
        let error = outcome.unwrap_err();
        assert_eq!(error.kind(), Kind::MaybeCreated);
        assert!(error.to_string().contains(told), "{error}");
    }
    let doubtful_at_last = |now| if now < 11 { absent() } else { unknown() };
    let (outcome, _) = reconciled(Proof::Unique, status(429), MINUTE, doubtful_at_last).await;
    let error = outcome.unwrap_err();
    assert_eq!(error.kind(), Kind::MaybeCreated);
    assert!(error.to_string().contains("its total cannot be read"), "{error}");
}

#[tokio::test]
async fn rejected_credentials_end_the_looking() {
    let rejected = |_| Err(failed(Kind::Status).with_status(401));
    let (outcome, probes) = reconciled(Proof::Unique, lost(), MINUTE, rejected).await;
    assert_eq!((outcome.unwrap_err().kind(), probes), (Kind::MaybeCreated, vec![0]));
}

#[tokio::test]
async fn a_name_that_proves_nothing_leaves_candidates() {
    let two = [fake("a", "on"), fake("b", "ended")];
    let (outcome, probes) = reconciled(Proof::None, lost(), MINUTE, move |_| found(&two)).await;
    let error = outcome.unwrap_err();
    let ids: Vec<_> = error.candidates().iter().map(|one| one.id.as_str()).collect();
    assert_eq!((error.kind(), ids), (Kind::MaybeCreated, vec!["a", "b"]));
    assert_eq!(probes.len(), 5, "ours may come last");
    let old = fake("a", "old");
    let (outcome, _) =
        reconciled(Proof::None, lost(), MINUTE, move |_| found(std::slice::from_ref(&old))).await;
    let error = outcome.unwrap_err();
    assert!(error.candidates().is_empty(), "{error}");
    assert!(error.to_string().contains("older than the call"), "{error}");
}

#[tokio::test]
async fn one_that_lives_outweighs_one_that_has_ended() {
    let reused = [fake("dead", "ended"), fake("alive", "on")];
    let (outcome, _) = reconciled(Proof::Enforced, lost(), MINUTE, move |_| found(&reused)).await;
    assert_eq!(outcome.unwrap().0, "alive");
    let (outcome, _) =
        reconciled(Proof::Unique, lost(), MINUTE, |_| found(&[fake("dead", "ended")])).await;
    let error = outcome.unwrap_err();
    let told = (error.kind(), error.id(), error.last_state());
    assert_eq!(told, (Kind::MaybeCreated, Some("dead"), Some("ended")));
    let twins = [fake("a", "on"), fake("b", "on")];
    let (outcome, _) = reconciled(Proof::Unique, lost(), MINUTE, move |_| found(&twins)).await;
    assert_eq!(outcome.unwrap_err().candidates().len(), 2);
}

#[tokio::test]
async fn a_key_that_was_refused_may_have_been_taken_before() {
    let there = |_| found(&[fake("a", "on")]);
    let (outcome, _) = reconciled(Proof::Enforced, code(false), MINUTE, there).await;
    let error = outcome.unwrap_err();
    assert_eq!((error.kind(), error.id()), (Kind::MaybeCreated, Some("a")));
    // A name that was made for this create cannot have been.
    let (outcome, _) = reconciled(Proof::Unique, code(false), MINUTE, there).await;
    assert_eq!(outcome.unwrap().0, "a");
}

#[tokio::test]
async fn a_key_that_was_refused_is_no_newer_because_the_first_probes_failed() {
    let behind_failures = |now| match now {
        0 => Err(failed(Kind::Unreadable)),
        1 => unknown(),
        _ => found(&[fake("a", "on")]),
    };
    let (outcome, _) = reconciled(Proof::Enforced, code(false), MINUTE, behind_failures).await;
    let error = outcome.unwrap_err();
    assert_eq!((error.kind(), error.id()), (Kind::MaybeCreated, Some("a")));
}

#[tokio::test]
async fn an_entry_that_names_it_and_cannot_be_read_is_not_taken_back_by_absence() {
    let once = |now| match now {
        1 => Ok(Lookup::Unreadable("entry 3 names it".to_owned())),
        _ => absent(),
    };
    for failure in [status(429), code(false)] {
        let (outcome, _) = reconciled(Proof::Unique, failure, MINUTE, once).await;
        let error = outcome.unwrap_err();
        assert_eq!(error.kind(), Kind::MaybeCreated, "{error}");
        assert!(error.to_string().contains("entry 3 names it"), "{error}");
    }
}
