//! The platform's own calls.

use ac_openapi_client::*;
use wiremock::MockServer;

use crate::support::*;

async fn platform_answering(answer: wiremock::ResponseTemplate) -> (MockServer, Platform) {
    let (server, _) = answering(answer).await;
    let platform = platform(&server, &ManualClock::new());
    (server, platform)
}

#[tokio::test]
async fn the_token_call_is_signed_with_the_time_of_sending() {
    let (server, platform) = platform_answering(ok(fixture!("tokens.response"))).await;
    let tokens = platform.get_tokens(&credentials()).await.unwrap();
    assert_eq!(tokens.regions().count(), 2);
    let request = came(&server, "POST", TOKENS).await.remove(0);
    let header = |name: &str| request.headers[name].to_str().unwrap().to_owned();
    assert_eq!(header("user"), "login-name");
    assert_eq!(header("accesskey"), ACCESS_KEY);
    assert_eq!(header("timestamp"), "1767225600");
    let signature = header("signature");
    assert!(
        signature.len() == 64 && signature.bytes().all(|byte| b"0123456789abcdef".contains(&byte))
    );
    assert!(request.body.is_empty());
    assert!(!request.headers.contains_key("token"));
}

#[tokio::test]
async fn keys_lead_to_the_containers_of_the_only_region() {
    let server = MockServer::start().await;
    on(&server, "POST", TOKENS, tokens_with("region-token")).await;
    on(&server, "GET", CENTER, center_with(&format!("{}/ai", server.uri()))).await;
    on(&server, "GET", TASK, success("[]")).await;
    let access = Access::new(platform(&server, &ManualClock::new()), credentials());
    let client = access.connect().await.unwrap();
    client.list_instances().await.unwrap();
    for at in [CENTER, TASK] {
        let asked = came(&server, "GET", at).await;
        assert_eq!((asked.len(), asked[0].headers["token"].as_bytes()), (1, &b"region-token"[..]));
    }
    assert_eq!(client.center().unwrap().name.as_str(), Some("east"));
}

#[tokio::test]
async fn a_region_in_clear_text_is_refused_before_a_token_goes_there() {
    let server = MockServer::start().await;
    on(&server, "POST", TOKENS, tokens_with("region-token")).await;
    on(&server, "GET", CENTER, center_with("http://10.0.35.26:7090/ai")).await;
    let access = Access::new(platform(&server, &ManualClock::new()), credentials());
    assert_eq!(access.connect().await.unwrap_err().field(), Some("aiUrls"));
}

#[tokio::test]
async fn the_token_call_s_preview_shows_no_key() {
    let (_server, platform) = platform_answering(success("[]")).await;
    let curl = platform.get_tokens(&credentials()).preview().unwrap().as_curl();
    let at = curl.find("/api/").unwrap();
    insta::assert_snapshot!(&curl[at..]);
}

#[tokio::test]
async fn a_failed_verification_is_told_from_a_missing_permission() {
    let (_server, platform) = platform_answering(refusal("10009")).await;
    let error = platform.get_tokens(&credentials()).await.unwrap_err();
    assert!(error.is_auth());
    assert!(error.to_string().contains("verification failed"), "{error}");
    let error = platform.get_user(TOKEN).await.unwrap_err();
    assert!(error.to_string().contains("no permission to call this interface"), "{error}");
}

#[tokio::test]
async fn a_region_is_an_object_or_a_list_of_one() {
    let object = json(fixture!("center.response"))["data"].take().to_string();
    for data in [object.clone(), format!("[{object}]")] {
        let (server, platform) = platform_answering(success(&data)).await;
        let center = platform.get_center(TOKEN).await.unwrap();
        assert_eq!(center.id.as_str(), Some("11112"));
        assert_eq!(came(&server, "GET", CENTER).await[0].headers["token"], TOKEN);
    }
    for data in ["[]".to_owned(), format!("[{object},{object}]"), "null".to_owned()] {
        let (_server, platform) = platform_answering(success(&data)).await;
        let error = platform.get_center(TOKEN).await.unwrap_err();
        assert_eq!((error.kind(), error.json_path()), (Kind::Unreadable, Some("data")));
    }
}

#[tokio::test]
async fn a_new_token_comes_in_three_shapes() {
    for data in [r#""fresh""#, r#"{"token":"fresh"}"#, r#"[{"token":"fresh"}]"#] {
        let (server, platform) = platform_answering(success(data)).await;
        let token = platform.renew_token(TOKEN).await.unwrap();
        assert_eq!(token.expose(), "fresh", "{data}");
        let request = came(&server, "POST", "/ac/openapi/v2/tokens/next").await.remove(0);
        assert_eq!(request.headers["token"], TOKEN);
        assert_eq!(request.headers["content-type"], "application/json");
        assert!(request.body.is_empty());
    }
    for data in ["null", r#""""#, "[]", "{}", "7", r#"[{"token":"a"},{"token":"b"}]"#] {
        let (_server, platform) = platform_answering(success(data)).await;
        let error = platform.renew_token(TOKEN).await.unwrap_err();
        assert_eq!(error.kind(), Kind::Unreadable, "{data}");
        assert!(!shown(&error).contains(r#""a""#));
    }
}

#[tokio::test]
async fn the_user_s_balance_is_exact() {
    let data = r#"{"userName":"u","accountBalance":"0.10","accountStatus":"Normal","country":null,
        "timeZone":"(UTC+0800) China Standard Time","language":"zh_CN","address":""}"#;
    let (server, platform) = platform_answering(success(data)).await;
    let user = platform.get_user(TOKEN).await.unwrap();
    assert_eq!(user.account_balance.get().map(ToString::to_string).as_deref(), Some("0.10"));
    assert_eq!(user.account_status.get(), Some(&AccountStatus::Normal));
    assert_eq!((user.country.get(), user.address.get()), (None, None));
    assert_eq!(came(&server, "GET", "/ac/openapi/v2/user").await.len(), 1);
}

#[tokio::test]
async fn a_full_url_is_used_as_it_is() {
    let (server, _) = answering(success("[]")).await;
    let platform = Platform::builder()
        .tokens_url(format!("{}/elsewhere", server.uri()))
        .center_url(format!("{}/gate/ac/openapi/v2/center", server.uri()))
        .build()
        .unwrap();
    platform.get_tokens(&credentials()).await.unwrap();
    let _ = platform.get_user(TOKEN).await;
    assert_eq!(came(&server, "POST", "/elsewhere").await.len(), 1);
    assert_eq!(came(&server, "GET", "/gate/ac/openapi/v2/user").await.len(), 1);
}

#[tokio::test]
async fn a_blank_token_is_not_sent() {
    let (server, platform) = platform_answering(success("null")).await;
    for error in [
        platform.get_center("").await.unwrap_err(),
        platform.validate_token(" ").await.unwrap_err(),
    ] {
        assert_eq!(error.field(), Some("token"));
    }
    assert!(server.received_requests().await.unwrap().is_empty());
}
