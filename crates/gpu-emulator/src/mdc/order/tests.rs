//! What is accepted as an order and what is not.

use serde_json::{Value, json};

use super::*;

fn documented() -> Value {
    json!({
        "Cost": {
            "CostType": "1", "CouponID": "", "DiskSKUID": "1", "GPUSKUID": "66", "CostTime": ""
        },
        "VolumeMount": [
            {"PathInContainer": "/root/data", "Size": 50, "Type": "shared-filesystem"}
        ],
        "namespace": "xxx",
        "displayName": "test1",
        "image": "images.neolink-ai.com/matrixdc/tensorflow:2.15.0-python3.10-cuda12.1.0-cudnn8-devel-ubuntu22.04",
        "Region": ""
    })
}

fn read_body(body: &Value) -> Result<Order, String> {
    let region = Region::by_cluster("host-cluster").unwrap();
    let place = Place { user_id: "xxx", region, behaviour: &Behaviour::default() };
    crate::shared::object(body.to_string().as_bytes()).and_then(|body| Order::read(body, place))
}

/// The documented body with the member at a JSON pointer replaced, or removed for `None`.
fn read_with(pointer: &str, value: Option<Value>) -> Result<Order, String> {
    let mut body = documented();
    let (parent, name) = pointer.rsplit_once('/').unwrap();
    let parent = body.pointer_mut(parent).unwrap().as_object_mut().unwrap();
    match value {
        Some(value) => parent.insert(name.into(), value),
        None => parent.remove(name),
    };
    read_body(&body)
}

#[test]
fn the_documented_body_is_accepted() {
    let order = read_body(&documented()).unwrap();
    assert_eq!((order.sku.id, order.sku.gpu.name), ("66", "4090"));
    let disk = Volume { path: "/root/data".into(), size_gb: 50 };
    assert_eq!(order.volumes, [disk]);
}

#[test]
fn what_is_optional_may_be_missing() {
    let optional = [
        "/Region",
        "/Cost/CouponID",
        "/Cost/CostTime",
        "/VolumeMount/0/PathInContainer",
        "/VolumeMount/0/Size",
        "/VolumeMount/0/Type",
    ];
    for pointer in optional {
        let order = read_with(pointer, None).unwrap_or_else(|e| panic!("{pointer}: {e}"));
        let disk = Volume { path: "/root/data".into(), size_gb: 50 };
        assert_eq!(order.volumes, [disk], "{pointer}");
    }
}

#[test]
fn what_is_required_may_not_be_missing_or_null() {
    let required = [
        "/Cost",
        "/VolumeMount",
        "/namespace",
        "/displayName",
        "/image",
        "/Cost/CostType",
        "/Cost/DiskSKUID",
        "/Cost/GPUSKUID",
    ];
    for pointer in required {
        assert!(read_with(pointer, None).is_err(), "{pointer}");
        assert!(read_with(pointer, Some(Value::Null)).is_err(), "{pointer}");
    }
}

#[test]
fn what_is_wrong_is_named() {
    let table = [
        ("/namespace", json!("yyy"), "namespace is not the user id"),
        ("/Region", json!("华东一区"), "Region \"华东一区\" is not that of the cluster"),
        ("/Cost/CostTime", json!("3D"), "CostTime is not for pay as you go"),
        ("/Cost/DiskSKUID", json!("2"), "DiskSKUID is \"2\", not 1"),
        ("/Cost/GPUSKUID", json!("81"), "GPUSKUID \"81\" is not on offer here"),
        ("/Cost/GPUSKUID", json!("68"), "CostType is not that of SKU 68"),
        ("/VolumeMount/0/Type", json!("nfs"), "Type is \"nfs\", not shared-filesystem"),
        ("/VolumeMount/0/Size", json!(0), "Size is 0"),
        ("/VolumeMount/0/PathInContainer", json!("a"), "PathInContainer \"a\" is not absolute"),
        ("/displayName", json!(""), "displayName is required"),
        ("/image", json!(""), "image is required"),
    ];
    for (pointer, value, message) in table {
        assert_eq!(read_with(pointer, Some(value)).unwrap_err(), message);
    }
}

#[test]
fn values_of_another_type_are_refused() {
    let table = [
        ("/Cost/CostType", json!(1)),
        ("/Cost/GPUSKUID", json!(66)),
        ("/Cost", json!(["1", "", "1", "66", ""])),
        ("/VolumeMount", json!([["/root/data", 50, "shared-filesystem"]])),
        ("/VolumeMount/0/Size", json!("50")),
        ("/VolumeMount/0/Size", json!(-1)),
        ("/VolumeMount/0/Size", json!("")),
        ("/Region", Value::Null),
    ];
    for (pointer, value) in table {
        let error = read_with(pointer, Some(value)).unwrap_err();
        assert!(error.starts_with("body: "), "{pointer}: {error}");
    }
}

#[test]
fn a_prepaid_order_takes_no_coupon() {
    let mut body = documented();
    body["Cost"]["GPUSKUID"] = "68".into();
    body["Cost"]["CostType"] = "4".into();
    body["Cost"]["CostTime"] = "3D".into();
    assert_eq!(read_body(&body).unwrap().term, "3D");
    body["Cost"]["CouponID"] = "c".into();
    assert_eq!(read_body(&body).unwrap_err(), "CouponID is for pay as you go only");
}

#[test]
fn a_term_fits_its_mode_only() {
    for (mode, text) in [("1", ""), ("4", "3D"), ("3", "2W"), ("2", "12M")] {
        assert!(term(mode, text, &Behaviour::default()).is_ok(), "{mode} {text}");
    }
    let wrong = [
        ("1", "3D"),
        ("4", ""),
        ("4", "3"),
        ("4", "D"),
        ("4", "3W"),
        ("4", "3d"),
        ("4", "+3D"),
        ("4", "0D"),
        ("4", "1W2D"),
        ("2", "1D"),
        ("", ""),
        ("5", "1D"),
    ];
    for (mode, text) in wrong {
        assert!(term(mode, text, &Behaviour::default()).is_err(), "{mode} {text}");
    }
}

#[test]
fn a_term_is_so_many_days() {
    let day = Duration::from_secs(24 * 3600);
    for (mode, text, days) in [("4", "3D", 3), ("3", "2W", 14), ("2", "1M", 30)] {
        let lasts = term(mode, text, &Behaviour::default()).unwrap();
        assert_eq!(lasts, Some(day * days), "{text}");
    }
    let lenient = Behaviour { term_fits_mode: false, ..Behaviour::default() };
    assert_eq!(term("2", "3D", &lenient), Ok(Some(day * 3)));
}

#[test]
fn a_disk_may_be_an_object_as_the_table_has_it() {
    let disk = json!({"PathInContainer": "/data", "Size": 60, "Type": "shared-filesystem"});
    let order = read_with("/VolumeMount", Some(disk)).unwrap();
    let wanted = Volume { path: "/data".into(), size_gb: 60 };
    assert_eq!(order.volumes, [wanted]);
}
