//! Tokens in use: refreshed early, one refresh at a time, replaced once when refused.

use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::Duration;

use ac_openapi_client::*;
use gpu_http::{BoxFuture, TimeSource};
use wiremock::matchers::{header, method, path};
use wiremock::{Mock, MockServer, Request, ResponseTemplate};

use crate::support::*;

const NEXT: &str = "/ac/openapi/v2/tokens/next";

/// A connected client; the n-th token call answers the n-th token, the last one again and again.
async fn connected(time: &ManualClock, tokens: &[String]) -> (MockServer, Client) {
    let server = MockServer::start().await;
    let (last, first) = tokens.split_last().unwrap();
    for token in first {
        once(&server, "POST", TOKENS, tokens_with(token)).await;
    }
    on(&server, "POST", TOKENS, tokens_with(last)).await;
    on(&server, "GET", CENTER, center_with(&format!("{}/ai", server.uri()))).await;
    let access = Access::new(platform(&server, time), credentials());
    let client = access.connect().await.unwrap();
    (server, client)
}

async fn tokens_of(server: &MockServer, verb: &str, at: &str) -> Vec<String> {
    let requests = came(server, verb, at).await;
    requests.iter().map(|request| request.headers["token"].to_str().unwrap().to_owned()).collect()
}

#[tokio::test]
async fn a_token_is_replaced_before_it_expires() {
    let time = ManualClock::new();
    let (old, new) = (token_until("old", 3600), token_until("new", 7200));
    let (server, client) = connected(&time, &[old.clone(), new.clone()]).await;
    on(&server, "GET", TASK, success("[]")).await;
    client.list_instances().await.unwrap();
    time.advance(Duration::from_secs(3600 - 301));
    client.list_instances().await.unwrap();
    time.advance(Duration::from_secs(2));
    client.list_instances().await.unwrap();
    assert_eq!(tokens_of(&server, "GET", TASK).await, [old.clone(), old, new]);
    assert_eq!(came(&server, "POST", TOKENS).await.len(), 2);
}

#[tokio::test]
async fn many_calls_together_refresh_once() {
    let time = ManualClock::new();
    let tokens = [token_until("old", 3600), token_until("new", 7200)];
    let (server, client) = connected(&time, &tokens).await;
    on(&server, "GET", TASK, success("[]")).await;
    time.advance(Duration::from_secs(3500));
    let calls: Vec<_> =
        (0..16).map(|_| tokio::spawn(client.list_instances().into_future())).collect();
    for call in calls {
        call.await.unwrap().unwrap();
    }
    assert_eq!(came(&server, "POST", TOKENS).await.len(), 2);
}

/// A client whose token expires after an hour; all further token calls are answered like this.
async fn connected_for_an_hour(
    time: &ManualClock,
    later: impl wiremock::Respond + 'static,
) -> (MockServer, Client) {
    let server = MockServer::start().await;
    let first = tokens_with(&token_until("old", 3600));
    once(&server, "POST", TOKENS, first).await;
    let tokens = Mock::given(method("POST")).and(path(TOKENS));
    tokens.respond_with(later).mount(&server).await;
    on(&server, "GET", CENTER, center_with(&server.uri())).await;
    on(&server, "GET", TASK, success("[]")).await;
    let access = Access::new(platform(&server, time), credentials());
    (server, access.connect().await.unwrap())
}

#[tokio::test]
async fn a_failed_early_refresh_costs_nothing_while_the_token_is_good() {
    let time = ManualClock::new();
    let (server, client) = connected_for_an_hour(&time, refusal("10001")).await;
    time.advance(Duration::from_secs(3400));
    client.list_instances().await.unwrap();
    time.advance(Duration::from_secs(29));
    client.list_instances().await.unwrap();
    assert_eq!(came(&server, "POST", TOKENS).await.len(), 2, "not asked again at once");
    time.advance(Duration::from_secs(271));
    let error = client.list_instances().await.unwrap_err();
    assert!(!error.may_have_been_sent(), "{error}");
    assert!(std::error::Error::source(&error).is_some());
    assert_eq!(came(&server, "GET", TASK).await.len(), 2);
}

fn stalled() -> ResponseTemplate {
    success("null").set_delay(Duration::from_secs(3600))
}

#[tokio::test]
async fn a_token_host_that_stalls_costs_one_caller_a_moment_while_the_token_is_good() {
    let time = ManualClock::new();
    let (server, client) = connected_for_an_hour(&time, stalled()).await;
    time.advance(Duration::from_secs(3400));
    let asking = tokio::spawn(client.list_instances().into_future());
    have_come(2, &server, "POST", TOKENS).await;
    // Nobody waits behind the one that asks.
    client.list_instances().await.unwrap();
    time.advance(Duration::from_secs(10));
    asking.await.unwrap().unwrap();
    // Asking goes on apart from them, and is not begun again.
    time.advance(Duration::from_secs(15));
    client.list_instances().await.unwrap();
    assert_eq!(came(&server, "POST", TOKENS).await.len(), 2);
}

#[tokio::test]
async fn a_new_token_is_waited_for_no_longer_than_the_call_may_take() {
    let time = ManualClock::new();
    let (server, client) = connected_for_an_hour(&time, stalled()).await;
    time.advance(Duration::from_secs(3700));
    let limit = Duration::from_secs(5);
    let waiting = client.wait_until(id(ID), Until::running()).limit(limit);
    let waiting = tokio::spawn(waiting.into_future());
    have_come(2, &server, "POST", TOKENS).await;
    time.advance(limit);
    let error = waiting.await.unwrap().unwrap_err();
    assert_eq!((error.kind(), error.id()), (Kind::WaitLimit, Some(ID)));
}

#[tokio::test]
async fn a_token_that_takes_its_time_does_not_cost_a_lost_create_its_look() {
    let time = ManualClock::new();
    let clock = time.clone();
    let slow = move |_: &Request| {
        clock.advance(Duration::from_secs(20));
        tokens_with(&token_until("new", 7200))
    };
    let (server, client) = connected_for_an_hour(&time, slow).await;
    let never = success("null").set_delay(Duration::from_secs(3600));
    on(&server, "POST", TASK, never).await;
    time.advance(Duration::from_secs(3700));
    let creating = tokio::spawn(create_sample(&client).into_future());
    have_come(1, &server, "POST", TASK).await;
    time.expire_limits();
    assert_eq!(time.elapsed(), Duration::from_secs(3740));
    let error = creating.await.unwrap().unwrap_err();
    assert!(error.to_string().contains("did not find it"));
    assert!(!came(&server, "GET", TASK).await.is_empty());
}

#[tokio::test]
async fn a_create_that_waited_for_a_token_in_vain_was_not_sent_and_is_told_so() {
    let time = ManualClock::new();
    let (server, client) = connected_for_an_hour(&time, ResponseTemplate::new(429)).await;
    time.advance(Duration::from_secs(3700));
    let error = create_sample(&client).await.unwrap_err();
    assert!(error.is_rate_limited() && !error.may_have_taken_effect());
    assert_eq!((error.kind(), error.delivery()), (Kind::Status, Delivery::NotSent));
    assert!(error.key().is_some());
    assert!(came(&server, "POST", TASK).await.is_empty());
    assert!(came(&server, "GET", TASK).await.is_empty());
}

/// All that a token that is no good is answered with.
fn refusals() -> [ResponseTemplate; 3] {
    [refusal("10008"), refusal("1001"), ResponseTemplate::new(401)]
}

#[tokio::test]
async fn a_refused_token_is_replaced_and_a_look_repeated_once() {
    for refusal in refusals() {
        let time = ManualClock::new();
        let (server, client) = connected(&time, &["first".into(), "second".into()]).await;
        once(&server, "GET", TASK, refusal).await;
        on(&server, "GET", TASK, success("[]")).await;
        client.list_instances().await.unwrap();
        assert_eq!(tokens_of(&server, "GET", TASK).await, ["first", "second"]);
    }
}

#[tokio::test]
async fn many_calls_refused_together_replace_the_token_once() {
    let time = ManualClock::new();
    let (server, client) = connected(&time, &["first".into(), "second".into()]).await;
    let list = |token: &str, answer| {
        let mock = Mock::given(path(TASK)).and(header("token", token));
        mock.respond_with(answer).mount(&server)
    };
    list("first", refusal("10008")).await;
    list("second", success("[]")).await;
    let calls: Vec<_> =
        (0..8).map(|_| tokio::spawn(client.list_instances().into_future())).collect();
    for call in calls {
        call.await.unwrap().unwrap();
    }
    assert_eq!(came(&server, "POST", TOKENS).await.len(), 2);
}

#[tokio::test]
async fn a_search_by_post_is_a_look() {
    let time = ManualClock::new();
    let (server, client) = connected(&time, &["first".into(), "second".into()]).await;
    let images = "/ai/openapi/v2/image/images";
    once(&server, "POST", images, refusal("10008")).await;
    on(&server, "POST", images, ok(fixture!("images.response"))).await;
    client.list_images(ImageAccess::Public).await.unwrap();
    assert_eq!(tokens_of(&server, "POST", images).await, ["first", "second"]);
}

#[tokio::test]
async fn a_look_is_repeated_once_at_most_and_another_refusal_replaces_no_token() {
    for (code, asked) in [("10008", 2), ("10009", 1)] {
        let time = ManualClock::new();
        let (server, client) = connected(&time, &["first".into(), "second".into()]).await;
        on(&server, "GET", TASK, refusal(code)).await;
        let error = client.list_instances().await.unwrap_err();
        assert!(error.is_auth() || asked == 1, "{error}");
        assert_eq!(came(&server, "GET", TASK).await.len(), asked);
        assert_eq!(came(&server, "POST", TOKENS).await.len(), asked);
    }
}

#[tokio::test]
async fn a_change_is_never_repeated_but_the_next_call_has_the_new_token() {
    for refusal in refusals() {
        let time = ManualClock::new();
        let (server, client) = connected(&time, &["first".into(), "second".into()]).await;
        once(&server, "POST", TASK, refusal).await;
        on(&server, "POST", TASK, success(&format!("\"{ID}\""))).await;
        let error = create_sample(&client).await.unwrap_err();
        assert!(error.is_auth() && !error.may_have_taken_effect());
        assert_eq!(tokens_of(&server, "POST", TASK).await, ["first"]);
        assert_eq!(create_sample(&client).await.unwrap().id, id(ID));
        assert_eq!(tokens_of(&server, "POST", TASK).await, ["first", "second"]);
    }
}

#[tokio::test]
async fn a_given_token_is_used_as_it_is() {
    let time = ManualClock::new();
    let server = MockServer::start().await;
    on(&server, "GET", TASK, refusal("10008")).await;
    let expired = token_until("old", -60);
    let builder =
        Client::builder(expired, server.uri()).settings(Settings::new().clock(time.clock()));
    let error = builder.build().unwrap().list_instances().await.unwrap_err();
    assert!(error.is_auth());
    assert_eq!(server.received_requests().await.unwrap().len(), 1);
}

#[tokio::test]
async fn a_given_token_can_be_renewed_by_the_platform() {
    let time = ManualClock::new();
    let server = MockServer::start().await;
    let (old, new) = (token_until("old", 3600), token_until("new", 7200));
    on(&server, "POST", NEXT, success(&format!("{new:?}"))).await;
    on(&server, "GET", TASK, success("[]")).await;
    let builder =
        Client::builder(old.as_str(), server.uri()).settings(Settings::new().clock(time.clock()));
    let client = builder.renew_with(platform(&server, &time)).build().unwrap();
    client.list_instances().await.unwrap();
    time.advance(Duration::from_secs(3400));
    client.list_instances().await.unwrap();
    assert_eq!(tokens_of(&server, "GET", TASK).await, [old.clone(), new]);
    assert_eq!(tokens_of(&server, "POST", NEXT).await, [old]);
}

/// A client with a token for an hour that the platform renews like this.
async fn renewed_by(
    time: &ManualClock,
    next: impl wiremock::Respond + 'static,
) -> (MockServer, Client) {
    let server = MockServer::start().await;
    let renewing = Mock::given(method("POST")).and(path(NEXT));
    renewing.respond_with(next).mount(&server).await;
    on(&server, "GET", TASK, success("[]")).await;
    let builder = Client::builder(token_until("old", 3600), server.uri())
        .settings(Settings::new().clock(time.clock()));
    let client = builder.renew_with(platform(&server, time)).build().unwrap();
    time.advance(Duration::from_secs(3700));
    (server, client)
}

/// Answers once this is let go.
fn held(body: String) -> (std::sync::mpsc::Sender<()>, impl wiremock::Respond) {
    let (let_go, waits) = std::sync::mpsc::channel();
    let waits = std::sync::Mutex::new(waits);
    let respond = move |_: &Request| {
        let _ = waits.lock().unwrap().recv();
        success(&body)
    };
    (let_go, respond)
}

/// Polls a future once.
async fn begin<F: Future + Unpin>(future: &mut F) {
    tokio::select! {
        biased;
        _ = future => panic!("not yet"),
        () = std::future::ready(()) => {}
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_call_that_nobody_polls_any_more_stops_no_other() {
    let time = ManualClock::new();
    let next = success(&format!("{:?}", token_until("new", 7200)));
    let (server, client) = renewed_by(&time, next).await;
    let mut paused = client.list_instances().into_future();
    begin(&mut paused).await;
    have_come(1, &server, "POST", NEXT).await;
    client.list_instances().await.unwrap();
    client.delete_instances(id(ID)).await.ok();
    assert_eq!(came(&server, "POST", NEXT).await.len(), 1);
    paused.await.unwrap();
}

#[tokio::test(flavor = "multi_thread")]
async fn a_new_token_is_kept_though_the_caller_has_given_up() {
    let time = ManualClock::new();
    let new = token_until("new", 7200);
    let (let_go, next) = held(format!("{new:?}"));
    let (server, client) = renewed_by(&time, next).await;
    let mut given_up = client.list_instances().into_future();
    begin(&mut given_up).await;
    drop(given_up);
    let_go.send(()).unwrap();
    client.list_instances().await.unwrap();
    assert_eq!(tokens_of(&server, "GET", TASK).await, [new]);
    assert_eq!(came(&server, "POST", NEXT).await.len(), 1);
}

#[tokio::test]
async fn a_runtime_that_ends_while_it_waits_for_a_token_stops_no_other() {
    let time = ManualClock::new();
    let new = token_until("new", 7200);
    let (let_go, next) = held(format!("{new:?}"));
    let (server, client) = renewed_by(&time, next).await;
    let other = client.clone();
    let thread = std::thread::spawn(move || {
        let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build().unwrap();
        runtime.block_on(begin(&mut other.list_instances().into_future()));
    });
    thread.join().unwrap();
    let_go.send(()).unwrap();
    client.list_instances().await.unwrap();
    assert_eq!(came(&server, "POST", NEXT).await.len(), 1);
}

#[tokio::test]
async fn white_space_and_quotes_around_a_new_token_are_no_part_of_it() {
    let new = token_until("new", 7200);
    for odd in [format!(" {new}\n"), format!("\"{new}\"")] {
        let time = ManualClock::new();
        let (server, client) = renewed_by(&time, success(&format!("{odd:?}"))).await;
        client.list_instances().await.unwrap();
        assert_eq!(tokens_of(&server, "GET", TASK).await, [new.as_str()]);
    }
}

#[tokio::test]
async fn a_new_token_that_cannot_be_sent_does_not_replace_the_old() {
    // Claims of `{"user":"bob"}`.
    let another_user_s = r#""e30.eyJ1c2VyIjoiYm9iIn0.fake-signature""#;
    for answer in [r#""""#, r#""to\u0000k""#, r#""tok\nen""#, r#""令牌""#, another_user_s] {
        let time = ManualClock::new();
        let (server, client) = renewed_by(&time, success(answer)).await;
        let error = client.get_instance(id(ID)).await.unwrap_err();
        assert!(!error.may_have_been_sent(), "{error}");
        assert_eq!(error.id(), Some(ID));
        // The next time is another chance.
        server.reset().await;
        let new = token_until("new", 7200);
        on(&server, "POST", NEXT, success(&format!("{new:?}"))).await;
        on(&server, "GET", TASK, success("[]")).await;
        time.advance(Duration::from_secs(1));
        client.list_instances().await.unwrap();
        assert_eq!(tokens_of(&server, "GET", TASK).await, [new]);
    }
}

#[tokio::test]
async fn a_refresh_that_fails_fails_for_all_who_wait_and_is_not_repeated_for_each() {
    let time = ManualClock::new();
    let (server, client) = renewed_by(&time, refusal("10009")).await;
    let calls: Vec<_> =
        (0..100).map(|_| tokio::spawn(client.get_instance(id(ID)).into_future())).collect();
    for call in calls {
        let error = call.await.unwrap().unwrap_err();
        assert_eq!((error.delivery(), error.id()), (Delivery::NotSent, Some(ID)));
        assert_eq!(error.code(), Some("10009"));
    }
    client.get_instance(id(ID)).await.unwrap_err();
    assert_eq!(
        came(&server, "POST", NEXT).await.len(),
        1,
        "nor for whoever comes at once after them"
    );
}

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
