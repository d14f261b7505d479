use std::sync::Arc;
use std::sync::atomic::{AtomicU32, Ordering};

use super::*;
use crate::{Delivery, Kind, ManualClock};

type Probes = Vec<Result<&'static str, Error>>;

fn transient() -> Error {
    Error::new(Kind::Interrupted, Delivery::MaybeSent, "")
}

/// Waits for "running" over the given probes; the last one repeats for ever.
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
async fn it_tolerates_transient_errors() {
    let time = ManualClock::new();
    let probes = vec![Ok("queued"), Err(transient()), Err(transient()), Ok("running")];
    let (wait, count) = waiting(&time, probes);
    assert_eq!(wait.await.unwrap(), "running");
    assert_eq!(count.load(Ordering::Relaxed), 4);
    // 2 s, 3 s, 4.5 s
    assert_eq!(time.elapsed(), Duration::from_millis(9500));
}

#[tokio::test]
async fn the_limit_holds_exactly_and_tells_the_last_state_and_the_id() {
    let time = ManualClock::new();
    let (wait, _) = waiting(&time, vec![Ok("queued"), Err(transient())]);
    let error = wait.limit(Duration::from_secs(4)).await.unwrap_err();
    assert_eq!(error.kind(), Kind::WaitLimit);
    assert_eq!((error.last_state(), error.id()), (Some("queued"), Some("ins-1")));
    assert_eq!(time.elapsed(), Duration::from_secs(4));
    assert!(std::error::Error::source(&error).is_some());
}

#[tokio::test]
async fn a_terminal_state_ends_it_at_once() {
    let time = ManualClock::new();
    let (wait, count) = waiting(&time, vec![Ok("failed")]);
    let error = wait.await.unwrap_err();
    assert_eq!((error.kind(), error.last_state()), (Kind::WaitEnded, Some("failed")));
    assert_eq!((count.load(Ordering::Relaxed), time.elapsed()), (1, Duration::ZERO));
}

#[tokio::test]
async fn the_states_are_a_stream_that_ends_with_the_goal() {
    let time = ManualClock::new();
    let (wait, _) = waiting(&time, vec![Ok("queued"), Ok("starting"), Ok("running")]);
    assert_eq!(wait.states().collect().await.unwrap(), ["queued", "starting", "running"]);
}

#[tokio::test]
async fn dropping_it_stops_the_polling() {
    let time = ManualClock::new();
    let (wait, count) = waiting(&time, vec![Ok("queued")]);
    let mut states = wait.states();
    for _ in 0..3 {
        states.next().await.unwrap().unwrap();
    }
    drop(states);
    time.advance(Duration::from_secs(600));
    tokio::task::yield_now().await;
    assert_eq!(count.load(Ordering::Relaxed), 3);
}

#[tokio::test]
async fn a_refusal_must_come_three_times_to_be_believed() {
    let refused = || Err(Error::new(Kind::Vendor, Delivery::Answered, ""));
    let time = ManualClock::new();
    let probes = vec![refused(), refused(), Ok("queued"), refused(), Ok("running")];
    assert_eq!(waiting(&time, probes).0.await.unwrap(), "running");

    let (wait, count) = waiting(&time, vec![refused(), refused(), refused(), Ok("running")]);
    let error = wait.await.unwrap_err();
    assert_eq!((error.kind(), error.id()), (Kind::Vendor, Some("ins-1")));
    assert_eq!(count.load(Ordering::Relaxed), 3);
}

#[tokio::test]
async fn a_probe_that_does_not_end_is_held_to_the_limit() {
    let time = ManualClock::new();
    let (mut wait, _) = waiting(&time, vec![]);
    let slow = time.clone();
    wait.probe = Box::new(move |_| {
        let slow = slow.clone();
        Box::pin(async move {
            loop {
                slow.advance(Duration::from_secs(25));
                tokio::task::yield_now().await;
            }
        })
    });
    let error = wait.limit(Duration::from_secs(60)).await.unwrap_err();
    assert_eq!(error.kind(), Kind::WaitLimit);
    assert!(format!("{error:?}").contains("no whole answer within 60s"), "{error:?}");
}

#[tokio::test]
async fn running_is_not_reachable() {
    let listener = tokio::net::TcpListener::bind("127.0.0.1:0").await.unwrap();
    let open = listener.local_addr().unwrap().port();
    // Bound and not listening: refused, and nobody else gets the port.
    let socket = tokio::net::TcpSocket::new_v4().unwrap();
    socket.bind("127.0.0.1:0".parse().unwrap()).unwrap();
    let closed = socket.local_addr().unwrap().port();
    for (port, reached) in [(Some(open), true), (Some(closed), false), (None, false)] {
        let time = ManualClock::new();
        let (wait, _) = waiting(&time, vec![Ok("running")]);
        let wait = wait
            .reachable(move |_| Some(("127.0.0.1".to_owned(), port?)))
            .limit(Duration::from_secs(3));
        let outcome = wait.await.map_err(|error| error.kind());
        let expected = if reached { Ok("running") } else { Err(Kind::WaitLimit) };
        assert_eq!(outcome, expected, "{port:?}");
    }
}

#[tokio::test]
async fn the_limit_says_what_the_last_try_to_reach_the_machine_met() {
    for (host, met) in [
        (Some("no..such..name"), "; no..such..name:15692: name not found"),
        (None, "; it shows no address yet"),
    ] {
        let time = ManualClock::new();
        let (wait, _) = waiting(&time, vec![Ok("running")]);
        let wait =
            wait.reachable(move |_| Some((host?.to_owned(), 15692))).limit(Duration::from_secs(3));
        let error = wait.await.unwrap_err().to_string();
        assert!(error.contains(met), "{error}");
    }
}

#[tokio::test]
async fn progress_is_what_changed_and_when() {
    let time = ManualClock::new();
    let probes = vec![Ok("queued"), Ok("queued"), Err(transient()), Ok("starting"), Ok("running")];
    let (wait, _) = waiting(&time, probes);
    let seen = Arc::new(std::sync::Mutex::new(Vec::new()));
    let told = Arc::clone(&seen);
    wait.on_progress(move |seen| {
        let millis = seen.elapsed().as_millis();
        told.lock().unwrap().push((seen.to_owned(), millis));
    })
    .await
    .unwrap();
    let told = seen.lock().unwrap();
    // Probes at 0, 2, 5, 9.5 and 16.25 s.
    assert_eq!(
        *told,
        [("queued".to_owned(), 0), ("starting".to_owned(), 9_500), ("running".to_owned(), 16_250)]
    );
}
