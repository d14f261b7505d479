//! No odd answer becomes a success or an empty list, for any of the eight calls, whatever the form
//! of the error body: none is documented.

use mdc_client::{Delivery, DisplayName, Error, Kind, RegionId, SkuId, Volume};
use wiremock::ResponseTemplate;

use crate::stub::{Stub, name};

/// The eight calls' errors for one answer; panics where one of them succeeds.
async fn errors(stub: &Stub) -> Vec<(&'static str, Error)> {
    let (client, cluster) = (&stub.client, stub.cluster());
    let display_name = DisplayName::new("test1").unwrap();
    let create = cluster
        .create_instance(SkuId::new("66").unwrap(), display_name, "image")
        .volume(Volume::new(50));
    let one = || name("instance-1");
    let region = RegionId::new("r").unwrap();
    vec![
        ("regions", client.list_regions().await.unwrap_err()),
        ("skus", client.list_skus(region).await.unwrap_err()),
        ("list", cluster.list_instances().await.unwrap_err()),
        ("get", cluster.get_instance(one()).await.unwrap_err()),
        ("create", create.await.unwrap_err()),
        ("power off", cluster.power_off(one()).await.unwrap_err()),
        ("power on", cluster.power_on(one()).await.unwrap_err()),
        ("delete", cluster.delete_instance(one()).await.unwrap_err()),
    ]
}

/// Bodies that an undocumented error may have.
const BODIES: [(&str, &str); 8] = [
    (r#"{"code":404,"message":"instance not found"}"#, "application/json"),
    (r#"{"error":"instance not found"}"#, "application/json"),
    (r#"{"code":1,"msg":"no","data":[],"nodes":"no","name":"Error"}"#, "application/json"),
    (r#""instance not found""#, "application/json"),
    ("instance not found", "text/plain"),
    ("<html><h1>404 Not Found</h1></html>", "text/html"),
    ("{\"nodes\":", "application/json"),
    ("", "text/plain"),
];

#[tokio::test]
async fn a_success_status_with_another_body_is_unreadable_and_nothing_else() {
    for (body, content_type) in BODIES {
        let answer = ResponseTemplate::new(200).set_body_raw(body, content_type);
        let stub = Stub::answering(answer).await;
        for (call, error) in errors(&stub).await {
            let kind = if call == "create" { Kind::MaybeCreated } else { Kind::Unreadable };
            assert_eq!(error.kind(), kind, "{call} {body}: {error}");
            assert_eq!(error.status(), Some(200), "{call} {body}: {error}");
            let is_change = !matches!(call, "regions" | "skus" | "list" | "get");
            assert_eq!(error.may_have_taken_effect(), is_change, "{call} {body}: {error}");
        }
    }
}

#[tokio::test]
async fn a_refusal_is_one_whatever_its_words() {
    for (body, content_type) in BODIES {
        for status in [400, 401, 403, 404, 409, 422] {
            let answer = ResponseTemplate::new(status).set_body_raw(body, content_type);
            let stub = Stub::answering(answer).await;
            for (call, error) in errors(&stub).await {
                // A web page, or nothing, is not the service's word.
                let in_words = !body.starts_with('<') && !["", "{\"nodes\":"].contains(&body);
                let is_change = !matches!(call, "regions" | "skus" | "list" | "get");
                // No body here speaks of credentials.
                let auth = status == 401 && !body.starts_with('<');
                // What refuses a create may be about a gateway's repetition of it, and nobody may look.
                let is_open = is_change && (call == "create" || !in_words) && !auth;
                let seen = (error.delivery(), error.status());
                assert_eq!(seen, (Delivery::Answered, Some(status)), "{call} {body}: {error}");
                let maybe_created = call == "create" && is_open;
                assert_eq!(error.kind() == Kind::MaybeCreated, maybe_created, "{call} {body}");
                assert_eq!(error.kind() == Kind::Status, !maybe_created, "{call} {body}");
                assert_eq!(error.is_auth(), auth, "{call} {body}: {error}");
                assert_eq!(error.may_have_taken_effect(), is_open, "{call} {body}: {error}");
                assert!(!error.is_not_found(), "{error}");
            }
        }
    }
}

#[tokio::test]
async fn a_failing_server_is_asked_again_only_by_calls_that_look() {
    for (body, content_type) in BODIES {
        let answer = ResponseTemplate::new(500).set_body_raw(body, content_type);
        let stub = Stub::answering(answer).await;
        for (call, error) in errors(&stub).await {
            let looks = matches!(call, "regions" | "skus" | "list" | "get");
            assert_eq!(error.attempts(), if looks { 4 } else { 1 }, "{call} {body}: {error}");
            assert_eq!(error.may_have_taken_effect(), !looks, "{call} {body}: {error}");
            let is_of_one = ["get", "power off", "power on", "delete"].contains(&call);
            assert_eq!(error.id().is_some(), is_of_one, "{call}: {error}");
            assert!(error.is_transient() || call == "create", "{call} {body}: {error}");
        }
    }
}

#[tokio::test]
async fn another_instance_than_the_one_asked_for_is_not_believed() {
    let stub = Stub::saying(r#"{"name":"instance-2","status":"Running"}"#).await;
    let error = stub.cluster().get_instance(name("instance-1")).await.unwrap_err();
    assert_eq!((error.kind(), error.json_path()), (Kind::Unreadable, Some("name")));
}

#[tokio::test]
async fn a_list_that_is_null_is_empty_and_nothing_else_is() {
    let stub = Stub::saying("null").await;
    assert!(stub.client.list_regions().await.unwrap().is_empty());
    let region = RegionId::new("r").unwrap();
    assert!(stub.client.list_skus(region).await.unwrap().is_empty());
    let list = stub.cluster().list_instances().await.unwrap_err();
    assert_eq!(list.kind(), Kind::Unreadable);
    let instance = stub.cluster().get_instance(name("i")).await.unwrap_err();
    assert_eq!(instance.kind(), Kind::Unreadable);
}
