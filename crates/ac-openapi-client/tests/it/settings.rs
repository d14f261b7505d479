//! Settings of the builders.

use std::time::Duration;

use ac_openapi_client::*;

use crate::support::*;

#[tokio::test]
async fn the_application_s_name_stands_before_the_crate_s() {
    let (server, _) = answering(success("[]")).await;
    let client = Client::builder(TOKEN, server.uri())
        .settings(Settings::new().user_agent("trainer/2"))
        .build()
        .unwrap();
    client.list_instances().await.unwrap();
    let request = &server.received_requests().await.unwrap()[0];
    let agent = request.headers["user-agent"].to_str().unwrap();
    assert!(agent.starts_with("trainer/2 ac-openapi-client/"), "{agent}");
}

#[test]
fn plain_http_needs_permission() {
    let build = |allow| {
        let builder = Client::builder(TOKEN, "http://10.0.0.1:8080/ai");
        if allow {
            builder.settings(Settings::new().allow_plain_http()).build()
        } else {
            builder.build()
        }
    };
    assert_eq!(build(false).unwrap_err().field(), Some("base_url"));
    assert_eq!(build(true).unwrap().base_url().as_str(), "http://10.0.0.1:8080");
}

#[test]
fn a_bad_token_is_refused_when_the_client_is_built() {
    for token in ["", " \n", "a b", "a\nb", "ä"] {
        let error = Client::builder(token, "https://h").build().unwrap_err();
        assert_eq!(error.field(), Some("token"), "{token:?}");
    }
}

#[tokio::test]
async fn the_list_form_of_the_client_is_the_default_of_its_requests() {
    let (server, client) = answering(success("[]")).await;
    let client = client.with_list_form(ListForm::Query);
    client.list_instances().await.unwrap();
    client.list_instances().form(ListForm::Body).await.unwrap();
    assert_eq!(came(&server, "GET", TASK_LIST).await.len(), 1);
    assert_eq!(came(&server, "GET", TASK).await.len(), 1);
}

#[test]
fn nothing_of_a_client_shows_its_token() {
    let builder = Client::builder(TOKEN, "https://h/ai")
        .settings(Settings::new().timeout(Duration::from_secs(5)));
    let shown = format!("{builder:?}");
    let client = builder.build().unwrap();
    let shown = format!("{shown} {client:?} {:?}", client.list_instances());
    assert!(!shown.contains(TOKEN), "{shown}");
}
