//! The body of a create request, read and checked.

use serde::Deserialize;

use super::catalogue::{DATA_DISK_GB, Region, Sku};
use super::term;

/// A create request in which nothing is missing and nothing contradicts.
#[derive(Debug)]
pub(super) struct Order {
    pub(super) sku: &'static Sku,
    pub(super) mode: String,
    pub(super) term: String,
    pub(super) coupon: String,
    pub(super) disk_sku: String,
    pub(super) volumes: Vec<Volume>,
    pub(super) display_name: String,
    pub(super) image: String,
}

/// A data disk.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct Volume {
    pub(super) path: String,
    pub(super) size_gb: u64,
}

/// Whom and where a body is for.
#[derive(Debug, Clone, Copy)]
pub(super) struct Place<'a> {
    pub(super) user_id: &'a str,
    pub(super) region: &'static Region,
    pub(super) sku_has_one_mode: bool,
}

/// The body as it arrives. Unknown members are ignored. What is optional may be missing or `""`;
/// `null` is shown nowhere and refused.
#[derive(Deserialize)]
struct Body {
    #[serde(rename = "Cost")]
    cost: Cost,
    #[serde(rename = "VolumeMount")]
    volume_mount: Vec<Mount>,
    namespace: String,
    #[serde(rename = "displayName")]
    display_name: String,
    image: String,
    #[serde(rename = "Region", default)]
    region: String,
}

#[derive(Deserialize)]
struct Cost {
    #[serde(rename = "CostType")]
    cost_type: String,
    #[serde(rename = "CouponID", default)]
    coupon_id: String,
    #[serde(rename = "DiskSKUID")]
    disk_sku_id: String,
    #[serde(rename = "GPUSKUID")]
    gpu_sku_id: String,
    #[serde(rename = "CostTime", default)]
    cost_time: String,
}

#[derive(Deserialize)]
struct Mount {
    #[serde(rename = "PathInContainer", default)]
    path_in_container: String,
    #[serde(rename = "Size", default = "included")]
    size: u64,
    #[serde(rename = "Type", default)]
    kind: String,
}

fn included() -> u64 {
    DATA_DISK_GB
}

/// Reads and checks a body.
///
/// # Errors
/// The first thing that is wrong with it.
pub(super) fn read(body: &[u8], place: Place<'_>) -> Result<Order, String> {
    let body: Body = serde_json::from_slice(body).map_err(|error| format!("body: {error}"))?;
    if body.namespace != place.user_id {
        return Err("namespace is not the user id".into());
    }
    check_region(&body.region, place.region)?;
    let cost = body.cost;
    term::check(&cost.cost_type, &cost.cost_time)?;
    if !cost.coupon_id.is_empty() && cost.cost_type != "1" {
        return Err("CouponID is for pay as you go only".into());
    }
    if cost.disk_sku_id != "1" {
        return Err(format!("DiskSKUID is {:?}, not 1", cost.disk_sku_id));
    }
    let sku = sku(&cost, place)?;
    Ok(Order {
        sku,
        mode: cost.cost_type,
        term: cost.cost_time,
        coupon: cost.coupon_id,
        disk_sku: cost.disk_sku_id,
        volumes: volumes(body.volume_mount)?,
        display_name: required("displayName", body.display_name)?,
        image: required("image", body.image)?,
    })
}

/// Accepts the region's name (documented by its default, Beijing zone 1) and the cluster's (as
/// answers have it).
fn check_region(given: &str, region: &Region) -> Result<(), String> {
    if ["", region.name, region.cluster].contains(&given) {
        Ok(())
    } else {
        Err(format!("Region {given:?} is not that of the cluster"))
    }
}

fn sku(cost: &Cost, place: Place<'_>) -> Result<&'static Sku, String> {
    let here = |sku: &&Sku| sku.region.cluster == place.region.cluster;
    let id = &cost.gpu_sku_id;
    let sku = Sku::by_id(id)
        .filter(here)
        .ok_or_else(|| format!("GPUSKUID {id:?} is not on offer here"))?;
    if place.sku_has_one_mode && sku.mode != cost.cost_type {
        return Err(format!("CostType is not that of SKU {id}"));
    }
    Ok(sku)
}

/// An empty array is accepted (guess): the machine then has no data disk.
fn volumes(mounts: Vec<Mount>) -> Result<Vec<Volume>, String> {
    mounts.into_iter().map(volume).collect()
}

fn volume(mount: Mount) -> Result<Volume, String> {
    let Mount {
        path_in_container,
        size,
        kind,
    } = mount;
    if !["", "shared-filesystem"].contains(&kind.as_str()) {
        return Err(format!("Type is {kind:?}, not shared-filesystem"));
    }
    if size == 0 {
        return Err("Size is 0".into());
    }
    let path = match path_in_container.as_str() {
        "" => "/root/data".into(),
        path if path.starts_with('/') => path_in_container,
        path => return Err(format!("PathInContainer {path:?} is not absolute")),
    };
    Ok(Volume {
        path,
        size_gb: size,
    })
}

fn required(name: &str, value: String) -> Result<String, String> {
    if value.is_empty() {
        return Err(format!("{name} is required"));
    }
    Ok(value)
}

#[cfg(test)]
mod tests {
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
        let place = Place {
            user_id: "xxx",
            region,
            sku_has_one_mode: true,
        };
        read(body.to_string().as_bytes(), place)
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
        let disk = Volume {
            path: "/root/data".into(),
            size_gb: 50,
        };
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
            let disk = Volume {
                path: "/root/data".into(),
                size_gb: 50,
            };
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
            (
                "/Region",
                json!("华东一区"),
                "Region \"华东一区\" is not that of the cluster",
            ),
            (
                "/Cost/CostTime",
                json!("3D"),
                "CostTime is not for pay as you go",
            ),
            ("/Cost/DiskSKUID", json!("2"), "DiskSKUID is \"2\", not 1"),
            (
                "/Cost/GPUSKUID",
                json!("81"),
                "GPUSKUID \"81\" is not on offer here",
            ),
            (
                "/Cost/GPUSKUID",
                json!("68"),
                "CostType is not that of SKU 68",
            ),
            (
                "/VolumeMount/0/Type",
                json!("nfs"),
                "Type is \"nfs\", not shared-filesystem",
            ),
            ("/VolumeMount/0/Size", json!(0), "Size is 0"),
            (
                "/VolumeMount/0/PathInContainer",
                json!("a"),
                "PathInContainer \"a\" is not absolute",
            ),
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
            ("/VolumeMount", json!({})),
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
        assert_eq!(
            read_body(&body).unwrap_err(),
            "CouponID is for pay as you go only"
        );
    }
}
