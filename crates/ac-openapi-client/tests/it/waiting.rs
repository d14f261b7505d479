//! Waiting for an instance, and for many.

use std::sync::{Arc, Mutex};

use ac_openapi_client::*;
use wiremock::{MockServer, ResponseTemplate};

use crate::support::*;

fn detail_path() -> String {
    format!("/ai/openapi/v2/instance-service/{ID}/detail")
}

/// A service whose n-th detail is the n-th answer, the last one again and again.
async fn details(answers: Vec<ResponseTemplate>) -> MockServer {
    let server = MockServer::start().await;
    let mut answers = answers;
    let last = answers.pop().unwrap();
    for answer in answers {
        once(&server, "GET", &detail_path(), answer).await;
    }
    on(&server, "GET", &detail_path(), last).await;
    server
}

fn detail(status: &str) -> ResponseTemplate {
    success(&format!(r#"{{"id":"{ID}","status":"{status}"}}"#))
}

#[tokio::test]
async fn it_waits_through_all_states_and_hiccups() {
    let answers = vec![
        detail("Waiting"),
        refusal("10001"),
        ok("<html>"),
        detail("Hibernating"),
        detail("Running"),
    ];
    let server = details(answers).await;
    let time = ManualClock::new();
    let seen = Arc::new(Mutex::new(Vec::new()));
    let log = Arc::clone(&seen);
    let client = client(&server, &time);
    let waiting = client.wait_until(id(ID), Until::running());
    let progress = move |instance: Progress<'_, Instance>| {
        log.lock().unwrap().push(instance.status.get().unwrap().to_string());
    };
    let instance = waiting.on_progress(progress).await.unwrap();
    assert_eq!(instance.phase(), Phase::Running);
    assert_eq!(*seen.lock().unwrap(), ["Waiting", "Hibernating", "Running"]);
}

#[tokio::test]
async fn an_end_ends_the_wait_at_once_and_names_the_instance() {
    for status in ["Completed", "Failed", "Terminated"] {
        let server = details(vec![detail("Waiting"), detail(status)]).await;
        let client = client(&server, &ManualClock::new());
        let error = client.wait_until(id(ID), Until::running()).await.unwrap_err();
        assert_eq!(error.kind(), Kind::WaitEnded);
        assert_eq!((error.id(), error.last_state()), (Some(ID), Some(status)));
    }
}

#[tokio::test]
async fn many_are_waited_for_with_one_list_per_interval() {
    let server = MockServer::start().await;
    let list = |a: &str, b: &str| {
        success(&format!(
            r#"{{"total":2,"data":[{{"id":"a","status":"{a}"}},{{"id":"b","status":"{b}"}}]}}"#
        ))
    };
    once(&server, "GET", TASK, list("Waiting", "Running")).await;
    on(&server, "GET", TASK, list("Failed", "Running")).await;
    let client = client(&server, &ManualClock::new());
    let both = InstanceIds::from(id("a")).and(id("b"));
    let mut waiting = client.list_instances().wait_all(both, Until::running());
    let first = waiting.next().await.unwrap();
    assert_eq!((first.key.as_str(), first.result.is_ok()), ("b", true));
    let second = waiting.next().await.unwrap();
    let error = second.result.unwrap_err();
    assert_eq!((error.kind(), error.id()), (Kind::WaitEnded, Some("a")));
    assert!(waiting.next().await.is_none());
    assert_eq!(came(&server, "GET", TASK).await.len(), 2);
}

#[tokio::test]
async fn many_restarts_are_waited_for_each_for_itself() {
    let server = MockServer::start().await;
    let list = |a: &str, b: &str| {
        success(&format!(r#"[{{"id":"a","status":"{a}"}},{{"id":"b","status":"{b}"}}]"#))
    };
    // `b` is still shown as stopped when `a` is on its way already.
    for page in [list("Waiting", "Terminated"), list("Running", "Waiting")] {
        once(&server, "GET", TASK, page).await;
        once(&server, "GET", TASK, success("[]")).await;
    }
    on(&server, "GET", TASK, list("Running", "Running")).await;
    let client = client(&server, &ManualClock::new());
    let both = InstanceIds::from(id("a")).and(id("b"));
    let settled = client.list_instances().wait_all(both, Until::restarted()).await;
    assert_eq!(settled.len(), 2);
    for one in settled {
        assert_eq!(one.result.unwrap().phase(), Phase::Running, "{}", one.key);
    }
}
