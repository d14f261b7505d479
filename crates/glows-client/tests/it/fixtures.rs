//! Every documented answer: read, shown, and written back without losing anything.

use std::fmt::Debug;

use glows_client::{ErrorCode, Instance, InstancePage, Stats, WithSecrets};
use serde::Serialize;
use serde::de::DeserializeOwned;
use serde_json::Value;

use crate::support::{fixture, json, saying};

/// Reads a documented value, and shows it in the snapshot of this name.
fn read<T: DeserializeOwned + Serialize + Debug>(name: &str, sent: &Value) -> T {
    let read: T = serde_json::from_value(sent.clone()).unwrap();
    assert_eq!(&serde_json::to_value(WithSecrets(&read)).unwrap(), sent);
    insta::assert_debug_snapshot!(name, read);
    read
}

#[test]
fn every_documented_answer_is_read_and_written_back_as_it_came() {
    for (name, fixture) in [
        ("create.response.without-region", fixture!("create.response.without-region")),
        ("get.response.prefixed-ids", fixture!("get.response.prefixed-ids")),
        ("get.response.without-urls", fixture!("get.response.without-urls")),
    ] {
        read::<Instance>(name, &json(fixture)["instance"]);
    }
    let mut page = json(fixture!("list.response"));
    page.as_object_mut().unwrap().retain(|name, _| name != "code" && name != "msg");
    read::<InstancePage>("list.response", &page);
    read::<Stats>("stats.response", &json(fixture!("stats.response"))["stats"]);

    let queued: Instance = read("create.response", &json(fixture!("create.response"))["instance"]);
    assert_eq!((queued.is_billing(), queued.inferred_rate()), (Some(false), None));
    assert!(queued.ssh().is_none() && queued.http_url(8888).is_none());
    let running: Instance = read("get.response", &json(fixture!("get.response"))["instance"]);
    assert_eq!(running.is_billing(), Some(true));
    assert_eq!(running.inferred_rate().unwrap().to_string(), "0.65 Credit/hour");
    assert_eq!(running.ssh().unwrap().to_string(), "ssh -p 15692 root@tw-01.access.glows.ai");
    let notebook = running.http_url(8888).unwrap();
    assert_eq!(notebook.to_string(), "https://fake-access.example.com:18888?token=[secret]");
    assert_eq!(running.created_at().unwrap().to_string(), "2024-09-20T05:42:24Z");
}

#[tokio::test]
async fn the_error_seen_on_the_wire_is_explained() {
    let (_server, client) = saying(fixture!("error.response.rejected-token")).await;
    let error = client.check_token().await.unwrap_err();
    assert!(error.is_auth());
    assert_eq!(ErrorCode::of(&error), Some(ErrorCode::TOKEN_REJECTED));
    insta::assert_snapshot!(error);
}
