//! Tokens in use: refreshed early, one refresh at a time, replaced once when refused.

use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::Duration;

use ac_openapi_client::*;
use gpu_http::{BoxFuture, TimeSource};
use wiremock::matchers::{header, method, path};
use wiremock::{Mock, MockServer, Request, Respond, ResponseTemplate};

use crate::support::*;

const NEXT: &str = "/ac/openapi/v2/tokens/next";

/// A client with a token that is renewed, and the services that it asks. The list is empty.
struct Stage {
    time: ManualClock,
    server: MockServer,
    client: Client,
    /// Where tokens are asked for.
    tokens_at: &'static str,
}

impl Stage {
    /// A client that is connected with this token; later token calls are answered like this.
    async fn connected(token: &str, later: impl Respond + 'static) -> Self {
        Self::connected_at(ManualClock::new(), token, later).await
    }

    async fn connected_at(time: ManualClock, token: &str, later: impl Respond + 'static) -> Self {
        let server = MockServer::start().await;
        once(&server, "POST", TOKENS, tokens_with(token)).await;
        Mock::given(method("POST")).and(path(TOKENS)).respond_with(later).mount(&server).await;
        on(&server, "GET", CENTER, center_with(&format!("{}/ai", server.uri()))).await;
        let access = Access::new(platform(&server, &time), credentials());
        let client = access.connect().await.unwrap();
        Self { time, server, client, tokens_at: TOKENS }
    }

    /// A client whose ready token is renewed by the platform like this.
    async fn renewed(later: impl Respond + 'static) -> Self {
        let (time, server) = (ManualClock::new(), MockServer::start().await);
        Mock::given(method("POST")).and(path(NEXT)).respond_with(later).mount(&server).await;
        let builder = Client::builder(old(), server.uri()).renew_with(platform(&server, &time));
        let client = builder.settings(Settings::new().clock(time.clock())).build().unwrap();
        Self { time, server, client, tokens_at: NEXT }
    }

    /// So much later, with a list that is empty.
    async fn after(self, seconds: u64) -> Self {
        on(&self.server, "GET", TASK, success("[]")).await;
        self.time.advance(Duration::from_secs(seconds));
        self
    }

    async fn list(&self) -> Result<Page<Instance>> {
        self.client.list_instances().await
    }

    /// How often tokens were asked for.
    async fn asked(&self) -> usize {
        came(&self.server, "POST", self.tokens_at).await.len()
    }

    /// The tokens that came to a method and path.
    async fn tokens(&self, verb: &str, at: &str) -> Vec<String> {
        let requests = came(&self.server, verb, at).await;
        let token = |request: &Request| request.headers["token"].to_str().unwrap().to_owned();
        requests.iter().map(token).collect()
    }
}

/// A token that is good for the first hour, and one for the second.
fn old() -> String {
    token_until("old", 3600)
}

fn new() -> String {
    token_until("new", 7200)
}

/// What the platform says to a renewal.
fn renewal(token: &str) -> ResponseTemplate {
    success(&Json::from(token).to_string())
}

fn stalled() -> ResponseTemplate {
    success("null").set_delay(Duration::from_secs(3600))
}

/// Calls that are made together.
async fn together(count: usize, it: &Stage) -> Vec<Result<Page<Instance>>> {
    let calls: Vec<_> =
        (0..count).map(|_| tokio::spawn(it.client.list_instances().into_future())).collect();
    let mut outcomes = Vec::new();
    for call in calls {
        outcomes.push(call.await.unwrap());
    }
    outcomes
}

#[tokio::test]
async fn a_token_is_replaced_once_before_it_expires() {
    for it in
        [Stage::connected(&old(), tokens_with(&new())).await, Stage::renewed(renewal(&new())).await]
    {
        let it = it.after(3600 - 301).await;
        let before = it.asked().await;
        it.list().await.unwrap();
        it.time.advance(Duration::from_secs(2));
        assert!(together(16, &it).await.iter().all(Result::is_ok));
        it.list().await.unwrap();
        let tokens = it.tokens("GET", TASK).await;
        assert_eq!((&tokens[0], &tokens[17]), (&old(), &new()));
        assert_eq!(it.asked().await, before + 1);
    }
}

#[tokio::test]
async fn a_failed_early_refresh_costs_nothing_while_the_token_is_good() {
    let it = Stage::connected(&old(), refusal("10001")).await.after(3400).await;
    it.list().await.unwrap();
    it.time.advance(Duration::from_secs(29));
    it.list().await.unwrap();
    assert_eq!(it.asked().await, 2, "not asked again at once");
    it.time.advance(Duration::from_secs(271));
    let error = it.list().await.unwrap_err();
    assert!(!error.may_have_been_sent(), "{error}");
    assert!(std::error::Error::source(&error).is_some());
    assert_eq!(came(&it.server, "GET", TASK).await.len(), 2);
}

#[tokio::test]
async fn a_token_host_that_stalls_costs_one_caller_a_moment_while_the_token_is_good() {
    let it = Stage::connected(&old(), stalled()).await.after(3400).await;
    let asking = tokio::spawn(it.client.list_instances().into_future());
    have_come(2, &it.server, "POST", TOKENS).await;
    // Nobody waits behind the one that asks.
    it.list().await.unwrap();
    it.time.advance(Duration::from_secs(10));
    asking.await.unwrap().unwrap();
    // Asking goes on apart from them, and is not begun again.
    it.time.advance(Duration::from_secs(15));
    it.list().await.unwrap();
    assert_eq!(it.asked().await, 2);
}

#[tokio::test]
async fn a_new_token_is_waited_for_no_longer_than_the_caller_may_wait() {
    let limit = Duration::from_secs(5);
    let it = Stage::connected(&old(), stalled()).await.after(3700).await;
    let call = it.client.get_instance(id(ID)).timeout(limit);
    let call = tokio::spawn(call.into_future());
    let waiting = it.client.wait_until(id(ID), Until::running()).limit(limit);
    let waiting = tokio::spawn(waiting.into_future());
    have_come(2, &it.server, "POST", TOKENS).await;
    tokio::task::yield_now().await;
    it.time.advance(limit);
    let error = waiting.await.unwrap().unwrap_err();
    assert_eq!((error.kind(), error.id()), (Kind::WaitLimit, Some(ID)));
    let error = call.await.unwrap().unwrap_err();
    assert_eq!((error.kind(), error.delivery()), (Kind::Timeout, Delivery::NotSent));
}

#[tokio::test]
async fn a_token_that_takes_its_time_does_not_cost_a_lost_create_its_look() {
    let time = ManualClock::new();
    let clock = time.clone();
    let slow = move |_: &Request| {
        clock.advance(Duration::from_secs(20));
        tokens_with(&new())
    };
    let it = Stage::connected_at(time, &old(), slow).await.after(3700).await;
    on(&it.server, "POST", TASK, stalled()).await;
    let creating = tokio::spawn(create_sample(&it.client).into_future());
    have_come(1, &it.server, "POST", TASK).await;
    it.time.expire_limits();
    assert_eq!(it.time.elapsed(), Duration::from_secs(3740));
    let error = creating.await.unwrap().unwrap_err();
    assert!(error.to_string().contains("did not find it"));
    assert!(!came(&it.server, "GET", TASK).await.is_empty());
}

#[tokio::test]
async fn a_create_that_waited_for_a_token_in_vain_was_not_sent_and_is_told_so() {
    let it = Stage::connected(&old(), ResponseTemplate::new(429)).await.after(3700).await;
    let error = create_sample(&it.client).await.unwrap_err();
    assert!(error.is_rate_limited() && !error.may_have_taken_effect());
    assert_eq!((error.kind(), error.delivery()), (Kind::Status, Delivery::NotSent));
    assert!(error.key().is_some());
    assert!(came(&it.server, "POST", TASK).await.is_empty());
    assert!(came(&it.server, "GET", TASK).await.is_empty());
}

/// All that a token that is no good is answered with.
fn refusals() -> [ResponseTemplate; 3] {
    [refusal("10008"), refusal("1001"), ResponseTemplate::new(401)]
}

/// A search by POST is read-only, too. The refusal is reported if the new token is refused as well, and at
/// once if its code does not speak of the token.
#[tokio::test]
async fn a_refused_token_is_replaced_and_a_read_repeated_once() {
    let refusals = refusals().map(|refusal| (refusal, true));
    for (refusal, replaces) in refusals.into_iter().chain([(refusal("10009"), false)]) {
        for (verb, at, recovers) in [
            ("GET", TASK, true),
            ("GET", TASK, false),
            ("POST", IMAGES, true),
            ("POST", IMAGES, false),
        ] {
            let it = Stage::connected("first", tokens_with("second")).await;
            once(&it.server, verb, at, refusal.clone()).await;
            let then = if recovers { success("[]") } else { refusal.clone() };
            on(&it.server, verb, at, then).await;
            let read = match verb {
                "GET" => it.list().await.map(drop),
                _ => it.client.list_images(ImageAccess::Public).await.map(drop),
            };
            assert_eq!(read.is_ok(), recovers && replaces);
            let tokens = if replaces { &["first", "second"][..] } else { &["first"] };
            assert_eq!(it.tokens(verb, at).await, tokens);
            assert_eq!(it.asked().await, tokens.len());
        }
    }
}

#[tokio::test]
async fn many_calls_refused_together_replace_the_token_once() {
    let it = Stage::connected("first", tokens_with("second")).await;
    for (token, answer) in [("first", refusal("10008")), ("second", success("[]"))] {
        let mock = Mock::given(path(TASK)).and(header("token", token));
        mock.respond_with(answer).mount(&it.server).await;
    }
    assert!(together(8, &it).await.iter().all(Result::is_ok));
    assert_eq!(it.asked().await, 2);
}

#[tokio::test]
async fn a_change_is_never_repeated_but_the_next_call_has_the_new_token() {
    for refusal in refusals() {
        let it = Stage::connected("first", tokens_with("second")).await;
        once(&it.server, "POST", TASK, refusal).await;
        on(&it.server, "POST", TASK, success(&format!("\"{ID}\""))).await;
        let error = create_sample(&it.client).await.unwrap_err();
        assert!(error.is_auth() && !error.may_have_taken_effect());
        assert_eq!(create_sample(&it.client).await.unwrap().id, id(ID));
        assert_eq!(it.tokens("POST", TASK).await, ["first", "second"]);
    }
}

/// Answers with a new token once this is let go.
fn held() -> (std::sync::mpsc::Sender<()>, impl Respond) {
    let (let_go, waits) = std::sync::mpsc::channel();
    let waits = std::sync::Mutex::new(waits);
    let respond = move |_: &Request| {
        let _ = waits.lock().unwrap().recv();
        renewal(&new())
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
    let (let_go, next) = held();
    let it = Stage::renewed(next).await.after(3700).await;
    let mut paused = it.client.list_instances().into_future();
    begin(&mut paused).await;
    let_go.send(()).unwrap();
    it.list().await.unwrap();
    it.client.delete_instances(id(ID)).await.ok();
    assert_eq!(it.asked().await, 1);
    paused.await.unwrap();
}

#[tokio::test(flavor = "multi_thread")]
async fn a_new_token_is_kept_though_the_caller_has_given_up() {
    let (let_go, next) = held();
    let it = Stage::renewed(next).await.after(3700).await;
    let mut given_up = it.client.list_instances().into_future();
    begin(&mut given_up).await;
    drop(given_up);
    let_go.send(()).unwrap();
    it.list().await.unwrap();
    assert_eq!(it.tokens("GET", TASK).await, [new()]);
    assert_eq!(it.asked().await, 1);
}

#[tokio::test]
async fn a_runtime_that_ends_while_it_waits_for_a_token_stops_no_other() {
    let (let_go, next) = held();
    let it = Stage::renewed(next).await.after(3700).await;
    let other = it.client.clone();
    let thread = std::thread::spawn(move || {
        let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build().unwrap();
        runtime.block_on(begin(&mut other.list_instances().into_future()));
    });
    thread.join().unwrap();
    let_go.send(()).unwrap();
    it.list().await.unwrap();
    assert_eq!(it.asked().await, 1);
}

#[tokio::test]
async fn a_new_token_is_cleaned_and_one_that_cannot_be_sent_does_not_replace_the_old() {
    // Claims of `{"user":"bob"}`.
    let another_user_s = "e30.eyJ1c2VyIjoiYm9iIn0.fake-signature";
    for (answer, is_taken) in [
        (&*format!(" {}\n", new()), true),
        (&*format!("\"{}\"", new()), true),
        ("", false),
        ("to\0k", false),
        ("tok\nen", false),
        ("令牌", false),
        (another_user_s, false),
    ] {
        let it = Stage::renewed(renewal(answer)).await.after(3700).await;
        let listed = it.list().await;
        assert_eq!(listed.is_ok(), is_taken, "{answer:?}");
        if let Err(error) = listed {
            assert!(!error.may_have_been_sent(), "{error}");
            // The next time is another chance.
            it.server.reset().await;
            on(&it.server, "POST", NEXT, renewal(&new())).await;
            let it = it.after(1).await;
            it.list().await.unwrap();
            assert_eq!(it.tokens("GET", TASK).await, [new()]);
        } else {
            assert_eq!(it.tokens("GET", TASK).await, [new()]);
        }
    }
}

#[tokio::test]
async fn a_refresh_that_fails_fails_for_all_who_wait_and_is_not_repeated_for_each() {
    let it = Stage::renewed(refusal("10009")).await.after(3700).await;
    for outcome in together(100, &it).await {
        let error = outcome.unwrap_err();
        assert_eq!((error.delivery(), error.code()), (Delivery::NotSent, Some("10009")));
    }
    let error = it.client.get_instance(id(ID)).await.unwrap_err();
    assert_eq!(error.id(), Some(ID));
    assert_eq!(it.asked().await, 1, "nor for whoever comes at once after them");
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
    let it = Stage::renewed(renewal(&new())).await;
    let clock = NoThread(it.time.clone(), AtomicBool::new(false));
    let clock = Clock::from_source(Arc::new(clock));
    let builder = Client::builder(old(), it.server.uri());
    let renewed = builder.renew_with(platform(&it.server, &it.time));
    let client = renewed.settings(Settings::new().clock(clock)).build().unwrap();
    let _it = it.after(3700).await;
    let error = client.delete_instances(id(ID)).await.unwrap_err();
    assert_eq!((error.kind(), error.delivery()), (Kind::Interrupted, Delivery::NotSent));
    client.list_instances().await.unwrap();
}
