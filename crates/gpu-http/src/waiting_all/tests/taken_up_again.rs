//! A wait that is dropped half way and taken up again.

use super::*;

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
async fn beside_a_ticker(waiting: &mut WaitingAll<Fake>, tick: Duration) -> (usize, Duration) {
    let started = tokio::time::Instant::now();
    let mut ticks = 0;
    while tokio::time::timeout(tick, waiting.next()).await.is_err() {
        ticks += 1;
    }
    (ticks, started.elapsed())
}

#[tokio::test(start_paused = true)]
async fn who_comes_again_finds_a_pause_where_it_was() {
    let accounts = vec![of(&[("a", "queued")]), of(&[("a", "running")])];
    let (mut waiting, _) = waiting(&ManualClock::new(), &["a"], accounts);
    waiting.pace.clock = Clock::from_source(Arc::new(TokioTime(tokio::time::Instant::now())));
    let (ticks, elapsed) = beside_a_ticker(&mut waiting, Duration::from_millis(300)).await;
    // Probes at 0 and 2 s, whoever stops in between.
    assert_eq!((ticks, elapsed), (6, Duration::from_secs(2)));
}

#[tokio::test(start_paused = true)]
async fn who_comes_again_finds_a_request_under_way() {
    for keys in [&["a"][..], &["a", "b"]] {
        let (mut waiting, _) = waiting(&ManualClock::new(), keys, vec![of(&[])]);
        waiting.pace.clock = Clock::from_source(Arc::new(TokioTime(tokio::time::Instant::now())));
        let slow = || tokio::time::sleep(Duration::from_secs(5));
        let running = of(&[("a", "running"), ("b", "running")]);
        let listed = running.clone();
        waiting.sources.listing = Box::new(move |_| {
            let listed = listed.clone();
            PageReader::new(Paging::Numbered, true, move |at| {
                let page = listed.list(at.number);
                Box::pin(async move {
                    slow().await;
                    page
                })
            })
        });
        waiting.sources.single = Box::new(move |key, _| {
            let found = running.single(&key);
            Box::pin(async move {
                slow().await;
                found
            })
        });
        let (ticks, elapsed) = beside_a_ticker(&mut waiting, Duration::from_millis(300)).await;
        assert_eq!((ticks, elapsed), (16, Duration::from_secs(5)));
    }
}
