//! A create is sent at most once, and its fate is looked up before anything is said.

use std::time::Duration;

use ac_openapi_client::*;
use wiremock::{MockServer, ResponseTemplate};

use crate::support::*;

/// A request with a unique name.
pub(crate) fn unique(client: &Client) -> CreateInstance {
    let random = Random::from_fn(|| 7);
    let name = InstanceName::unique_from("train", &random).unwrap();
    client.create_instance(NewInstance { name, ..sample() })
}

pub(crate) const UNIQUE: &str = "train_91316866951580272192";

/// A list with an instance.
pub(crate) fn list(name: &str, status: &str, created: &str) -> ResponseTemplate {
    success(&format!(
        r#"[{{"id":"{ID}","instanceServiceName":"{name}","status":"{status}","createTime":"{created}"}}]"#
    ))
}

/// A service whose create answers this and whose list answers that.
async fn service(create: ResponseTemplate, list: ResponseTemplate) -> (MockServer, Client) {
    let server = MockServer::start().await;
    on(&server, "POST", TASK, create).await;
    once(&server, "GET", TASK, list).await;
    on(&server, "GET", TASK, success("[]")).await;
    let client = client(&server, &ManualClock::new());
    (server, client)
}

pub(crate) fn lost() -> ResponseTemplate {
    ResponseTemplate::new(502).set_body_string("<html>bad gateway</html>")
}

pub(crate) async fn creates(server: &MockServer) -> usize {
    came(server, "POST", TASK).await.len()
}

#[tokio::test]
async fn a_lost_create_is_found_again_by_its_unique_name() {
    for answer in [lost(), ok("<html>"), success("null"), success(r#""""#), refusal("10001")] {
        let (server, client) =
            service(answer, list(UNIQUE, "Waiting", "2020-01-01 00:00:00")).await;
        // A time that no zone allows must not hide what a unique name proves.
        let outcome = unique(&client).await;
        let created = outcome.unwrap();
        assert_eq!((created.id.as_str(), created.found_again), (ID, true));
        assert_eq!(creates(&server).await, 1);
    }
}

#[tokio::test]
async fn a_create_that_is_not_found_may_have_been_made() {
    let (server, client) = service(lost(), success("[]")).await;
    let error = unique(&client).await.unwrap_err();
    assert_eq!((error.kind(), error.key()), (Kind::MaybeCreated, Some(UNIQUE)));
    assert!(error.may_have_taken_effect() && error.candidates().is_empty());
    assert_eq!(creates(&server).await, 1);
}

#[tokio::test]
async fn an_instance_of_the_name_that_has_ended_is_reported_and_not_handed_out() {
    let (_server, client) = service(lost(), list(UNIQUE, "Failed", "2026-01-01 08:00:01")).await;
    let error = unique(&client).await.unwrap_err();
    assert_eq!(error.kind(), Kind::MaybeCreated);
    assert_eq!((error.id(), error.last_state()), (Some(ID), Some("Failed")));
}

#[tokio::test]
async fn a_name_that_was_not_made_unique_gives_candidates_only() {
    let server = MockServer::start().await;
    on(&server, "POST", TASK, lost()).await;
    let entry = format!(
        r#"{{"id":"{ID}","instanceServiceName":"Instances_2205113838","status":"Waiting","createTime":"2026-01-01 08:00:01"}}"#
    );
    on(&server, "GET", TASK, success(&format!(r#"{{"total":1,"data":[{entry}]}}"#))).await;
    let client = client(&server, &ManualClock::new());
    let error = create_sample(&client).await.unwrap_err();
    assert_eq!(error.kind(), Kind::MaybeCreated);
    let candidate = &error.candidates()[0];
    assert_eq!(candidate.id, ID);
    assert_eq!(candidate.created.as_deref(), Some("2026-01-01 08:00:01"));
    assert_eq!(creates(&server).await, 1);
}

#[tokio::test]
async fn a_name_that_proves_nothing_is_looked_for_to_the_end() {
    let entry = |id: &str| {
        format!(
            r#"{{"id":"{id}","instanceServiceName":"Instances_2205113838","createTime":"2026-01-01 08:00:00"}}"#
        )
    };
    let (older, ours) = (entry("older"), entry("ours"));
    let server = MockServer::start().await;
    on(&server, "POST", TASK, lost()).await;
    let list = |entries| success(&format!(r#"{{"total":0,"data":[{entries}]}}"#));
    once(&server, "GET", TASK, list(older.clone())).await;
    on(&server, "GET", TASK, list(format!("{older},{ours}"))).await;
    let client = client(&server, &ManualClock::new());
    let error = create_sample(&client).await.unwrap_err();
    let ids: Vec<_> = error.candidates().iter().map(|one| one.id.as_str()).collect();
    assert_eq!(ids, ["older", "ours"]);
}

#[tokio::test]
async fn an_old_instance_of_the_same_name_is_no_candidate() {
    let server = MockServer::start().await;
    on(&server, "POST", TASK, lost()).await;
    let entry = format!(
        r#"{{"id":"{ID}","instanceServiceName":"Instances_2205113838","createTime":"2025-12-01 00:00:00"}}"#
    );
    on(&server, "GET", TASK, success(&format!(r#"{{"total":1,"data":[{entry}]}}"#))).await;
    let client = client(&server, &ManualClock::new());
    let error = create_sample(&client).await.unwrap_err();
    assert_eq!(error.kind(), Kind::MaybeCreated);
    assert!(error.candidates().is_empty());
}

#[tokio::test]
async fn a_plain_refusal_is_reported_without_a_look() {
    for code in ["10003", "10004", "10007", "10008", "10009"] {
        let (server, client) = service(refusal(code), success("[]")).await;
        let error = unique(&client).await.unwrap_err();
        assert_eq!(error.kind(), Kind::Vendor, "{code}");
        assert!(!error.may_have_taken_effect());
        assert!(came(&server, "GET", TASK).await.is_empty());
    }
}

#[tokio::test]
async fn a_refusal_that_may_be_a_hiccup_settles_nothing() {
    for code in ["10001", "10012", "716020"] {
        let (server, client) = service(refusal(code), success("[]")).await;
        let error = unique(&client).await.unwrap_err();
        assert_eq!(error.kind(), Kind::MaybeCreated, "{code}");
        assert_eq!(creates(&server).await, 1);
    }
}

#[tokio::test]
async fn a_create_that_stalls_leaves_time_to_look() {
    let server = MockServer::start().await;
    let never = success("null").set_delay(Duration::from_secs(3600));
    on(&server, "POST", TASK, never).await;
    let found = list(UNIQUE, "Waiting", "2026-01-01 08:00:01");
    once(&server, "GET", TASK, found).await;
    on(&server, "GET", TASK, success("[]")).await;
    let time = ManualClock::new();
    let creating = tokio::spawn(unique(&client(&server, &time)).into_future());
    have_come(1, &server, "POST", TASK).await;
    time.expire_limits();
    assert!(creating.await.unwrap().unwrap().found_again);
    assert_eq!(time.elapsed(), Duration::from_secs(40), "of the sixty for the whole");
}

#[tokio::test]
async fn a_call_may_take_for_ever() {
    let (server, _) = service(lost(), list(UNIQUE, "Waiting", "2026-01-01 08:00:01")).await;
    let settings = Settings::new().clock(ManualClock::new().clock()).timeout(Duration::MAX);
    let builder = Client::builder(TOKEN, server.uri());
    let client = builder.settings(settings).build().unwrap();
    assert!(unique(&client).await.unwrap().found_again);
}

#[tokio::test]
async fn a_failure_that_the_list_confirms_stays_the_vendor_s() {
    let (server, client) = service(refusal("716865"), success("[]")).await;
    let error = unique(&client).await.unwrap_err();
    assert_eq!(
        (error.kind(), ErrorCode::of(&error)),
        (Kind::Vendor, Some(ErrorCode::CREATE_FAILED))
    );
    assert_eq!(error.key(), Some(UNIQUE));
    assert_eq!(creates(&server).await, 1);
}

#[tokio::test]
async fn too_many_requests_is_looked_into_before_it_is_told_and_never_repeated() {
    let server = MockServer::start().await;
    let refusal = ResponseTemplate::new(429).insert_header("retry-after", "7");
    on(&server, "POST", TASK, refusal).await;
    on(&server, "GET", TASK, success("[]")).await;
    let time = ManualClock::new();
    let error = unique(&client(&server, &time)).await.unwrap_err();
    assert!(error.is_rate_limited() && !error.may_have_taken_effect());
    assert!(error.key().is_some());
    assert_eq!((creates(&server).await, time.elapsed().as_secs()), (1, 17));
}

#[tokio::test]
async fn a_limiter_behind_a_create_that_was_made_does_not_hide_it() {
    let made = list(UNIQUE, "Waiting", "2026-01-01 08:00:01");
    let (server, client) = service(ResponseTemplate::new(429), made).await;
    assert!(unique(&client).await.unwrap().found_again);
    assert_eq!(creates(&server).await, 1);
}

#[tokio::test]
async fn a_limiter_that_cannot_be_looked_into_denies_nothing() {
    let server = MockServer::start().await;
    on(&server, "POST", TASK, ResponseTemplate::new(429)).await;
    on(&server, "GET", TASK, ResponseTemplate::new(400)).await;
    on(&server, "GET", TASK_LIST, ResponseTemplate::new(400)).await;
    let client = self::client(&server, &ManualClock::new());
    let error = unique(&client).await.unwrap_err();
    assert_eq!(error.kind(), Kind::MaybeCreated);
    assert!(error.is_rate_limited() && error.may_have_taken_effect());
    assert!(error.key().is_some());

    let server = MockServer::start().await;
    let late = ResponseTemplate::new(429).insert_header("retry-after", "3600");
    on(&server, "POST", TASK, late).await;
    let late = unique(&self::client(&server, &ManualClock::new())).await;
    assert!(late.unwrap_err().may_have_taken_effect());
}

#[tokio::test]
async fn an_id_in_digits_and_damage_beside_the_id_do_not_lose_the_machine() {
    for (body, id) in [
        (&br#"{"code":"0","msg":"success","data":12345}"#[..], "12345"),
        (b"{\"code\":\"0\",\"msg\":\"\xB3\xC9\xB9\xA6\",\"data\":\"a1\"}", "a1"),
        (br#"{"code":"0","msg":"\ud83d","x":1e400,"data":"a1"}"#, "a1"),
        (br#"{"code":"0","code":"0","data":"a1","msg":"a","msg":"b"}"#, "a1"),
        (b"\xEF\xBB\xBF{\"code\":0,\"data\":\"a1\"}", "a1"),
    ] {
        let answer = ResponseTemplate::new(200).set_body_raw(body, "application/json");
        let (_server, client) = answering(answer).await;
        let created = unique(&client).await.unwrap();
        assert_eq!((created.id.as_str(), created.found_again), (id, false));
    }
}

#[tokio::test]
async fn the_code_of_a_refusal_is_read_beside_damage() {
    let body = b"{\"code\":\"10008\",\"msg\":\"\xD3\xE0\xB6\xEE\",\"data\":\"\"}";
    for status in [200, 500] {
        let answer = ResponseTemplate::new(status).set_body_raw(&body[..], "application/json");
        let (_server, client) = answering(answer).await;
        let error = client.get_instance(id(ID)).await.unwrap_err();
        assert_eq!(error.code(), Some("10008"), "{error}");
    }
}

#[tokio::test]
async fn an_answer_that_is_cut_short_behind_the_id_is_an_error_with_it() {
    for (body, id) in [
        (r#"{"code":"0","msg":"success","data":"4c1f""#, Some("4c1f")),
        (r#"{"data":"4c1f","code":"0","ms"#, Some("4c1f")),
        (r#"{"code":"0","code":"7","data":"4c1f"}"#, Some("4c1f")),
        (r#"{"code":"0","data":" ","msg":"#, None),
        (r#"{"code":"0","msg":"success","data":"4c"#, None),
    ] {
        let (_server, client) = answering(ok(body)).await;
        let error = client.create_instance(sample()).await.unwrap_err();
        assert_eq!((error.kind(), error.id()), (Kind::MaybeCreated, id), "{body}");
    }
}
