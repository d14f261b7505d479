//! What a create may say, and what it refuses before anything is sent.

use mdc_client::{
    CouponId, CreateInstance, DiskSkuId, DisplayName, Kind, Period, Plan, SkuId, Volume, VolumeType,
};
use serde_json::{Value, json};
use wiremock::ResponseTemplate;

use crate::stage::Stage;
use crate::stub::{Stub, sample};

fn named(text: &str) -> DisplayName {
    DisplayName::new(text).unwrap()
}

fn create(stub: &Stub, image: &str) -> CreateInstance {
    stub.cluster().create_instance(SkuId::new("66").unwrap(), named("test1"), image)
}

/// The body that a create would send.
fn body(create: &CreateInstance) -> Value {
    serde_json::from_str(&create.preview().unwrap().body.unwrap()).unwrap()
}

#[tokio::test]
async fn mode_term_and_coupon_are_one_choice() {
    let stub = Stub::saying("").await;
    let coupon = CouponId::new("c-1").unwrap();
    for (plan, mode, term, coupon) in [
        (Plan::PayAsYouGo, "1", "", ""),
        (Plan::PayAsYouGoWithCoupon(coupon), "1", "", "c-1"),
        (Plan::prepaid(3, Period::Day).unwrap(), "4", "3D", ""),
        (Plan::prepaid(2, Period::Week).unwrap(), "3", "2W", ""),
        (Plan::prepaid(1, Period::Month).unwrap(), "2", "1M", ""),
    ] {
        let cost = &body(&create(&stub, "image").volume(Volume::new(50)).plan(plan))["Cost"];
        assert_eq!(
            *cost,
            json!({
                "CostType": mode, "CouponID": coupon, "DiskSKUID": "1", "GPUSKUID": "66",
                "CostTime": term,
            })
        );
    }
}

#[tokio::test]
async fn disks_and_region_are_sent_as_they_are_said() {
    let stub = Stub::saying("").await;
    let scratch = Volume::new(100).mounted_at("/scratch").of_type(VolumeType::from("local-nvme"));
    let create = create(&stub, "image")
        .volume(Volume::new(50))
        .volume(scratch)
        .disk_sku(DiskSkuId::new("2").unwrap())
        .region("host-cluster");
    let body = body(&create);
    assert_eq!(
        body["VolumeMount"],
        json!([
            {"PathInContainer": "/root/data", "Size": 50, "Type": "shared-filesystem"},
            {"PathInContainer": "/scratch", "Size": 100, "Type": "local-nvme"},
        ])
    );
    assert_eq!(
        (&body["Region"], &body["Cost"]["DiskSKUID"]),
        (&json!("host-cluster"), &json!("2"))
    );
    assert_eq!(self::body(&self::create(&stub, "i").volumes([]))["VolumeMount"], json!([]));
}

#[tokio::test]
async fn what_is_wrong_is_refused_by_name_before_anything_is_sent() {
    let stub = Stub::saying(&sample("create.response")).await;
    let disk = || Volume::new(50);
    for (create, field) in [
        (create(&stub, "image"), "VolumeMount"),
        (create(&stub, "image").volume(Volume::new(0)), "VolumeMount[0].Size"),
        (create(&stub, "image").volume(disk()).volume(disk()), "VolumeMount[1].PathInContainer"),
        (create(&stub, "").volume(disk()), "image"),
        (create(&stub, "a b").volume(disk()), "image"),
        (create(&stub, "image\u{202e}").volume(disk()), "image"),
        (create(&stub, "image").volume(disk().mounted_at("/a ")), "VolumeMount[0].PathInContainer"),
        (
            create(&stub, "image").volume(disk().mounted_at("data")),
            "VolumeMount[0].PathInContainer",
        ),
        (create(&stub, "image").volume(disk().mounted_at("/")), "VolumeMount[0].PathInContainer"),
        (
            create(&stub, "image").volume(disk().mounted_at("/a\n")),
            "VolumeMount[0].PathInContainer",
        ),
        (create(&stub, "image").volume(disk()).region(" r"), "Region"),
        (create(&stub, "image").volume(disk()).region("a\nb"), "Region"),
        (create(&stub, "image").volume(disk()).body_extra("image", "x"), "body_extra.image"),
    ] {
        assert_eq!(create.preview().unwrap_err().field(), Some(field));
        let error = create.await.unwrap_err();
        assert_eq!((error.kind(), error.field()), (Kind::Invalid, Some(field)));
        assert_eq!(error.key(), Some("test1"), "every error after the name exists carries it");
        assert!(!error.may_have_been_sent());
    }
    assert!(stub.requests().await.is_empty());
}

#[tokio::test]
async fn what_was_created_is_given_back_and_one_machine_exists() {
    let stage = Stage::new().await;
    let display_name = DisplayName::unique("train").unwrap();
    let text = display_name.as_str().to_owned();
    let order = stage.create(display_name);
    assert_eq!(order.display_name().map(DisplayName::as_str), Some(text.as_str()));
    let instance = order.await.unwrap();
    assert_eq!(instance.display_name.as_str(), Some(text.as_str()));
    assert_eq!(instance.status_text(), "Creating");
    assert_eq!(stage.ledger(), "created 1, billing 0, pending 1");
}

/// Sold out: nothing was rented, which probes have to agree on.
#[tokio::test]
async fn a_refused_create_is_told_as_it_is() {
    let stage = Stage::new().await;
    assert!(stage.mdc.set_stock("66", 0));
    let error = stage.create(named("test1")).await.unwrap_err();
    assert_eq!((error.kind(), error.status()), (Kind::Status, Some(409)));
    assert!(!error.may_have_taken_effect());
    assert_eq!((stage.ledger().as_str(), error.key()), ("created 0, billing 0", Some("test1")));
    assert!(error.is_refused() && error.looked().unwrap().starts_with("5 probes in 10 s"));
}

fn damaged(member: &[u8], end: &[u8]) -> ResponseTemplate {
    let start = br#"{"name":"instance-a","uid":"u","displayName":"test1","status":"Creating","#;
    let body = [&start[..], member, end].concat();
    ResponseTemplate::new(200).set_body_raw(body, "application/json")
}

/// Damage in an answer that is whole costs one field: the drift of gpu-faults has it at every place.
#[tokio::test]
async fn an_answer_that_does_not_hold_together_still_names_the_machine() {
    for answer in
        [damaged(br#""x":1"#, b",\"image\":\""), damaged(br#""displayName":"a","uid":"v""#, b"}")]
    {
        let stub = Stub::answering(answer).await;
        let error = create(&stub, "image").volumes([]).await.unwrap_err();
        assert_eq!(error.kind(), Kind::MaybeCreated);
        assert_eq!(error.id(), Some("instance-a"), "{error}");
    }
}
