//! What is only seen in public use: sent as seen, answered as raw JSON.

use glows_client::ImageId;
use gpu_emulator::Fault;

use crate::support::{create, emulated, region};

#[tokio::test]
async fn specs_are_the_json_that_came() {
    let it = emulated().await;
    let image = ImageId::new("img-87p9kq26").unwrap();
    let specs = it.client.list_specs(&image, &region("TW-03"), 0).await.unwrap();
    assert_eq!(specs["code"], 0);
    assert!(specs["specs"].is_array());
    let logged = it.glows.requests();
    assert_eq!(logged[0].query, "machine_category=0&from_image_id=img-87p9kq26&region_name=TW-03");
}

#[tokio::test]
async fn a_snapshot_is_the_json_that_came() {
    let it = emulated().await;
    let instance = create(&it.client, "order.1").await.unwrap();
    let snapshot = it.client.take_snapshot(&instance.id, "before").await.unwrap();
    assert_eq!(snapshot["snapshot"]["snapName"], "before");
    let error = it.client.take_snapshot(&crate::support::id("nobody"), "before").await.unwrap_err();
    assert_eq!(error.id(), Some("nobody"));
}

#[tokio::test]
async fn a_snapshot_is_not_taken_again_after_429() {
    let it = emulated().await;
    let instance = create(&it.client, "order.1").await.unwrap();
    // The limiter stands behind the service: the snapshot has been taken.
    let limited = Fault::rate_limited().only("POST", "/sdk/v1/snapshot");
    it.glows.fail_next(1, limited.after_processing());
    let taken = it.client.take_snapshot(&instance.id, "before").await;
    assert!(taken.unwrap_err().is_rate_limited());
    let ledger = it.glows.ledger();
    assert_eq!(ledger.requests_to("POST", "/sdk/v1/snapshot").seen, 1);
}

#[tokio::test]
async fn the_raw_answer_is_within_reach() {
    let it = emulated().await;
    let answer = it.client.instance_stats().send_raw().await.unwrap();
    assert_eq!(answer.text(), r#"{"code":0,"msg":"","stats":{}}"#);
}
