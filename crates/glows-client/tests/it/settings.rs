//! The client's settings: addresses, the token, headers, limits.

use glows_client::{Client, Kind, ManualClock};

use crate::support::{TOKEN, builder, fixture, saying};

#[test]
fn an_address_means_the_same_with_and_without_path_and_slash() {
    for url in [
        "https://glows.example",
        "https://glows.example/",
        "https://glows.example/sdk/v1",
        "https://glows.example/sdk/v1/",
    ] {
        let client = Client::builder(TOKEN).base_url(url).build().unwrap();
        let preview = client.instance_stats().preview().unwrap();
        assert_eq!(preview.url, "https://glows.example/sdk/v1/instance/stats", "{url}");
    }
}

#[test]
fn an_unusable_address_names_the_setting() {
    for url in ["", "glows.example", "ftp://glows.example", "http://glows.example", "https://a:b@c"]
    {
        let error = Client::builder(TOKEN).base_url(url).build().unwrap_err();
        assert_eq!((error.kind(), error.field()), (Kind::Invalid, Some("base_url")), "{url}");
    }
    let plain = Client::builder(TOKEN)
        .base_url("http://glows.example")
        .settings(glows_client::Settings::new().allow_plain_http());
    assert!(plain.build().is_ok());
}

#[test]
fn an_unusable_token_names_the_setting() {
    for token in ["", "  ", "a\nb", "\u{7f}"] {
        let error = Client::new(token).unwrap_err();
        assert_eq!(error.field(), Some("token"), "{token:?}");
    }
}

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

#[tokio::test]
async fn the_callers_own_reqwest_client_is_used() {
    let (server, _) = saying(fixture!("stats.response")).await;
    let own = gpu_http::reqwest::Client::builder()
        .no_proxy()
        .user_agent("my own")
        .tls_backend_preconfigured(bare_tls())
        .build()
        .unwrap();
    let client = builder(&server.uri(), &ManualClock::new())
        .settings(crate::support::settings(&ManualClock::new()).reqwest_client(own))
        .build()
        .unwrap();
    client.check_token().await.unwrap();
    let requests = server.received_requests().await.unwrap();
    assert_eq!(requests[0].headers.get("user-agent").unwrap(), "my own");
}

/// A TLS configuration that trusts nobody: enough for plain http, and needs no global provider.
fn bare_tls() -> rustls::ClientConfig {
    let provider = std::sync::Arc::new(rustls::crypto::ring::default_provider());
    rustls::ClientConfig::builder_with_provider(provider)
        .with_safe_default_protocol_versions()
        .unwrap()
        .with_root_certificates(rustls::RootCertStore::empty())
        .with_no_client_auth()
}
