//! Every documented answer: read, shown, and written back without losing anything.

use glows_client::{ErrorCode, Instance, InstancePage, Stats, Status, WithSecrets};
use serde::Serialize;
use serde::de::DeserializeOwned;
use serde_json::Value;

use crate::support::{create, fixture, folded, id, json, saying};

fn written_back<T: DeserializeOwned + Serialize>(sent: &Value) -> Value {
    let read: T = serde_json::from_value(sent.clone()).unwrap();
    serde_json::to_value(WithSecrets(&read)).unwrap()
}

#[test]
fn every_documented_instance_is_written_back_as_it_came() {
    for fixture in [
        fixture!("create.response"),
        fixture!("create.response.without-region"),
        fixture!("get.response"),
        fixture!("get.response.prefixed-ids"),
        fixture!("get.response.without-urls"),
    ] {
        let sent = &json(fixture)["instance"];
        assert_eq!(&written_back::<Instance>(sent), sent);
    }
}

#[test]
fn every_documented_list_and_count_is_written_back_as_it_came() {
    let mut sent = json(fixture!("list.response"));
    sent.as_object_mut().unwrap().retain(|name, _| name != "code" && name != "msg");
    assert_eq!(written_back::<InstancePage>(&sent), sent);
    let sent = &json(fixture!("stats.response"))["stats"];
    assert_eq!(&written_back::<Stats>(sent), sent);
}

#[tokio::test]
async fn a_queued_instance_is_read_from_the_create_sample() {
    let (_server, client) = saying(fixture!("create.response")).await;
    let instance = create(&client, "order.123456").await.unwrap();
    insta::assert_snapshot!("create.response", folded(&instance));
    assert_eq!(instance.is_billing(), Some(false));
    assert_eq!(instance.inferred_rate(), None);
    assert!(instance.ssh().is_none() && instance.http_url(8888).is_none());
}

#[tokio::test]
async fn a_running_instance_is_read_from_the_get_sample() {
    let (_server, client) = saying(fixture!("get.response")).await;
    let instance = client.get_instance(id("boyqp4g8")).await.unwrap();
    insta::assert_snapshot!("get.response", folded(&instance));
    assert_eq!(instance.is_billing(), Some(true));
    assert_eq!(instance.inferred_rate().unwrap().to_string(), "0.65 Credit/hour");
    assert_eq!(instance.ssh().unwrap().to_string(), "ssh -p 15692 root@tw-01.access.glows.ai");
    let notebook = instance.http_url(8888).unwrap();
    assert_eq!(notebook.to_string(), "https://fake-access.example.com:18888?token=[secret]");
    assert_eq!(instance.created_at().unwrap().to_string(), "2024-09-20T05:42:24Z");
}

#[tokio::test]
async fn the_other_editions_samples_are_read_too() {
    for (name, fixture) in [
        ("get.response.prefixed-ids", fixture!("get.response.prefixed-ids")),
        ("get.response.without-urls", fixture!("get.response.without-urls")),
        ("create.response.without-region", fixture!("create.response.without-region")),
    ] {
        let (_server, client) = saying(fixture).await;
        let instance = client.get_instance(id("boyqp4g8")).await.unwrap();
        insta::assert_snapshot!(name, folded(&instance));
    }
}

#[tokio::test]
async fn list_stats_and_release_samples_are_read() {
    let (_server, client) = saying(fixture!("list.response")).await;
    let page = client.list_instances().await.unwrap();
    insta::assert_snapshot!("list.response", folded(&page));

    let (_server, client) = saying(fixture!("stats.response")).await;
    let stats = client.instance_stats().await.unwrap();
    insta::assert_snapshot!("stats.response", folded(&stats));
    assert_eq!(stats.count(&Status::Running), Some(1));

    let (_server, client) = saying(fixture!("release.response")).await;
    let accepted = client.release_instance(id("boyqp4g8")).await.unwrap();
    insta::assert_snapshot!("release.response", folded(&accepted));
}

#[tokio::test]
async fn the_error_seen_on_the_wire_is_explained() {
    let (_server, client) = saying(fixture!("error.response.rejected-token")).await;
    let error = client.check_token().await.unwrap_err();
    assert!(error.is_auth());
    assert_eq!(ErrorCode::of(&error), Some(ErrorCode::TOKEN_REJECTED));
    insta::assert_snapshot!(error);
}

#[test]
fn one_bad_access_does_not_cost_the_others() {
    let mut sent = json(fixture!("get.response"))["instance"].take();
    sent["accesses"][1] = "not an access".into();
    assert_eq!(written_back::<Instance>(&sent), sent);
    let instance: Instance = serde_json::from_value(sent).unwrap();
    assert_eq!(instance.accesses.get().unwrap().bad().len(), 1);
    assert!(instance.ssh().is_some() && instance.http_url(7890).is_some());
    assert!(instance.http_url(8888).is_none());
}
