//! Nothing that a person or a log may see shows a token, a key, a script or an address.

use ac_openapi_client::*;
use wiremock::{MockServer, ResponseTemplate};

use crate::support::*;

/// What may never be seen.
const CANARIES: [&str; 5] = [TOKEN, ACCESS_KEY, SECRET_KEY, "canary-url", "canary-script"];

fn check(what: &str, shown: &str) {
    for canary in CANARIES {
        assert!(!shown.contains(canary), "{what} shows {canary}: {shown}");
    }
}

#[tokio::test]
async fn an_answer_full_of_credentials_shows_none_in_its_error() {
    // Unknown texts, under the names that the documents have for them.
    for answer in [
        success(r#"[{"clusterId":"1","token":"canary-url"},7]"#),
        success(
            r#"{"id":true,"startScriptContent":"canary-script","accessUrl":"http://h/canary-url"}"#,
        ),
        ok(r#"{"code":"10001","msg":"see http://h/?token=canary-url","data":"canary-url"}"#),
    ] {
        let (_server, client) = answering(answer).await;
        let error = client.get_instance(id(ID)).await.unwrap_err();
        check("error", &shown(&error));
    }
}

/// The secret key is not sent, and hidden all the same.
#[tokio::test]
async fn a_token_call_that_is_answered_with_its_keys_shows_none_of_them() {
    let echo = format!(r#"{{"code":"10001","msg":"{ACCESS_KEY} {SECRET_KEY}","data":""}}"#);
    let (server, _) = answering(ok(&*echo)).await;
    let platform = platform(&server, &ManualClock::new());
    let error = platform.get_tokens(&credentials()).await.unwrap_err();
    check("error", &shown(&error));
}

#[tokio::test]
async fn values_and_requests_show_no_secret() {
    let server = MockServer::start().await;
    on(&server, "POST", TOKENS, tokens_with(TOKEN)).await;
    on(&server, "GET", CENTER, center_with(&server.uri())).await;
    let data = format!(
        r#"{{"id":"{ID}","status":"Running","startScriptContent":"canary-script",
            "containerPortInfoList":[{{"accessUrl":"http://h/canary-url/?token=canary-url"}}],
            "unheardOf":"canary-url"}}"#
    );
    let detail = format!("/ai/openapi/v2/instance-service/{ID}/detail");
    on(&server, "GET", &detail, success(&data)).await;
    let url = format!("/ai/openapi/v2/instance-service/{ID}/url");
    on(&server, "GET", &url, success(r#""http://h/canary-url/?token=canary-url""#)).await;

    let platform = platform(&server, &ManualClock::new());
    let access = Access::new(platform.clone(), credentials());
    let tokens = access.tokens().await.unwrap();
    let client = access.connect().await.unwrap();
    let instance = client.get_instance(id(ID)).await.unwrap();
    let url = client.get_access_url(id(ID)).await.unwrap();
    let echo = format!(r#"{{"code":"10001","msg":"{ACCESS_KEY} {SECRET_KEY}","data":""}}"#);
    on(&server, "GET", TASK, ok(echo)).await;
    check("refusal", &shown(&client.list_instances().await.unwrap_err()));
    let script = Script::new("canary-script", ScriptScope::All);
    let new = NewInstance { start_script: Some(script.clone()), ..sample() };
    for (what, shown) in [
        ("credentials", format!("{:?}", credentials())),
        ("platform", format!("{platform:?} {:?}", platform.get_center(TOKEN))),
        ("access", format!("{access:?}")),
        ("tokens", format!("{tokens:?} {}", serde_json::to_string(&tokens).unwrap())),
        ("client", format!("{client:?} {:?}", client.list_instances())),
        ("instance", format!("{instance:?} {}", serde_json::to_string(&instance).unwrap())),
        ("url", format!("{url:?} {}", url.clone().unwrap())),
        ("signed", format!("{:?}", platform.get_tokens(&credentials()).preview().unwrap())),
        ("center", format!("{:?}", platform.get_center(TOKEN).preview().unwrap())),
        ("create", format!("{:?} {}", new, client.create_instance(new.clone()).preview().unwrap())),
        ("script", format!("{}", client.execute_script(id(ID), script).preview().unwrap())),
        ("answer", format!("{:?}", client.get_access_url(id(ID)).send_raw().await.unwrap())),
    ] {
        check(what, &shown);
    }
}

#[test]
fn an_address_with_a_key_in_it_shows_none() {
    for form in ["https://user:KEY@h/", "https://h/?token=KEY"] {
        let url = form.replace("KEY", SECRET_KEY);
        let platform = Platform::builder().tokens_url(&url).center_url(&url);
        let builder = Client::builder(TOKEN, &url);
        let builders = format!("{platform:?} {builder:?}");
        check("builder", &builders);
        check("error", &shown(&platform.build().unwrap_err()));
        check("error", &shown(&builder.build().unwrap_err()));
    }
}

#[tokio::test]
async fn a_probe_that_is_answered_with_the_create_s_script_shows_none_of_it() {
    let echo = ok(r#"{"code":"10004","msg":"canary-script","data":""}"#);
    let (server, client) = answering(echo).await;
    let lost = ResponseTemplate::new(502);
    wiremock::Mock::given(wiremock::matchers::method("POST"))
        .respond_with(lost)
        .with_priority(1)
        .mount(&server)
        .await;
    let start_script = Some(Script::new("canary-script", ScriptScope::All));
    let create = client.create_instance(NewInstance { start_script, ..sample() });
    let error = create.await.unwrap_err();
    assert!(error.to_string().contains("looking for it failed"), "{error}");
    check("error", &shown(&error));
}
