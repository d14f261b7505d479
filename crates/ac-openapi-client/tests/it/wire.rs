//! Every request as it goes over the wire, against the samples where there are any.

use ac_openapi_client::*;
use wiremock::Request;

use crate::support::*;

/// What a request looks like, in the form of the samples.
fn shape(request: &Request) -> serde_json::Value {
    // Another crate in the workspace may have switched on serde_json's `preserve_order`.
    let mut shape = unsorted_shape(request);
    shape.sort_all_objects();
    shape
}

fn unsorted_shape(request: &Request) -> serde_json::Value {
    let query: Vec<_> =
        request.url.query_pairs().map(|(k, v)| [k.into_owned(), v.into_owned()]).collect();
    let mut shape = serde_json::json!({
        "method": request.method.as_str(),
        "path": request.url.path(),
        "query": query,
    });
    if !request.body.is_empty() {
        shape["body"] = serde_json::from_slice(&request.body).unwrap();
    }
    shape
}

/// Sends a request to a service that agrees to everything; gives back what came there.
async fn sent<F, T>(send: impl FnOnce(Client) -> F) -> Request
where
    F: Future<Output = T>,
{
    let (server, client) = answering(success(&format!("\"{ID}\""))).await;
    send(client).await;
    let mut requests = server.received_requests().await.unwrap();
    assert_eq!(requests.len(), 1, "one request each");
    let request = requests.remove(0);
    assert_eq!(request.headers["token"], TOKEN);
    let agent = request.headers["user-agent"].to_str().unwrap();
    assert!(agent.starts_with("ac-openapi-client/"), "{agent}");
    assert!(!request.headers.contains_key("authorization"));
    request
}

/// A sample without what belongs to the sender.
fn documented(fixture: &str) -> serde_json::Value {
    let mut sample = json(fixture);
    let fields = sample.as_object_mut().unwrap();
    fields.remove("origin");
    fields.remove("headers");
    sample
}

#[tokio::test]
async fn the_three_documented_creates_are_what_create_sends() {
    let request = sent(|client| create_sample(&client).send()).await;
    assert_eq!(request.headers["content-type"], "application/json");
    let ours = shape(&request);
    for sample in [
        fixture!("create.request"),
        fixture!("create.request.java"),
        fixture!("create.request.python"),
    ] {
        assert_eq!(ours, documented(sample));
    }
}

#[tokio::test]
async fn the_other_documented_requests_are_what_is_sent() {
    let list = sent(|client| client.list_instances().task_type(TaskType::Ssh).send()).await;
    assert_eq!(shape(&list), documented(fixture!("list.request")));

    let restarted = id("4c1f43ddb030483e89b55413bee6c004");
    let restart = sent(|client| client.restart_instance(&restarted).send()).await;
    assert_eq!(shape(&restart), documented(fixture!("restart.request")));

    let (first, second) =
        (id("d3e0702e9389426cbc9cb86cdc548a54"), id("765aa93507c74b9eaee044cbaa51ed43"));
    let both = InstanceIds::from(first).and(second);
    let delete = sent(|client| client.delete_instances(both).send()).await;
    assert_eq!(shape(&delete), documented(fixture!("delete.request")));

    let limits = sent(|client| client.get_node_limits(Accelerator::Gpu, "TeslaM40").send()).await;
    assert_eq!(shape(&limits), documented(fixture!("node_limits.request")));

    let by_get = sent(|client| client.list_images_by_get(Accelerator::Dcu, ImageType::Base).send());
    assert_eq!(shape(&by_get.await), documented(fixture!("images.request.get-body")));

    let images = sent(|client| {
        let images = client.list_images(ImageAccess::Private);
        images.name("test").accelerator(Accelerator::Dcu).send()
    });
    assert_eq!(shape(&images.await), documented(fixture!("images.request")));

    let script = Script::new("echo \"hello world\"", ScriptScope::All);
    let target = id("7d64e73803de4a6e9a15a8c79c7da015");
    let execute = sent(|client| client.execute_script(&target, script).send()).await;
    assert_eq!(shape(&execute), documented(fixture!("execute_script.request")));
}

#[tokio::test]
async fn a_start_script_sets_its_three_fields_together_and_its_line_breaks_once() {
    let script = Script::new("pip install x\npython train.py", ScriptScope::Header);
    let instance = NewInstance { start_script: Some(script), ..sample() };
    let request = sent(|client| client.create_instance(instance).send()).await;
    let body = &shape(&request)["body"];
    assert_eq!(body["useStartScript"], true);
    assert_eq!(body["startScriptActionScope"], "header");
    assert_eq!(body["startScriptContent"], "pip install x\npython train.py\n");
    let text = String::from_utf8(request.body).unwrap();
    assert!(text.contains(r#""pip install x\npython train.py\n""#), "{text}");
}

#[tokio::test]
async fn what_is_not_asked_for_is_not_sent() {
    let request = sent(|client| client.create_instance(sample()).send()).await;
    let body = shape(&request)["body"].clone();
    for optional in ["description", "mountInfoList", "containerPortInfoList"] {
        assert!(body.get(optional).is_none(), "{optional}");
    }
    // Thirteen are required by the document, and the script's text goes along.
    assert_eq!(body.as_object().unwrap().len(), 14);
}

#[tokio::test]
async fn both_forms_of_the_list_carry_the_same_filter() {
    let filtered = |client: Client, form| {
        let list = client.list_instances().form(form).status(Status::Running);
        list.task_type(TaskType::Jupyter).name("a").name("b c").start(40).per_page(10).send()
    };
    insta::assert_json_snapshot!(
        "list_by_body",
        shape(&sent(|c| filtered(c, ListForm::Body)).await)
    );
    insta::assert_json_snapshot!(
        "list_by_query",
        shape(&sent(|c| filtered(c, ListForm::Query)).await)
    );
}

#[tokio::test]
async fn requests_without_a_sample_are_pinned() {
    let one = || id(ID);
    let spec = ResourceSpec { cpu_number: 8, gpu_number: 2, ram_mb: 32_768 };
    let both = || InstanceIds::from(id("a")).and(id("b"));
    let requests = [
        sent(|client| client.stop_instances(both()).send()).await,
        sent(|client| client.get_instance(one()).send()).await,
        sent(|client| client.get_access_url(one()).send()).await,
        sent(|client| client.update_resource_spec(one(), spec).send()).await,
        sent(|client| client.list_resource_groups().send()).await,
        sent(|client| client.list_allowed_mount_dirs().send()).await,
    ];
    let shapes: Vec<_> = requests.iter().map(shape).collect();
    insta::assert_json_snapshot!("without_a_sample", shapes);
}

#[tokio::test]
async fn an_id_cannot_leave_its_place_in_the_path() {
    let request = sent(|client| client.get_instance(id("../task?x=1#")).send()).await;
    let path = "/ai/openapi/v2/instance-service/..%2Ftask%3Fx%3D1%23/detail";
    assert_eq!(request.url.path(), path);
}

#[tokio::test]
async fn undocumented_extras_find_their_way() {
    let request = sent(|client| {
        let create = client.create_instance(sample()).body_extra("env", "A=1");
        create.query_extra("trace", "on").send()
    });
    let shape = shape(&request.await);
    assert_eq!(shape["body"]["env"], "A=1");
    assert_eq!(shape["query"], serde_json::json!([["trace", "on"]]));

    let list = sent(|client| client.list_instances().body_extra("orderBy", "x").send()).await;
    assert_eq!(self::shape(&list)["body"]["orderBy"], "x");
    let (_server, client) = answering(success("[]")).await;
    let list = client.list_instances().form(ListForm::Query);
    let error = list.body_extra("orderBy", "x").await.unwrap_err();
    assert_eq!(error.field(), Some("body_extra"));
}

#[tokio::test]
async fn a_preview_is_a_curl_command_without_the_token_and_the_script() {
    let (_server, client) = answering(success("null")).await;
    let script = Script::new("export KEY=hunter2", ScriptScope::All);
    let instance = NewInstance { start_script: Some(script), ..sample() };
    let preview = client.create_instance(instance).preview().unwrap();
    assert_eq!(preview.variables(), ["AC_TOKEN", "START_SCRIPT_CONTENT"]);
    let curl = preview.as_curl().replace(&client.base_url().to_string(), "https://region");
    assert!(!curl.contains("hunter2") && !curl.contains(TOKEN));
    insta::assert_snapshot!(curl);
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
