//! What may be concluded from answers: whose they are, whether a list is whole, what is gone.

use std::time::Duration;

use ac_openapi_client::*;
use gpu_emulator::Fault;
use wiremock::matchers::method;
use wiremock::{Mock, MockServer, ResponseTemplate};

use crate::support::*;

async fn release_of(client: &Client, one: &str) -> Release {
    let probes = client.confirm_deleted(id(one)).accepted();
    let seen = probes.limit(Duration::from_secs(3)).await.unwrap();
    seen.get(&id(one)).unwrap().release.clone()
}

/// Each list leaves open whether it has `a`; the last does not.
#[tokio::test]
async fn what_a_list_leaves_open_is_not_gone() {
    for (list, is_gone) in [
        (r#"[{"id":true}]"#, false),
        (r#"{"total":3,"data":[{"id":"x"}]}"#, false),
        (r#"{"total":1,"data":[{"id":"x"},{"id":"x"}]}"#, false),
        (r#"{"total":"many","data":[]}"#, false),
        (r#"{"total":1,"data":[{"id":"x"}]}"#, true),
    ] {
        let server = MockServer::start().await;
        on(&server, "GET", TASK, success(list)).await;
        on(&server, "GET", TASK_LIST, success(list)).await;
        let detail = Mock::given(method("GET")).respond_with(refusal("816822"));
        detail.with_priority(9).mount(&server).await;
        let release = release_of(&client(&server, &ManualClock::new()), "a").await;
        assert_eq!(release == Release::Gone, is_gone, "{list}: {release:?}");
    }
}

/// A create was made and answered 429. The documented list fails or cannot be read; the other one is
/// empty.
#[tokio::test]
async fn a_weaker_list_does_not_clear_what_the_documented_one_leaves_open() {
    let damaged = r#"[{"id":"a","instanceServiceName":"mine","description":"\ud83d"}]"#;
    let nameless = r#"[{"id":7.5,"instanceServiceName":"mine"}]"#;
    for documented in [
        ResponseTemplate::new(503),
        ResponseTemplate::new(503).set_body_string(r#"{"code":"10004","msg":"x"}"#),
        ResponseTemplate::new(404),
        refusal("10001"),
        ok("<html>"),
        ResponseTemplate::new(302).insert_header("location", "https://h.example/"),
        success(nameless),
        success(damaged),
    ] {
        let server = MockServer::start().await;
        let limited = ResponseTemplate::new(429).set_body_string("slow down");
        on(&server, "POST", TASK, limited).await;
        on(&server, "GET", TASK, documented).await;
        on(&server, "GET", TASK_LIST, success("[]")).await;
        Mock::given(method("GET"))
            .respond_with(refusal("816822"))
            .with_priority(9)
            .mount(&server)
            .await;
        let client = client(&server, &ManualClock::new());
        let name = InstanceName::new("mine").unwrap();
        let found = client.find_instance(&name).await.unwrap();
        assert!(!found.is_absent(), "{found:?}");
        let release = release_of(&client, "a").await;
        assert!(!matches!(release, Release::Gone), "{release:?}");
        let create = client.create_instance(named("mine")).await.unwrap_err();
        assert!(create.may_have_taken_effect(), "{create}");
    }
}

#[tokio::test]
async fn an_answer_about_another_instance_is_none() {
    let (_server, client) = answering(success(r#"{"id":"other","status":"Terminated"}"#)).await;
    let error = client.get_instance(id("mine")).await.unwrap_err();
    assert_eq!((error.kind(), error.id()), (Kind::Unreadable, Some("mine")));
    let wait = client.wait_until(id("mine"), Until::ended());
    let error = wait.limit(Duration::from_secs(9)).await.unwrap_err();
    assert_eq!(error.kind(), Kind::WaitLimit);
    let stopped = client.confirm_stopped(id("mine")).limit(Duration::from_secs(9));
    assert!(!stopped.await.unwrap().all_ended());
}

#[tokio::test]
async fn a_filter_that_was_not_heeded_is_an_error_for_whoever_acts_on_it() {
    let told = |error: Error| {
        assert!(error.to_string().contains("the filter was not heeded: a is"), "{error}");
    };
    let running =
        r#"[{"id":"a","instanceServiceName":"train","status":"Running","taskType":"ssh"}]"#;
    let (_server, client) = answering(success(running)).await;
    let list = || client.list_instances();
    for wrong in
        [list().status(Status::Failed), list().task_type(TaskType::Jupyter), list().name("other")]
    {
        told(wrong.clone().await.unwrap_err());
        told(wrong.stream().next().await.unwrap().unwrap_err());
    }
    let base = r#"[{"id":"a","type":"Base","acceleratorType":"dcu"}]"#;
    let (_server, images) = answering(success(base)).await;
    let list_images = || images.list_images(ImageAccess::Public);
    for wrong in
        [list_images().kind(ImageType::RStudio), list_images().accelerator(Accelerator::Mlu)]
    {
        told(wrong.clone().await.unwrap_err());
        told(wrong.stream().next().await.unwrap().unwrap_err());
    }
    let right = list_images().kind(ImageType::Base).accelerator(Accelerator::Dcu);
    assert_eq!(right.await.unwrap().items.len(), 1);
    let right = list().status(Status::Running).name("trai");
    assert_eq!(right.await.unwrap().items.len(), 1);
}

/// The service accepts an order, and forgets it.
#[tokio::test]
async fn giving_back_stops_deletes_and_repeats_what_was_forgotten() {
    let it = emulated(|_| ()).await;
    let created = it.client.create_instance(named("mine")).await.unwrap();
    let forgotten = || Fault::status(200).json(r#"{"code":"0","msg":"success","data":null}"#);
    it.ac.fail_next(
        1,
        forgotten().only("POST", "/ai/openapi/v2/instance-service/task/actions/stop"),
    );
    it.ac.fail_next(1, forgotten().only("DELETE", TASK));
    let seen = it.client.give_back(&created.id).await.unwrap();
    assert!(seen.all_gone(), "{seen:#}");
    assert!(it.ac.ledger().is_settled());
    let again = it.client.give_back(&created.id).await.unwrap();
    assert!(again.all_gone(), "{again:#}");
}

/// A service in trouble says nothing about credentials or an order, whatever code it adds.
#[tokio::test]
async fn a_code_beside_a_5xx_refuses_nothing() {
    for code in ["10008", "10009", "1001", "10003", "10004", "10007"] {
        let body = format!(r#"{{"code":"{code}","msg":"refused","data":""}}"#);
        let (_server, client) = answering(ResponseTemplate::new(500).set_body_string(body)).await;
        let error = client.get_instance(id(ID)).await.unwrap_err();
        assert!(!error.is_auth() && error.is_transient(), "{error}");
        let error = client.create_instance(sample()).await.unwrap_err();
        assert!(error.may_have_taken_effect(), "{error}");
        assert_eq!((error.kind(), error.code()), (Kind::MaybeCreated, Some(code)));
    }
}
