//! From access keys to a client of one region.

use ac_openapi_client::*;
use wiremock::MockServer;

use crate::support::*;

/// A platform with one region whose container service is at the same address, in this form.
async fn region(form: &str) -> (MockServer, Access) {
    let server = MockServer::start().await;
    on(&server, "POST", TOKENS, tokens_with("region-token")).await;
    let ai_url = form.replace("HOST", &server.uri());
    on(&server, "GET", CENTER, center_with(&ai_url)).await;
    on(&server, "GET", TASK, success("[]")).await;
    let access = Access::new(platform(&server, &ManualClock::new()), credentials());
    (server, access)
}

#[tokio::test]
async fn keys_lead_to_the_containers_of_the_only_region() {
    let (server, access) = region("HOST/ai").await;
    let client = access.connect().await.unwrap();
    client.list_instances().await.unwrap();
    assert_eq!(came(&server, "GET", CENTER).await[0].headers["token"], "region-token");
    let lists = came(&server, "GET", TASK).await;
    assert_eq!(lists.len(), 1, "one /ai in the path");
    assert_eq!(lists[0].headers["token"], "region-token");
    let center = client.center().unwrap();
    assert_eq!(center.name.as_str(), Some("east"));
}

#[tokio::test]
async fn the_address_may_have_an_ai_too_many_or_too_few() {
    for form in ["HOST", "HOST/", "HOST/ai", "HOST/ai/", "HOST/ai/ai"] {
        let (server, access) = region(form).await;
        access.connect().await.unwrap().list_instances().await.unwrap();
        assert_eq!(came(&server, "GET", TASK).await.len(), 1, "{form}");
    }
}

#[tokio::test]
async fn a_placeholder_and_clear_text_are_refused_before_a_token_goes_anywhere() {
    for form in ["{aiUrls}/ai", "http://10.0.35.26:7090/ai"] {
        let (server, access) = region(form).await;
        let error = access.connect().await.unwrap_err();
        assert_eq!(error.field(), Some("aiUrls"));
        assert_eq!(server.received_requests().await.unwrap().len(), 2);
    }
}
