//! What became of instances is looked up one by one, and said with what it relies on.

use std::time::Duration;

use ac_openapi_client::*;
use wiremock::matchers::path_regex;
use wiremock::{Mock, MockServer, ResponseTemplate};

use crate::support::*;

fn detail_path(id: &str) -> String {
    format!("/ai/openapi/v2/instance-service/{id}/detail")
}

fn detail(id: &str, status: &str) -> ResponseTemplate {
    success(&format!(r#"{{"id":"{id}","status":"{status}"}}"#))
}

fn both() -> InstanceIds {
    InstanceIds::from(id("a")).and(id("b"))
}

/// A service that answers the details of `a` and `b`, and the list.
async fn service(a: ResponseTemplate, b: ResponseTemplate, list: &str) -> (MockServer, Client) {
    let server = MockServer::start().await;
    on(&server, "GET", &detail_path("a"), a).await;
    on(&server, "GET", &detail_path("b"), b).await;
    once(&server, "GET", TASK, success(list)).await;
    on(&server, "GET", TASK, success("[]")).await;
    let client = client(&server, &ManualClock::new());
    (server, client)
}

/// What one look finds for `a` and `b`.
async fn look(client: &Client) -> [Release; 2] {
    let seen = client.confirm_deleted(both()).limit(Duration::ZERO).await.unwrap();
    ["a", "b"].map(|one| seen.get(&id(one)).unwrap().release.clone())
}

#[tokio::test]
async fn what_is_refused_and_not_listed_is_gone() {
    let (server, client) = service(refusal("10004"), refusal("816822"), "[]").await;
    let one_probe = look(&client).await;
    assert!(one_probe.iter().all(|one| matches!(one, Release::Unknown(_))), "{one_probe:?}");
    assert_eq!(came(&server, "GET", TASK).await.len(), 1, "one reading of the list serves both");
    let seen = client.confirm_deleted(both()).accepted().await.unwrap();
    assert!(seen.all_gone());
    assert_eq!(seen.to_string(), "a gone (two probes agree); b gone (two probes agree)");
}

/// An internal fault is no word about the instance.
#[tokio::test]
async fn a_detail_that_meets_an_internal_fault_takes_longer() {
    let said = ResponseTemplate::new(404).set_body_string(r#"{"code":"816822","msg":"x"}"#);
    // Nor is a code that nobody has described; one that speaks of it is, whatever its HTTP status.
    for (code, absent) in [
        ("10001", refusal("816822")),
        ("10013", said.clone()),
        ("911404", refusal("10004")),
        ("-1", refusal("816822")),
    ] {
        let (_server, client) = service(refusal(code), absent, "[]").await;
        let probes = client.confirm_deleted(both()).accepted();
        let seen = probes.limit(Duration::from_secs(20)).await.unwrap();
        let a = &seen.get(&id("a")).unwrap().release;
        assert!(matches!(a, Release::Unknown(why) if why.contains("in trouble")), "{code}: {a:?}");
        assert!(seen.get(&id("b")).unwrap().is_gone(), "{code}");
    }
}

#[tokio::test]
async fn a_refused_detail_alone_proves_nothing() {
    let listed = r#"[{"id":"a","status":"Terminated"}]"#;
    let (_server, client) = service(refusal("10004"), refusal("10004"), listed).await;
    let [a, b] = look(&client).await;
    assert_eq!(a, Release::Ended("Terminated".into()), "it has to be deleted yet");
    assert!(matches!(b, Release::Unknown(_)));
}

#[tokio::test]
async fn a_failure_that_says_nothing_about_the_instance_is_unknown() {
    for answer in [ResponseTemplate::new(500), ok("<html>"), refusal("716020"), refusal("10007")] {
        let (_server, client) = service(answer, detail("b", "Waiting"), "[]").await;
        let seen = client.confirm_deleted(both()).accepted().await.unwrap();
        let [a, b] = ["a", "b"].map(|one| &seen.get(&id(one)).unwrap().release);
        assert!(matches!((a, b), (Release::Unknown(_), Release::StillThere(_))), "{seen}");
    }
}

#[tokio::test]
async fn it_looks_again_until_all_are_gone_and_says_what_that_relies_on() {
    let server = MockServer::start().await;
    once(&server, "GET", &detail_path("a"), detail("a", "Running")).await;
    on(&server, "GET", &detail_path("a"), refusal("10004")).await;
    on(&server, "GET", TASK, success("[]")).await;
    let time = ManualClock::new();
    let client = client(&server, &time);
    let seen = client.confirm_deleted(id("a")).accepted().await.unwrap();
    assert!(seen.all_gone());
    assert_eq!(time.elapsed(), Duration::from_secs(5));
    insta::assert_snapshot!(format!("{seen:#}"));
}

#[tokio::test]
async fn a_stop_is_confirmed_by_a_status_that_has_ended() {
    let (_server, client) = service(detail("a", "Terminated"), detail("b", "Running"), "[]").await;
    let seen = client.confirm_stopped(both()).limit(Duration::ZERO).await.unwrap();
    let ended = &seen.get(&id("a")).unwrap();
    assert_eq!(ended.release, Release::Ended("Terminated".into()));
    assert!(!ended.is_gone(), "it has to be deleted yet");
    assert!(!seen.all_ended());
    insta::assert_snapshot!(format!("{seen:#}"));
}

/// An order to stop makes no machine go away, so it lends no weight to an absence.
#[tokio::test]
async fn an_accepted_stop_is_no_release_of_an_instance_that_is_absent() {
    let server = MockServer::start().await;
    on(&server, "GET", &detail_path("a"), refusal("816822")).await;
    on(&server, "GET", TASK, success("[]")).await;
    let time = ManualClock::new();
    let seen = client(&server, &time).confirm_stopped(id("a")).accepted().await.unwrap();
    assert!(time.elapsed() >= Duration::from_secs(30), "{:?}", time.elapsed());
    let relied_on = &seen.get(&id("a")).unwrap().relied_on;
    assert!(relied_on.ends_with("without an accepted release"), "{relied_on}");
}

#[tokio::test]
async fn what_is_gone_is_not_asked_for_again() {
    let server = MockServer::start().await;
    on(&server, "GET", &detail_path("a"), refusal("816822")).await;
    once(&server, "GET", &detail_path("b"), detail("b", "Running")).await;
    on(&server, "GET", &detail_path("b"), refusal("816822")).await;
    on(&server, "GET", TASK, success("[]")).await;
    let client = client(&server, &ManualClock::new());
    let seen = client.confirm_deleted(both()).accepted().await.unwrap();
    assert!(seen.all_gone(), "{seen}");
    assert_eq!(came(&server, "GET", &detail_path("a")).await.len(), 2);
    assert_eq!(came(&server, "GET", &detail_path("b")).await.len(), 3);
}

#[tokio::test]
async fn a_list_that_cannot_be_read_is_asked_for_once_per_look() {
    let server = MockServer::start().await;
    on(&server, "GET", &detail_path("a"), refusal("816822")).await;
    on(&server, "GET", &detail_path("b"), refusal("816822")).await;
    on(&server, "GET", TASK, refusal("10003")).await;
    on(&server, "GET", TASK_LIST, refusal("10003")).await;
    let client = client(&server, &ManualClock::new());
    assert!(matches!(look(&client).await, [Release::Unknown(_), Release::Unknown(_)]));
    assert_eq!(came(&server, "GET", TASK).await.len(), 1);
    assert_eq!(came(&server, "GET", TASK_LIST).await.len(), 1);
}

#[tokio::test]
async fn a_list_that_cannot_be_read_hides_no_other_and_one_that_rejects_the_credentials_ends_it() {
    for (a, list, rejects) in
        [("816822", "10003", false), ("816822", "10009", true), ("10009", "10003", true)]
    {
        let (server, list) = (MockServer::start().await, refusal(list));
        on(&server, "GET", &detail_path("a"), refusal(a)).await;
        on(&server, "GET", &detail_path("b"), detail("b", "Running")).await;
        on(&server, "GET", TASK, list.clone()).await;
        on(&server, "GET", TASK_LIST, list).await;
        let client = client(&server, &ManualClock::new());
        match client.confirm_deleted(both()).limit(Duration::ZERO).await {
            Ok(seen) => {
                let there = &seen.get(&id("b")).unwrap().release;
                assert_eq!((there, rejects), (&Release::StillThere("Running".into()), false));
            }
            Err(error) => {
                assert!(error.is_auth() && rejects, "{error}");
                assert!(error.id().is_some_and(|id| id.starts_with("a")), "{error}");
            }
        }
    }
}

/// What a delete does to one that runs is not documented. A word that nobody knows may mean the end: what
/// was accepted has had no other effect.
#[tokio::test]
async fn one_that_is_seen_is_deleted_only_if_its_stop_is_plainly_refused_or_changed_nothing_known()
{
    for (status, stop, is_deleted) in [
        ("Running", success("null"), false),
        ("Running", refusal("716867"), true),
        ("Running", refusal("10001"), false),
        ("Running", ResponseTemplate::new(503), false),
        ("Halted", success("null"), true),
        ("Halted", ResponseTemplate::new(503), false),
    ] {
        let (server, client) = service(detail("a", status), detail("b", status), "[]").await;
        on(&server, "POST", &format!("{TASK}/actions/stop"), stop).await;
        on(&server, "DELETE", TASK, success("null")).await;
        let seen = client.give_back(id("a")).limit(Duration::from_secs(30)).await.unwrap();
        assert_eq!(seen.to_string(), format!("a still there ({status})"));
        assert_eq!(!came(&server, "DELETE", TASK).await.is_empty(), is_deleted, "{status}");
    }
    let (server, client) = service(detail("a", "Running"), detail("b", "Running"), "[]").await;
    on(&server, "POST", &format!("{TASK}/actions/stop"), refusal("10009")).await;
    assert!(client.give_back(id("a")).await.unwrap_err().is_auth());
}

#[tokio::test]
async fn a_large_batch_takes_longer_than_one_call_may() {
    let time = ManualClock::new();
    let clock = time.clone();
    let server = MockServer::start().await;
    on(&server, "GET", TASK, success("[]")).await;
    let slow = move |_: &wiremock::Request| {
        clock.advance(Duration::from_millis(250));
        refusal("816822")
    };
    Mock::given(path_regex("/detail$")).respond_with(slow).mount(&server).await;
    let ids: Vec<_> = (0..300).map(|number| id(&format!("i{number}"))).collect();
    let confirming =
        client(&server, &time).confirm_deleted(InstanceIds::try_from_iter(ids).unwrap());
    let seen = confirming.accepted().limit(Duration::from_secs(600)).await;
    assert!(seen.unwrap().all_gone());
    assert_eq!(time.elapsed(), Duration::from_secs(75 + 2 + 75));
}
