use std::sync::atomic::{AtomicU32, Ordering};
use std::sync::{Arc, Mutex};

use super::*;
use crate::{Delivery, Kind, ManualClock};

type Probes = Vec<Result<&'static str, Error>>;

fn transient() -> Error {
    Error::new(Kind::Interrupted, Delivery::MaybeSent, "")
}

/// Waits for "running" over the given probes; the last state repeats for ever.
fn waiting(time: &ManualClock, probes: Probes) -> (Waiting<&'static str>, Arc<AtomicU32>) {
    let count = Arc::new(AtomicU32::new(0));
    let counter = Arc::clone(&count);
    let mut probes = probes.into_iter();
    let mut last = "queued";
    let condition = Condition::new("running", |state: &&str| match *state {
        "running" => Verdict::Met,
        "failed" => Verdict::Never("failed is final".into()),
        _ => Verdict::NotYet,
    });
    let probe = move |_| -> BoxFuture<'static, Result<&'static str, Error>> {
        counter.fetch_add(1, Ordering::Relaxed);
        let probe = probes.next().unwrap_or(Ok(last));
        last = *probe.as_ref().unwrap_or(&last);
        Box::pin(async move { probe })
    };
    let describe = |state: &&'static str| (*state).to_owned();
    let wait =
        Waiting::new(time.clock(), condition, probe, describe, |error| error.with_id("ins-1"));
    (wait, count)
}

#[tokio::test]
async fn what_passes_is_tolerated_and_what_does_not_ends_a_wait() {
    let flaky = || Err(transient());
    let refused = || Err(Error::new(Kind::Vendor, Delivery::Answered, ""));
    let busy = Err(transient().with_retry_after(Some(Duration::from_secs(300))));
    let (queued, running) = (Ok("queued"), Ok("running"));
    let once_more = vec![refused(), refused(), Ok("queued"), refused(), Ok("running")];
    // What comes of the probes within so many seconds, how many were made, and how long it took.
    for (probes, seconds, outcome, count, millis) in [
        // Pauses of 2, 3 and 4.5 s.
        (vec![Ok("queued"), flaky(), flaky(), Ok("running")], 1800, Ok("running"), 4, 9_500),
        (vec![busy, running], 1800, Ok("running"), 2, 300_000),
        (once_more, 1800, Ok("running"), 5, 16_250),
        (vec![refused(), refused(), refused()], 1800, Err((Kind::Vendor, None)), 3, 5_000),
        (vec![Ok("failed")], 1800, Err((Kind::WaitEnded, Some("failed"))), 1, 0),
        (vec![queued, flaky()], 4, Err((Kind::WaitLimit, Some("queued"))), 2, 4_000),
    ] {
        let time = ManualClock::new();
        let (wait, made) = waiting(&time, probes);
        let result = wait.limit(Duration::from_secs(seconds)).await;
        let told = result.as_ref().map_err(|error| (error.kind(), error.last_state()));
        assert_eq!(told.copied(), outcome);
        let seen = (made.load(Ordering::Relaxed), time.elapsed().as_millis());
        assert_eq!(seen, (count, millis), "{outcome:?}");
        if let Err(error) = &result {
            let below = std::error::Error::source(error).is_some();
            assert_eq!((error.id(), below), (Some("ins-1"), error.kind() == Kind::WaitLimit));
        }
    }
}

#[tokio::test]
async fn dropping_it_stops_the_polling() {
    let time = ManualClock::new();
    let (wait, count) = waiting(&time, vec![]);
    let mut wait = wait.into_future();
    tokio::select! {
        biased;
        _ = &mut wait => panic!("it is not running"),
        () = tokio::task::yield_now() => {}
    }
    drop(wait);
    let made = count.load(Ordering::Relaxed);
    time.advance(Duration::from_secs(600));
    tokio::task::yield_now().await;
    assert_eq!((made > 0, count.load(Ordering::Relaxed)), (true, made));
}

#[tokio::test]
async fn a_probe_that_does_not_end_is_held_to_the_limit() {
    let time = ManualClock::new();
    let (mut wait, _) = waiting(&time, vec![]);
    let slow = time.clock();
    wait.probe = Box::new(move |_| {
        let slow = slow.clone();
        Box::pin(async move {
            slow.pause(Duration::from_secs(75)).await;
            Ok("running")
        })
    });
    let error = wait.limit(Duration::from_secs(60)).await.unwrap_err();
    assert_eq!(error.kind(), Kind::WaitLimit);
    assert!(format!("{error:?}").contains("no whole answer within 60s"), "{error:?}");
}

#[tokio::test]
async fn running_is_not_reachable_and_the_limit_says_what_the_last_try_met() {
    let listener = tokio::net::TcpListener::bind("127.0.0.1:0").await.unwrap();
    let open = listener.local_addr().unwrap().port();
    // Bound and not listening: refused, and nobody else gets the port.
    let socket = tokio::net::TcpSocket::new_v4().unwrap();
    socket.bind("127.0.0.1:0".parse().unwrap()).unwrap();
    let closed = socket.local_addr().unwrap().port();
    for (address, met) in [
        (Some(("127.0.0.1", open)), None),
        (Some(("127.0.0.1", closed)), Some(format!("; 127.0.0.1:{closed}: connection refused"))),
        (
            Some(("no..such..name", 15692)),
            Some("; no..such..name:15692: name not found".to_owned()),
        ),
        (None, Some("; it shows no address yet".to_owned())),
    ] {
        let (wait, _) = waiting(&ManualClock::new(), vec![Ok("running")]);
        let address = address.map(|(host, port)| (host.to_owned(), port));
        let wait = wait.reachable(move |_| address.clone()).limit(Duration::from_secs(3));
        match (wait.await, met) {
            (Ok(state), None) => assert_eq!(state, "running"),
            (Err(error), Some(met)) => {
                assert_eq!(error.kind(), Kind::WaitLimit);
                assert!(error.to_string().contains(&met), "{error}");
            }
            (outcome, met) => panic!("{outcome:?}, not {met:?}"),
        }
    }
}

#[tokio::test]
async fn progress_is_what_changed_and_when() {
    let time = ManualClock::new();
    let probes = vec![Ok("queued"), Ok("queued"), Err(transient()), Ok("starting"), Ok("running")];
    let (wait, _) = waiting(&time, probes);
    let seen = Arc::new(Mutex::new(Vec::new()));
    let told = Arc::clone(&seen);
    let wait = wait.on_progress(move |seen| {
        told.lock().unwrap().push((*seen, seen.elapsed().as_millis()));
    });
    wait.await.unwrap();
    // Probes at 0, 2, 5, 9.5 and 16.25 s.
    let expected = [("queued", 0), ("starting", 9_500), ("running", 16_250)];
    assert_eq!(*seen.lock().unwrap(), expected);
}
