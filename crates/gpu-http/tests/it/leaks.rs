//! No credential reaches another host, a message, a debug output or a trace.

use gpu_http::{Delivery, Http, Kind, ManualClock};

use crate::server::{
    Act, Server, TOKEN, answer, change, config, http, http_with, nowhere, read, settings,
};

fn everything_shown(error: &gpu_http::Error) -> String {
    let mut shown = format!("{error} {error:#?} {error:#?}");
    let mut source = std::error::Error::source(error);
    while let Some(below) = source {
        shown.push_str(&format!(" {below} {below:?}"));
        source = below.source();
    }
    shown
}

#[tokio::test]
async fn a_redirect_is_reported_and_never_followed() {
    for status in ["301", "302", "303", "307", "308"] {
        for call in [read(), change()] {
            let other = Server::start(vec![answer("200 OK", "", "{}")]).await;
            let location = format!("location: {}/y?token=hunter2\r\n", other.url());
            let server = Server::start(vec![answer(&format!("{status} x"), &location, "")]).await;
            let error = http(&server.url(), &ManualClock::new()).perform(call).await.unwrap_err();
            assert_eq!((error.kind(), server.requests()), (Kind::Redirect, 1));
            assert_eq!(other.seen(), Vec::<String>::new());
            let shown = everything_shown(&error);
            assert!(shown.contains(&other.url()) && !shown.contains("hunter2"), "{shown}");
        }
    }
}

/// A client with a caller's own reqwest client as it comes: it follows redirects.
fn with_own_client(url: &str) -> Http {
    let own = gpu_http::reqwest::Client::builder().no_proxy();
    #[cfg(feature = "rustls")]
    let own = own.tls_backend_preconfigured(bare_tls());
    http_with(url, settings(&ManualClock::new()).reqwest_client(own.build().unwrap()))
}

#[tokio::test]
async fn a_callers_own_client_that_follows_a_redirect_is_found_out() {
    let other = Server::start(vec![answer("200 OK", "", "{}")]).await;
    let location = format!("location: {}/y\r\n", other.url());
    let server = Server::start(vec![answer("307 x", &location, "")]).await;
    let http = with_own_client(&server.url());
    let error = http.perform(change()).await.unwrap_err();
    assert_eq!(error.kind(), Kind::Redirect);
    assert!(error.may_have_taken_effect());
}

#[tokio::test]
async fn behind_a_redirect_that_leads_nowhere_nothing_is_called_not_sent() {
    let (_socket, nowhere) = nowhere();
    for location in [nowhere.as_str(), "ftp://127.0.0.1/"] {
        let header = format!("location: {location}\r\n");
        let server = Server::start(vec![answer("307 x", &header, "")]).await;
        let http = with_own_client(&server.url());
        let error = http.perform(change().not_idempotent()).await.unwrap_err();
        assert!(error.may_have_taken_effect(), "{location}: {error:?}");
        assert_eq!((server.requests(), error.attempts()), (1, 1), "{location}");
    }
    // Where nothing was sent, that cannot be told apart.
    let error = with_own_client(&nowhere).perform(change()).await;
    assert_eq!(error.unwrap_err().delivery(), Delivery::MaybeSent);
}

/// A TLS configuration that trusts nobody: enough for plain http, and needs no global provider.
#[cfg(feature = "rustls")]
fn bare_tls() -> rustls::ClientConfig {
    let provider = std::sync::Arc::new(rustls::crypto::ring::default_provider());
    rustls::ClientConfig::builder_with_provider(provider)
        .with_safe_default_protocol_versions()
        .unwrap()
        .with_root_certificates(rustls::RootCertStore::empty())
        .with_no_client_auth()
}

#[tokio::test]
async fn a_server_that_echoes_the_token_does_not_get_it_printed() {
    let json = format!(r#"{{"msg":"bad token {TOKEN}","sshPassword":"hunter2"}}"#);
    let html = format!("<p>token {TOKEN} refused, password: hunter2</p>");
    for body in [json, html] {
        for act in [answer("403 Forbidden", "", &body), answer("200 OK", "", &body), Act::Close] {
            let server = Server::start(vec![act]).await;
            let http = http(&server.url(), &ManualClock::new());
            let error = match http.perform(change()).await {
                Err(error) => error,
                Ok(answer) => {
                    assert!(!format!("{answer:?}").contains(TOKEN));
                    answer.json::<Vec<u8>>().unwrap_err()
                }
            };
            let shown = everything_shown(&error);
            assert!(!shown.contains(TOKEN) && !shown.contains("hunter2"), "{shown}");
        }
    }
}

#[tokio::test]
async fn neither_the_client_nor_a_preview_shows_the_token() {
    let time = ManualClock::new();
    let http = http("http://127.0.0.1:9", &time);
    let preview = http.preview(&read());
    let shown =
        format!("{http:?} {preview:?} {preview} {:?} {:?}", config(settings(&time)), read());
    assert!(!shown.contains(TOKEN), "{shown}");
    assert!(preview.as_curl().contains("$TOKEN"));
}

#[tokio::test]
async fn a_credential_in_a_header_of_the_answer_is_not_shown() {
    for head in [
        format!("content-encoding: {TOKEN}\r\n"),
        format!("location: https://{TOKEN}.example/\r\n"),
        format!("location: https://{}@h.example/\r\n", TOKEN.to_uppercase()),
    ] {
        for status in ["200 OK", "302 x", "400 x"] {
            let server = Server::start(vec![answer(status, &head, "{}")]).await;
            let answered = http(&server.url(), &ManualClock::new()).perform(change()).await;
            let Err(error) = answered else { continue };
            let shown = everything_shown(&error).to_lowercase();
            assert!(!shown.contains(&TOKEN.to_lowercase()), "{status} {head}: {shown}");
        }
    }
}
