//! The body of a create request, read and checked.

use serde::Deserialize;

use super::catalogue::{DATA_DISK_GB, Region, Sku};
use super::term;
use crate::shared::Object;

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
    cost: Object<Cost>,
    #[serde(rename = "VolumeMount")]
    volume_mount: Vec<Object<Mount>>,
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
    let Object(body): Object<Body> =
        serde_json::from_slice(body).map_err(|error| format!("body: {error}"))?;
    if body.namespace != place.user_id {
        return Err("namespace is not the user id".into());
    }
    check_region(&body.region, place.region)?;
    let Object(cost) = body.cost;
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
fn volumes(mounts: Vec<Object<Mount>>) -> Result<Vec<Volume>, String> {
    mounts.into_iter().map(volume).collect()
}

fn volume(Object(mount): Object<Mount>) -> Result<Volume, String> {
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
mod tests;
