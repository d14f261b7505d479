//! The two endpoints whose requests were only seen in public use, and what is served nowhere.

use super::*;

#[tokio::test]
async fn specs_name_hardware_with_price_and_stock() {
    let glows = start(|behaviour| {
        behaviour.prices.insert("GPU".into(), 7);
    })
    .await;
    let target = "/sdk/v1/spec/list?machine_category=0&from_image_id=img-a&region_name=TW-04";
    let answer = authorised(&glows, "GET", target).await.json();
    let spec = json!({"name": "GPU", "regionName": "TW-04", "priceCent": 7, "stock": 8});
    assert_eq!(answer, json!({"code": 0, "msg": "", "specs": [spec]}));
}

#[tokio::test]
async fn a_snapshot_can_be_taken_and_started_from() {
    let glows = start(|_| ()).await;
    let id = created(&glows, &Order::new("a")).await;
    glows.clock().advance(seconds(3));
    let take = |id: &str| {
        Request::new("POST", "/sdk/v1/snapshot")
            .bearer(glows.token())
            .json(&json!({"instance_id": id, "name": "trained"}))
    };
    let answer = take(&format!("ins-{id}")).send(glows.address()).await.json();
    let snapshot = answer["snapshot"].clone();
    assert_eq!(snapshot["snapName"], "trained");
    let snap_id = snapshot["snapID"].as_str().expect("an id");
    let order = Order::new("b").with("from_image_id", "").with("from_snap_id", snap_id);
    created(&glows, &order).await;
    let instance = get(&glows, "meta_key=b").await.json()["instance"].take();
    assert_eq!((&instance["baseSnap"], &instance["baseImage"]), (&snapshot, &json!(null)));
    assert_eq!(take("zzzzzzzz").send(glows.address()).await.code(), 20);
    assert_eq!(glows.ledger().created, 2);
    assert_eq!(glows.snapshots(), ["trained"]);
    take(&id).send(glows.address()).await;
    assert_eq!(glows.snapshots(), ["trained", "trained"]);
}

#[tokio::test]
async fn a_snapshot_is_asked_for_with_a_json_object() {
    let glows = start(|_| ()).await;
    let id = created(&glows, &Order::new("a")).await;
    let request = || Request::new("POST", "/sdk/v1/snapshot").bearer(glows.token());
    let values = request().json(&json!([id, "trained"]));
    assert_eq!(values.send(glows.address()).await.code(), 6);
    let order = json!({"instance_id": id, "name": "trained"});
    let untyped = request().json(&order).without("Content-Type");
    assert_eq!(untyped.send(glows.address()).await.code(), 6);
    assert_eq!(glows.snapshots(), [""; 0]);
    assert_eq!(request().json(&order).send(glows.address()).await.code(), 0);
}
