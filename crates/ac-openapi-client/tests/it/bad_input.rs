//! What is wrong is refused before anything is sent, naming the field.

use std::time::Duration;

use ac_openapi_client::*;

use crate::support::*;

fn field<T: std::fmt::Debug>(preview: Result<T>) -> String {
    let error = preview.unwrap_err();
    assert_eq!((error.kind(), error.delivery()), (Kind::Invalid, Delivery::NotSent));
    error.field().unwrap().to_owned()
}

#[tokio::test]
async fn a_new_instance_that_cannot_be_right() {
    let (server, client) = answering(success("null")).await;
    let blank = Script::new(" ", ScriptScope::All);
    for (instance, wrong) in [
        (NewInstance { cpu_number: 0, ..sample() }, "cpuNumber"),
        (NewInstance { ram_mb: 0, ..sample() }, "ramSize"),
        (NewInstance { task_number: 0, ..sample() }, "taskNumber"),
        (NewInstance { resource_group: " ".into(), ..sample() }, "resourceGroup"),
        (NewInstance { image: ImageRef::new("", "v"), ..sample() }, "imagePath"),
        (NewInstance { image: ImageRef::new("p", ""), ..sample() }, "version"),
        (
            NewInstance { name: serde_json::from_str(r#""job\n""#).unwrap(), ..sample() },
            "instanceServiceName",
        ),
        (NewInstance { resource_group: " Tesla\n".to_owned(), ..sample() }, "resourceGroup"),
        (
            NewInstance { timeout_limit: TimeoutLimit::After(Duration::ZERO), ..sample() },
            "timeoutLimit",
        ),
        (NewInstance { start_script: Some(blank), ..sample() }, "startScriptContent"),
    ] {
        let create = client.create_instance(instance);
        assert_eq!(field(create.preview()), wrong);
        assert_eq!(field(create.await), wrong);
    }
    let error = client.create_instance(NewInstance { ram_mb: 0, ..sample() }).await.unwrap_err();
    assert_eq!(error.key(), Some("Instances_2205113838"));
    assert!(server.received_requests().await.unwrap().is_empty());
}

#[tokio::test]
async fn mounts_and_ports_that_cannot_be_right() {
    let (_server, client) = answering(success("null")).await;
    let create = || client.create_instance(sample());
    let mount =
        |source, target| create().mount(Mount::new(source, target, MountKind::Path)).preview();
    assert_eq!(field(mount("", "/mnt")), "mountInfoList.sourcePath");
    assert_eq!(field(mount("/public", " ")), "mountInfoList.targetPath");
    let port = create().port(PortProtocol::Ssh, 0).preview();
    assert_eq!(field(port), "containerPortInfoList.containerPort");
    let twice = create().port(PortProtocol::Ssh, 22).port(PortProtocol::Http, 22);
    assert_eq!(field(twice.preview()), "containerPortInfoList.containerPort");
}

#[tokio::test]
async fn other_requests_that_cannot_be_right() {
    let (_server, client) = answering(success("null")).await;
    let spec = |cpu_number, ram_mb| ResourceSpec { cpu_number, gpu_number: 0, ram_mb };
    let update = |spec| client.update_resource_spec(id(ID), spec).preview();
    assert_eq!(field(update(spec(0, 1))), "cpuNumber");
    assert_eq!(field(update(spec(1, 0))), "ramSize");
    assert_eq!(field(client.get_node_limits(Accelerator::Gpu, "").preview()), "resourceGroup");
    assert_eq!(field(client.list_instances().per_page(0).preview()), "limit");
    assert_eq!(field(client.list_images(ImageAccess::Public).per_page(0).preview()), "limit");
    let script = Script::new("", ScriptScope::All);
    assert_eq!(field(client.execute_script(id(ID), script).preview()), "startScriptContent");
    // Nothing is documented against an order without a GPU.
    let cpu = NewInstance { accelerator: Accelerator::Cpu, gpu_number: 0, ..sample() };
    assert!(client.create_instance(cpu).preview().is_ok());
    let extra = client.create_instance(sample()).body_extra("ramSize", 1).preview();
    assert_eq!(field(extra), "body_extra.ramSize");
}

#[test]
fn plain_http_needs_permission() {
    let builder = || Client::builder(TOKEN, "http://10.0.0.1:8080/ai");
    assert_eq!(builder().build().unwrap_err().field(), Some("base_url"));
    let allowed = builder().settings(Settings::new().allow_plain_http()).build();
    assert_eq!(allowed.unwrap().base_url().as_str(), "http://10.0.0.1:8080");
}

#[test]
fn a_bad_token_is_refused_when_the_client_is_built() {
    for token in ["", " \n", "a b", "a\nb", "ä"] {
        let error = Client::builder(token, "https://h").build().unwrap_err();
        assert_eq!(error.field(), Some("token"), "{token:?}");
    }
}
