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
async fn a_number_for_success_is_success() {
    let body = format!(r#"{{"code":0,"data":"{ID}"}}"#);
    let (_server, client) = answering(ok(body)).await;
    assert_eq!(create_sample(&client).await.unwrap().id, id(ID));
}

#[tokio::test]
async fn a_success_without_its_payload_is_never_an_empty_value() {
    for body in [r#"{"code":"0","msg":"success"}"#, r#"{"code":"0","data":null}"#] {
        let (_server, client) = answering(ok(body)).await;
        for (name, outcome) in call_all(&client).await {
            // These have none in their samples, or answer "no address yet".
            let without = [
                "restart instance",
                "stop instances",
                "delete instances",
                "execute script",
                "update resource spec",
                "get access url",
            ];
            // An empty list may be `null`.
            let is_empty = name.starts_with("list ") && body.contains("null");
            if without.contains(&name) || is_empty {
                outcome.unwrap();
                continue;
            }
            let error = outcome.unwrap_err();
            if name != "create instance" {
                assert_eq!(
                    (error.kind(), error.json_path()),
                    (Kind::Unreadable, Some("data")),
                    "{name}"
                );
            }
        }
    }
}

#[tokio::test]
async fn a_list_of_another_shape_is_unreadable_and_not_empty() {
    for data in [r#""none""#, "0", r#"{"total":0}"#, r#"{"total":1,"data":null}"#, r#"{"data":{}}"#]
    {
        let (_server, client) = answering(success(data)).await;
        let error = client.list_instances().await.unwrap_err();
        assert_eq!(error.kind(), Kind::Unreadable, "{data}");
        assert!(error.json_path().is_some_and(|path| path.starts_with("data")), "{data}");
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
async fn a_missing_instance_is_only_told_by_the_code_that_was_seen_for_it() {
    let (_server, client) = answering(refusal("816822")).await;
    assert!(client.get_instance(id(ID)).await.unwrap_err().is_not_found());
    let (_server, client) = answering(refusal("10004")).await;
    assert!(!client.get_instance(id(ID)).await.unwrap_err().is_not_found());
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
async fn a_sample_s_answer_comes_out_of_each_call() {
    let (_server, client) = answering(ok(fixture!("detail.response"))).await;
    let sample = json(fixture!("detail.response"));
    let its_id = id(sample["data"]["id"].as_str().unwrap());
    let instance = client.get_instance(&its_id).await.unwrap();
    assert_eq!(instance.status.get(), Some(&Status::Waiting));

    let (_server, client) = answering(ok(fixture!("url.response"))).await;
    let url = client.get_access_url(id(ID)).await.unwrap().unwrap();
    assert_eq!(url.to_string(), "http://10.0.35.26:7090/[secret]");

    let (_server, client) = answering(ok(fixture!("create.response"))).await;
    let created = create_sample(&client).await.unwrap();
    assert_eq!((created.id.as_str(), created.found_again), (ID, false));

    let (_server, client) = answering(ok(fixture!("delete.response"))).await;
    let accepted = client.delete_instances(id(ID)).await.unwrap();
    assert_eq!(accepted.data, Json::Null);

    let (_server, client) = answering(ok(fixture!("execute_script.response"))).await;
    let script = Script::new("true", ScriptScope::All);
    assert_eq!(client.execute_script(id(ID), script).await.unwrap().data, Json::Null);

    let (_server, client) = answering(ok(fixture!("node_limits.response"))).await;
    let limits = client.get_node_limits(Accelerator::Gpu, "TeslaM40").await.unwrap();
    assert_eq!(limits.memory_mb.copied(), Some(31_888));

    let (_server, client) = answering(ok(fixture!("images.response"))).await;
    let page = client.list_images(ImageAccess::Public).await.unwrap();
    assert_eq!((page.images.len(), page.total.copied()), (1, Some(1)));
}
