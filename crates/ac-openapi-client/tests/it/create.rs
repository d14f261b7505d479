//! A create is sent at most once, and its fate is looked up before anything is said.

use std::time::Duration;

use ac_openapi_client::*;
use wiremock::{MockServer, ResponseTemplate};

use crate::support::*;

/// A request with a unique name.
fn unique(client: &Client) -> CreateInstance {
    let random = Random::from_fn(|| 7);
    let name = InstanceName::unique_from("train", &random).unwrap();
    client.create_instance(NewInstance { name, ..sample() })
}

const UNIQUE: &str = "train_91316866951580272192";

/// A list with an instance.
fn list(name: &str, status: &str, created: &str) -> ResponseTemplate {
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

fn lost() -> ResponseTemplate {
    ResponseTemplate::new(502).set_body_string("<html>bad gateway</html>")
}

async fn creates(server: &MockServer) -> usize {
    came(server, "POST", TASK).await.len()
}

/// A check before the work is told at once; a refusal that a whole list confirms is told after a look; what
/// may be a fault of the moment settles nothing.
#[tokio::test]
async fn a_refusal_is_worth_what_its_code_says() {
    for (code, kind, looks) in [
        ("10003", Kind::Vendor, false),
        ("10004", Kind::Vendor, false),
        ("10007", Kind::Vendor, false),
        ("10008", Kind::Vendor, false),
        ("10009", Kind::Vendor, false),
        ("716865", Kind::Vendor, true),
        ("10001", Kind::MaybeCreated, true),
        ("10012", Kind::MaybeCreated, true),
        ("716020", Kind::MaybeCreated, true),
    ] {
        let (server, client) = service(refusal(code), success("[]")).await;
        let error = unique(&client).await.unwrap_err();
        assert_eq!((error.kind(), error.code(), error.key()), (kind, Some(code), Some(UNIQUE)));
        assert_eq!(!came(&server, "GET", TASK).await.is_empty(), looks, "{code}");
        assert_eq!(creates(&server).await, 1);
    }
}

/// The service keeps no names apart: a create that is sent again could make a second machine.
#[tokio::test]
async fn a_create_that_a_limiter_refused_is_looked_for_and_never_sent_again() {
    let (server, client) = service(ResponseTemplate::new(429), success("[]")).await;
    let error = unique(&client).await.unwrap_err();
    assert!(error.is_rate_limited() && !error.may_have_taken_effect(), "{error}");
    assert!(error.looked().is_some());
    assert_eq!(creates(&server).await, 1);
}

/// Nothing keeps a script from running twice; a second stop changes nothing.
#[tokio::test]
async fn a_script_that_a_limiter_refused_is_not_sent_again() {
    let (server, client) = answering(ResponseTemplate::new(429)).await;
    let script = Script::new("true", ScriptScope::All);
    assert!(client.execute_script(id(ID), script).await.unwrap_err().is_rate_limited());
    assert!(client.stop_instances(id(ID)).await.unwrap_err().is_rate_limited());
    let actions = format!("{TASK}/actions");
    assert_eq!(came(&server, "POST", &format!("{actions}/execute-script")).await.len(), 1);
    assert!(came(&server, "POST", &format!("{actions}/stop")).await.len() > 1);
}

/// Of the sixty seconds for the whole, a create gets forty, and the first form of the list half.
#[tokio::test]
async fn what_stalls_leaves_time_to_look() {
    for (stalled, found_in, at) in [("POST", TASK, 40), ("GET", TASK_LIST, 30)] {
        let server = MockServer::start().await;
        let never = success("null").set_delay(Duration::from_secs(3600));
        once(&server, stalled, TASK, never).await;
        on(&server, "POST", TASK, lost()).await;
        once(&server, "GET", found_in, list(UNIQUE, "Waiting", "2026-01-01 08:00:01")).await;
        on(&server, "GET", found_in, success("[]")).await;
        let time = ManualClock::new();
        let creating = tokio::spawn(unique(&client(&server, &time)).into_future());
        have_come(1, &server, stalled, TASK).await;
        time.expire_limits();
        assert!(creating.await.unwrap().unwrap().found_again);
        assert_eq!(time.elapsed(), Duration::from_secs(at));
    }
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
async fn an_instance_of_the_name_that_has_ended_is_reported_and_not_handed_out() {
    let (_server, client) = service(lost(), list(UNIQUE, "Failed", "2026-01-01 08:00:01")).await;
    let error = unique(&client).await.unwrap_err();
    assert_eq!(error.kind(), Kind::MaybeCreated);
    assert_eq!((error.id(), error.last_state()), (Some(ID), Some("Failed")));
}
