//! A refresh of the token that does not come to its end.

use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::Duration;

use ac_openapi_client::*;
use gpu_http::{BoxFuture, TimeSource};
use wiremock::MockServer;

use crate::support::*;
use crate::tokens::{NEXT, connected_for_an_hour, stalled};

#[tokio::test]
async fn a_caller_whose_time_is_over_is_told_so_while_the_refresh_goes_on() {
    let time = ManualClock::new();
    let (server, client) = connected_for_an_hour(&time, stalled()).await;
    time.advance(Duration::from_secs(3700));
    let limit = Duration::from_secs(5);
    let getting = tokio::spawn(client.get_instance(id(ID)).timeout(limit).into_future());
    have_come(2, &server, "POST", TOKENS).await;
    time.advance(limit);
    let error = getting.await.unwrap().unwrap_err();
    assert_eq!((error.kind(), error.delivery()), (Kind::Timeout, Delivery::NotSent));
}

/// A clock that finds no thread for the first work that is to run apart.
struct NoThread(ManualClock, AtomicBool);

impl TimeSource for NoThread {
    fn monotonic(&self) -> Duration {
        self.0.monotonic()
    }
    fn wall(&self) -> Timestamp {
        self.0.wall()
    }
    fn pause(&self, duration: Duration) -> BoxFuture<'static, ()> {
        self.0.pause(duration)
    }
    fn limit(&self, duration: Duration) -> BoxFuture<'static, ()> {
        TimeSource::limit(&self.0, duration)
    }
    fn run_apart(&self, work: BoxFuture<'static, ()>) {
        if self.1.swap(true, Ordering::Relaxed) {
            self.0.run_apart(work);
        }
    }
}

#[tokio::test]
async fn a_refresh_that_could_not_be_begun_is_begun_again_by_the_next_call() {
    let time = ManualClock::new();
    let server = MockServer::start().await;
    let new = token_until("new", 7200);
    on(&server, "POST", NEXT, success(&format!("{new:?}"))).await;
    on(&server, "GET", TASK, success("[]")).await;
    let clock = Clock::from_source(Arc::new(NoThread(time.clone(), AtomicBool::new(false))));
    let builder = Client::builder(token_until("old", 3600), server.uri());
    let renewed = builder.renew_with(platform(&server, &time));
    let client = renewed.settings(Settings::new().clock(clock)).build().unwrap();
    time.advance(Duration::from_secs(3700));
    let error = client.delete_instances(id(ID)).await.unwrap_err();
    assert_eq!((error.kind(), error.delivery()), (Kind::Interrupted, Delivery::NotSent));
    client.list_instances().await.unwrap();
}
