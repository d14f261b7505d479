//! The client's settings: addresses, the token, headers, limits.

use glows_client::Client;

use crate::support::{TOKEN, fixture, saying};

#[tokio::test]
async fn a_request_carries_the_token_and_both_names() {
    let (server, _) = saying(fixture!("stats.response")).await;
    let client = Client::builder(format!(" {TOKEN}\n"))
        .base_url(server.uri())
        .settings(glows_client::Settings::new().user_agent("scheduler/2.0"))
        .build()
        .unwrap();
    client.check_token().await.unwrap();
    let requests = server.received_requests().await.unwrap();
    let header = |name: &str| requests[0].headers.get(name).unwrap().to_str().unwrap().to_owned();
    assert_eq!(header("authorization"), format!("Bearer {TOKEN}"));
    let version = env!("CARGO_PKG_VERSION");
    assert_eq!(header("user-agent"), format!("scheduler/2.0 glows-client/{version}"));
}

#[tokio::test]
async fn a_release_sends_a_content_length_of_zero_as_curl_and_requests_do() {
    let (server, client) = saying(fixture!("release.response")).await;
    let _accepted = client.release_instance(crate::support::key("k")).await.unwrap();
    let requests = server.received_requests().await.unwrap();
    assert_eq!(requests[0].method.as_str(), "DELETE");
    assert_eq!(requests[0].headers.get("content-length").unwrap(), "0");
}
