use std::sync::Arc;

use super::*;
use crate::{ManualClock, TimeSource};

type Machine = (&'static str, &'static str);
type Lists = Vec<Result<Vec<Machine>, Error>>;

fn waiting(time: &ManualClock, keys: &[&str], lists: Lists) -> WaitingAll<Machine> {
    let mut lists = lists.into_iter();
    let condition = Condition::new("running", |machine: &Machine| match machine.1 {
        "running" => Verdict::Met,
        "failed" => Verdict::Never("failed is final".into()),
        _ => Verdict::NotYet,
    });
    WaitingAll::new(
        time.clock(),
        condition,
        keys.iter().map(|key| (*key).to_owned()),
        move |_| {
            let list = lists.next().unwrap_or_else(|| Ok(Vec::new()));
            Box::pin(async move { list })
        },
        |machine| machine.0.to_owned(),
        |machine| machine.1.to_owned(),
        Error::with_key,
    )
}

#[tokio::test]
async fn each_machine_settles_once_and_as_soon_as_it_can() {
    let time = ManualClock::new();
    let lists = vec![
        Ok(vec![
            ("a", "queued"),
            ("b", "running"),
            ("other", "running"),
        ]),
        Err(Error::new(Kind::Interrupted, Delivery::MaybeSent, "")),
        Ok(vec![("a", "failed"), ("b", "queued")]),
        Ok(vec![("a", "running"), ("c", "running")]),
    ];
    let all = waiting(&time, &["a", "b", "c", "b"], lists).await;
    let told: Vec<_> = all
        .iter()
        .map(|one| (one.key.as_str(), one.result.is_ok()))
        .collect();
    assert_eq!(told, [("b", true), ("a", false), ("c", true)]);
    let error = all[1].result.as_ref().unwrap_err();
    assert_eq!((error.kind(), error.key()), (Kind::WaitEnded, Some("a")));
}

#[tokio::test]
async fn a_machine_that_is_not_listed_waits_for_the_limit() {
    let time = ManualClock::new();
    let all = waiting(&time, &["ghost"], vec![])
        .limit(Duration::from_secs(60))
        .await;
    let error = all[0].result.as_ref().unwrap_err();
    assert_eq!((error.kind(), error.last_state()), (Kind::WaitLimit, None));
    assert_eq!(time.elapsed(), Duration::from_secs(60));
}

#[tokio::test]
async fn a_listing_of_endless_pages_ends_with_the_limit() {
    let time = ManualClock::new();
    let mut waiting = waiting(&time, &["a"], vec![]).limit(Duration::from_secs(60));
    let slow = time.clone();
    waiting.list = Box::new(move |_| {
        let slow = slow.clone();
        Box::pin(async move {
            loop {
                slow.advance(Duration::from_secs(25));
                tokio::task::yield_now().await;
            }
        })
    });
    let all = waiting.await;
    let error = all[0].result.as_ref().unwrap_err();
    assert_eq!(error.kind(), Kind::WaitLimit);
    assert!(
        format!("{error:?}").contains("no whole list within 60s"),
        "{error:?}"
    );
    assert_eq!(time.elapsed(), Duration::from_secs(75));
}

#[tokio::test]
async fn refused_credentials_settle_all_at_once_with_all_that_is_known() {
    let time = ManualClock::new();
    let refused = Error::new(Kind::Status, Delivery::Answered, "").with_status(401);
    let all = waiting(&time, &["a", "b"], vec![Err(refused)]).await;
    assert_eq!((all.len(), time.elapsed()), (2, Duration::ZERO));
    for settled in all {
        let error = settled.result.unwrap_err();
        assert!(error.is_auth());
        assert_eq!(
            (error.status(), error.key()),
            (Some(401), Some(settled.key.as_str()))
        );
    }
}

/// Tokio's time, which stands still in a test and jumps to the next timer.
struct TokioTime(tokio::time::Instant);

impl TimeSource for TokioTime {
    fn monotonic(&self) -> Duration {
        self.0.elapsed()
    }

    fn wall(&self) -> gpu_common::Timestamp {
        gpu_common::Timestamp::now()
    }

    fn pause(&self, duration: Duration) -> BoxFuture<'static, ()> {
        Box::pin(tokio::time::sleep(duration))
    }

    fn limit(&self, duration: Duration) -> BoxFuture<'static, ()> {
        Box::pin(tokio::time::sleep(duration))
    }
}

/// Waits as a loop does that selects between the wait and a ticker; gives back how often the
/// ticker came first, and the time that all took.
async fn beside_a_ticker(waiting: &mut WaitingAll<Machine>, tick: Duration) -> (usize, Duration) {
    let started = tokio::time::Instant::now();
    let mut ticks = 0;
    while tokio::time::timeout(tick, waiting.next()).await.is_err() {
        ticks += 1;
    }
    (ticks, started.elapsed())
}

#[tokio::test(start_paused = true)]
async fn who_comes_again_finds_a_pause_where_it_was() {
    let lists = vec![Ok(vec![("a", "queued")]), Ok(vec![("a", "running")])];
    let mut waiting = waiting(&ManualClock::new(), &["a"], lists);
    waiting.pace.clock = Clock::from_source(Arc::new(TokioTime(tokio::time::Instant::now())));
    let (ticks, elapsed) = beside_a_ticker(&mut waiting, Duration::from_millis(300)).await;
    // Looks at 0 and 2 s, whoever stops in between.
    assert_eq!((ticks, elapsed), (6, Duration::from_secs(2)));
}

#[tokio::test(start_paused = true)]
async fn who_comes_again_finds_a_listing_under_way() {
    let mut waiting = waiting(&ManualClock::new(), &["a"], vec![]);
    waiting.pace.clock = Clock::from_source(Arc::new(TokioTime(tokio::time::Instant::now())));
    waiting.list = Box::new(|_| {
        Box::pin(async {
            tokio::time::sleep(Duration::from_secs(5)).await;
            Ok(vec![("a", "running")])
        })
    });
    let (ticks, elapsed) = beside_a_ticker(&mut waiting, Duration::from_millis(300)).await;
    assert_eq!((ticks, elapsed), (16, Duration::from_secs(5)));
}
