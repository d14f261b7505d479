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
    let values = take(&id).json(&json!([id, "trained"])).send(glows.address()).await;
    let untyped = take(&id).without("Content-Type").send(glows.address()).await;
    assert_eq!((values.code(), untyped.code()), (6, 6), "it takes a JSON object that says so");
    assert_eq!(glows.snapshots(), ["trained"]);
    take(&id).send(glows.address()).await;
    assert_eq!(glows.snapshots(), ["trained", "trained"]);
}
