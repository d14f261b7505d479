//! What is only seen in public use: sent as seen, answered as raw JSON.

use glows_client::ImageId;

use crate::support::{create, emulated, region};

#[tokio::test]
async fn specs_are_the_json_that_came() {
    let it = emulated().await;
    let image = ImageId::new("img-87p9kq26").unwrap();
    let specs = it
        .client
        .list_specs(&image, &region("TW-03"))
        .await
        .unwrap();
    assert_eq!(specs["code"], 0);
    assert!(specs["specs"].is_array());
    let logged = it.glows.requests();
    assert_eq!(
        logged[0].query,
        "machine_category=0&from_image_id=img-87p9kq26&region_name=TW-03"
    );
}

#[tokio::test]
async fn a_snapshot_is_the_json_that_came() {
    let it = emulated().await;
    let instance = create(&it.client, "order.1").await.unwrap();
    let snapshot = it
        .client
        .take_snapshot(&instance.id, "before")
        .await
        .unwrap();
    assert_eq!(snapshot["snapshot"]["snapName"], "before");
    let error = it
        .client
        .take_snapshot(&crate::support::id("nobody"), "before")
        .await
        .unwrap_err();
    assert_eq!(error.id(), Some("nobody"));
}

#[tokio::test]
async fn the_raw_answer_is_within_reach() {
    let it = emulated().await;
    let answer = it.client.instance_stats().send_raw().await.unwrap();
    assert_eq!(answer.text(), r#"{"code":0,"msg":"","stats":{}}"#);
}
