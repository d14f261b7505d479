//! What each call makes of a refusal, an HTTP error and an answer that cannot be read.

use ac_openapi_client::*;
use wiremock::ResponseTemplate;

use crate::support::*;

/// Calls everything; gives back the call's name and how it ended.
async fn call_all(client: &Client) -> Vec<(&'static str, Result<()>)> {
    let one = id(ID);
    let script = Script::new("true", ScriptScope::All);
    let spec = ResourceSpec { cpu_number: 1, gpu_number: 1, ram_mb: 1 };
    vec![
        ("create instance", create_sample(client).await.map(drop)),
        ("restart instance", client.restart_instance(&one).await.map(drop)),
        ("stop instances", client.stop_instances(&one).await.map(drop)),
        ("delete instances", client.delete_instances(&one).await.map(drop)),
        ("execute script", client.execute_script(&one, script).await.map(drop)),
        ("list instances", client.list_instances().await.map(drop)),
        ("get instance", client.get_instance(&one).await.map(drop)),
        ("get access url", client.get_access_url(&one).await.map(drop)),
        ("update resource spec", client.update_resource_spec(&one, spec).await.map(drop)),
        ("get node limits", client.get_node_limits(Accelerator::Gpu, "g").await.map(drop)),
        ("list resource groups", client.list_resource_groups().await.map(drop)),
        ("list allowed mount dirs", client.list_allowed_mount_dirs().await.map(drop)),
        ("list images", client.list_images(ImageAccess::Public).await.map(drop)),
        (
            "list images by get",
            client.list_images_by_get(Accelerator::Dcu, ImageType::Base).await.map(drop),
        ),
    ]
}

/// A refusal is a refusal whatever stands in the payload's place.
#[tokio::test]
async fn what_is_no_success_is_an_error_of_its_call() {
    let refused = |data| ok(format!(r#"{{"msg":"参数无效","code":"10004","data":{data}}}"#));
    let refusals = [r#""""#, "null", "[]", "{}", r#"[{"id":"a"}]"#, r#""internal_error""#];
    let refusals = refusals.map(|data| (refused(data), Kind::Vendor, Kind::Vendor, Some("10004")));
    let unreadable =
        ["<html>502</html>", "", "[]", r#"{"data":"a"}"#, r#"{"code":null,"data":"a"}"#];
    let unreadable = unreadable.map(|body| (ok(body), Kind::Unreadable, Kind::MaybeCreated, None));
    let status = ResponseTemplate::new(400).set_body_string(r#"{"code":"10003","msg":"参数不全"}"#);
    let status = (status, Kind::Status, Kind::Status, Some("10003"));
    for (answer, kind, of_create, code) in refusals.into_iter().chain(unreadable).chain([status]) {
        let (_server, client) = answering(answer.clone()).await;
        for (name, outcome) in call_all(&client).await {
            let error = outcome.unwrap_err();
            let kind = if name == "create instance" { of_create } else { kind };
            assert_eq!((error.kind(), error.code()), (kind, code), "{name}: {answer:?}");
            assert_eq!(error.endpoint(), Some(name));
            assert_eq!(error.vendor_message().is_some(), code.is_some());
            assert!(code.is_none() || !error.may_have_taken_effect(), "{name}");
        }
    }
}

#[tokio::test]
async fn a_success_without_its_payload_is_never_an_empty_value() {
    for body in [r#"{"code":"0","msg":"success"}"#, r#"{"code":"0","data":null}"#] {
        let (_server, client) = answering(ok(body)).await;
        for (name, outcome) in call_all(&client).await {
            let kind = match name {
                // An empty list may be `null`.
                "list instances"
                | "list images"
                | "list resource groups"
                | "list allowed mount dirs"
                | "list images by get" => (!body.contains("null")).then_some(Kind::Unreadable),
                "get instance" | "get node limits" => Some(Kind::Unreadable),
                "create instance" => Some(Kind::MaybeCreated),
                // The others have none in their samples, or answer "no address yet".
                _ => None,
            };
            assert_eq!(outcome.err().map(|error| error.kind()), kind, "{name}");
        }
    }
}

#[tokio::test]
async fn a_region_without_a_container_service_says_so() {
    let (_server, client) = answering(ResponseTemplate::new(404)).await;
    let error = client.list_resource_groups().await.unwrap_err();
    assert_eq!(error.status(), Some(404));
    assert!(error.to_string().contains("no container service answers at this address"), "{error}");
}

#[tokio::test]
async fn no_address_yet_is_no_error() {
    for data in ["null", r#""""#, r#""--""#] {
        let (_server, client) = answering(success(data)).await;
        assert_eq!(client.get_access_url(id(ID)).await.unwrap(), None, "{data}");
    }
    let (_server, client) = answering(success(r#"{"url":"x"}"#)).await;
    assert_eq!(client.get_access_url(id(ID)).await.unwrap_err().kind(), Kind::Unreadable);
}

#[tokio::test]
async fn the_documented_answers_to_changes_are_read() {
    let (_server, client) = answering(ok(fixture!("create.response"))).await;
    let created = create_sample(&client).await.unwrap();
    assert_eq!((created.id.as_str(), created.found_again), (ID, false));
    for sample in [fixture!("delete.response"), fixture!("execute_script.response")] {
        let (_server, client) = answering(ok(sample)).await;
        assert_eq!(client.delete_instances(id(ID)).await.unwrap().data, Json::Null);
    }
}
