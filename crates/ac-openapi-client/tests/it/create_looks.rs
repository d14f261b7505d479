//! The looks after a create whose answer was lost: how a list is read then, and what it proves.

use std::time::Duration;

use ac_openapi_client::*;
use wiremock::MockServer;

use crate::create::{UNIQUE, creates, list, lost, unique};
use crate::support::*;

#[tokio::test]
async fn a_create_that_is_listed_late_is_found_by_a_later_look() {
    let server = MockServer::start().await;
    on(&server, "POST", TASK, lost()).await;
    once(&server, "GET", TASK, success("[]")).await;
    once(&server, "GET", TASK, list(UNIQUE, "Waiting", "2026-01-01 08:00:01")).await;
    on(&server, "GET", TASK, success("[]")).await;
    let time = ManualClock::new();
    let created = unique(&client(&server, &time)).await.unwrap();
    assert!(created.found_again);
    assert_eq!(time.elapsed(), Duration::from_secs(1));
}

#[tokio::test]
async fn a_look_that_met_a_hiccup_is_made_again() {
    let server = MockServer::start().await;
    on(&server, "POST", TASK, lost()).await;
    once(&server, "GET", TASK, refusal("10001")).await;
    on(&server, "GET", TASK_LIST, refusal("10001")).await;
    let found = list(UNIQUE, "Waiting", "2026-01-01 08:00:01");
    once(&server, "GET", TASK, found).await;
    on(&server, "GET", TASK, success("[]")).await;
    let created = unique(&client(&server, &ManualClock::new())).await;
    assert!(created.unwrap().found_again);
}

#[tokio::test]
async fn a_look_that_fails_says_so_and_keeps_the_name() {
    let server = MockServer::start().await;
    on(&server, "POST", TASK, lost()).await;
    on(&server, "GET", TASK, refusal("10009")).await;
    let error = unique(&client(&server, &ManualClock::new())).await.unwrap_err();
    assert_eq!((error.kind(), error.key()), (Kind::MaybeCreated, Some(UNIQUE)));
    assert!(error.to_string().contains("looking for it failed"), "{error}");
    assert_eq!(creates(&server).await, 1);
    assert!(came(&server, "GET", TASK_LIST).await.is_empty(), "rejected there as well");
}

#[tokio::test]
async fn a_list_with_a_hole_proves_no_absence() {
    let server = MockServer::start().await;
    on(&server, "POST", TASK, refusal("716865")).await;
    on(&server, "GET", TASK, success(r#"{"total":1,"data":[{"id":""}]}"#)).await;
    let error = unique(&client(&server, &ManualClock::new())).await.unwrap_err();
    assert_eq!(error.kind(), Kind::MaybeCreated);
    assert!(error.to_string().contains("looking for it did not tell"), "{error}");
}

#[tokio::test]
async fn if_the_documented_list_is_not_taken_the_other_is_tried() {
    let server = MockServer::start().await;
    on(&server, "POST", TASK, lost()).await;
    on(&server, "GET", TASK, refusal("10003")).await;
    once(&server, "GET", TASK_LIST, list(UNIQUE, "Waiting", "2026-01-01 08:00:01")).await;
    on(&server, "GET", TASK_LIST, success("[]")).await;
    let created = unique(&client(&server, &ManualClock::new())).await.unwrap();
    assert!(created.found_again);
}

#[tokio::test]
async fn a_doubtful_list_that_has_it_is_proof_enough() {
    let ours = format!(r#"{{"id":"{ID}","instanceServiceName":"{UNIQUE}","status":"Waiting"}}"#);
    let with = success(&format!(r#"{{"total":2,"data":[{ours},7]}}"#));
    let without = success(r#"{"total":1,"data":[7]}"#);
    for (body, query) in
        [(refusal("10003"), with.clone()), (without.clone(), with.clone()), (with, without)]
    {
        let server = MockServer::start().await;
        on(&server, "POST", TASK, lost()).await;
        on(&server, "GET", TASK, body).await;
        on(&server, "GET", TASK_LIST, query).await;
        let created = unique(&client(&server, &ManualClock::new())).await.unwrap();
        assert_eq!((created.id.as_str(), created.found_again), (ID, true));
    }
}

#[tokio::test]
async fn a_form_of_the_list_that_hangs_leaves_time_for_the_other() {
    let server = MockServer::start().await;
    on(&server, "POST", TASK, lost()).await;
    let never = success("null").set_delay(Duration::from_secs(3600));
    once(&server, "GET", TASK, never).await;
    let found = list(UNIQUE, "Waiting", "2026-01-01 08:00:01");
    once(&server, "GET", TASK_LIST, found).await;
    on(&server, "GET", TASK_LIST, success("[]")).await;
    let time = ManualClock::new();
    let creating = tokio::spawn(unique(&client(&server, &time)).into_future());
    have_come(1, &server, "GET", TASK).await;
    time.expire_limits();
    assert!(creating.await.unwrap().unwrap().found_again);
    assert_eq!(time.elapsed(), Duration::from_secs(30), "half of sixty");
}
