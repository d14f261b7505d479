//! Creating an instance: what goes over the wire and what comes back.

use glows_client::{Category, Hardware, Protocol, Source, Status};

use wiremock::ResponseTemplate;

use crate::support::{answering, create, emulated, fixture, json, key, region, saying};
use crate::wire::from_an_image_on_a_gpu;

#[tokio::test]
async fn the_body_is_the_documented_one_with_variables_in_clear() {
    let (server, client) = saying(fixture!("create.response")).await;
    let instance = from_an_image_on_a_gpu(&client).await.unwrap();
    assert_eq!(instance.status.get(), Some(&Status::SchedQueued));
    let requests = server.received_requests().await.unwrap();
    assert_eq!(requests.len(), 1);
    let sent: serde_json::Value = requests[0].body_json().unwrap();
    assert_eq!(sent, json(fixture!("create.request.with-region"))["body"]);
    assert_eq!(requests[0].headers.get("content-type").unwrap(), "application/json");
}

#[tokio::test]
async fn everything_that_was_ordered_is_delivered() {
    let it = emulated().await;
    let instance = it
        .client
        .create_instance(
            Source::snapshot("6ypgvgpw"),
            Hardware::cpu("Intel(R) Xeon(R) Platinum 8468"),
            Category::Vm,
            region("TW-04"),
            key("cpu_test.009"),
        )
        .remark("nightly")
        .env("tik", "tok")
        .env("foo", "bar")
        .http_port(7890)
        .ssh_port(3306)
        .unit_qty(2)
        .await
        .unwrap();
    assert_eq!(instance.category.get(), Some(&Category::Vm));
    assert_eq!(instance.meta_key.get(), Some(&key("cpu_test.009")));
    assert_eq!(instance.region.get(), Some(&region("TW-04")));
    assert_eq!(instance.remark.get().unwrap(), "nightly");
    assert_eq!(instance.envs.get().unwrap().expose(), "foo=bar;tik=tok");
    assert_eq!(instance.access(3306).unwrap().protocol.get(), Some(&Protocol::Ssh));
    assert!(instance.access(7890).unwrap().url.get().is_none(), "not placed yet");
    assert!(instance.access(8080).is_none());
    assert_eq!(it.glows.ledger().to_string(), "created 1, billing 0, pending 1");
}

/// Damage in an answer that is whole costs one field: the drift of gpu-faults has it at every place.
#[tokio::test]
async fn an_answer_that_is_cut_short_behind_the_id_still_names_it() {
    let start = br#"{"code":0,"msg":"","instance":{"instanceID":"ins-1","metaKey":"job.1","status":"SchedQueued","#;
    for member in
        [&br#""x":1"#[..], br#""x":"\ud83d""#, b"\"x\":\"\xE8\xAE\"", br#""status":"Running""#]
    {
        let body = [&start[..], member, b",\"cmd\":\""].concat();
        let answer = ResponseTemplate::new(200).set_body_raw(body, "application/json");
        let (_server, client) = answering(answer).await;
        let error = create(&client, "job.1").await.unwrap_err();
        assert_eq!(error.id(), Some("ins-1"), "{error}");
    }
}
