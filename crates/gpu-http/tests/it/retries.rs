//! Which statuses are tried again, how long the pauses are, and that the deadline holds.

use gpu_http::{Kind, ManualClock, RetryPolicy};

use crate::server::{Server, answer, change, http, http_with, read, settings};

#[tokio::test]
async fn reads_are_tried_again_on_passing_statuses_changes_on_429_only_creates_never() {
    for (status, reads, changes) in [
        ("408 Request Timeout", 4, 1),
        ("429 Too Many Requests", 4, 4),
        ("500 Internal Server Error", 4, 1),
        ("502 Bad Gateway", 4, 1),
        ("503 Service Unavailable", 4, 1),
        ("504 Gateway Timeout", 4, 1),
        ("307 Temporary Redirect", 1, 1),
        ("400 Bad Request", 1, 1),
        ("401 Unauthorized", 1, 1),
        ("404 Not Found", 1, 1),
        ("501 Not Implemented", 1, 1),
    ] {
        for (call, expected) in
            [(read(), reads), (change(), changes), (change().not_idempotent(), 1)]
        {
            let server = Server::start(vec![answer(status, "", "<html>")]).await;
            let error = http(&server.url(), &ManualClock::new()).perform(call).await.unwrap_err();
            assert_eq!(
                (server.requests(), error.attempts()),
                (expected, expected as u32),
                "{status}"
            );
            assert_eq!(error.kind(), Kind::Status);
            assert_eq!(error.body(), Some("<html>"));
        }
    }
}

#[tokio::test]
async fn a_read_that_recovers_is_a_success() {
    let script = vec![
        answer("503 x", "", ""),
        answer("429 x", "retry-after: 7\r\n", ""),
        answer("200 OK", "", "{}"),
    ];
    let server = Server::start(script).await;
    let time = ManualClock::new();
    let answer = http(&server.url(), &time).perform(read()).await.unwrap();
    assert_eq!((answer.status(), server.requests()), (200, 3));
    // 250 ms of our own, then the 7 s that the server asked for.
    assert_eq!(time.elapsed().as_millis(), 7250);
}

#[tokio::test]
async fn a_wait_beyond_the_deadline_is_not_begun() {
    for asked in ["61", "99999999999999999999", "Thu, 01 Jan 2099 00:00:00 GMT"] {
        let header = format!("retry-after: {asked}\r\n");
        let server = Server::start(vec![answer("429 x", &header, "slow down")]).await;
        let time = ManualClock::new();
        let error = http(&server.url(), &time).perform(read()).await.unwrap_err();
        assert!(error.is_rate_limited() && error.retry_after().is_some());
        assert_eq!((server.requests(), time.elapsed().as_secs()), (1, 0), "{asked}");
    }
}

#[tokio::test]
async fn one_attempt_means_one() {
    let server = Server::start(vec![answer("503 x", "", "")]).await;
    let once = settings(&ManualClock::new()).retry(RetryPolicy::never());
    http_with(&server.url(), once).perform(read()).await.unwrap_err();
    assert_eq!(server.requests(), 1);
}
