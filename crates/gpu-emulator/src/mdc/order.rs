//! The body of a create request, read and checked.

use std::time::Duration;

use serde::Deserialize;
use serde_json::Value;

use super::behaviour::Behaviour;
use super::catalogue::{DATA_DISK_GB, PUBLIC_IMAGES, Region, Sku};
use crate::shared::Object;

/// A create request in which nothing is missing and nothing contradicts.
#[derive(Debug)]
pub(super) struct Order {
    pub(super) sku: &'static Sku,
    pub(super) mode: String,
    /// As it was written.
    pub(super) term: String,
    /// `None` for pay as you go.
    pub(super) lasts: Option<Duration>,
    pub(super) coupon: String,
    pub(super) disk_sku: String,
    pub(super) volumes: Vec<Volume>,
    pub(super) display_name: String,
    pub(super) image: String,
}

impl Order {
    /// Checks a body.
    ///
    /// # Errors
    /// The first thing that is wrong with it.
    pub(super) fn read(body: Body, place: Place<'_>) -> Result<Self, String> {
        if body.namespace != place.user_id {
            return Err("namespace is not the user id".into());
        }
        check_region(&body.region, place.region)?;
        let Object(cost) = body.cost;
        let lasts = term(&cost.cost_type, &cost.cost_time, place.behaviour)?;
        if !cost.coupon_id.is_empty() && cost.cost_type != "1" {
            return Err("CouponID is for pay as you go only".into());
        }
        if cost.disk_sku_id != "1" {
            return Err(format!("DiskSKUID is {:?}, not 1", cost.disk_sku_id));
        }
        Ok(Self {
            sku: sku(&cost, place)?,
            mode: cost.cost_type,
            term: cost.cost_time,
            lasts,
            coupon: cost.coupon_id,
            disk_sku: cost.disk_sku_id,
            volumes: volumes(body.volume_mount)?,
            display_name: required("displayName", body.display_name)?,
            image: required("image", body.image)?,
        })
    }

    /// The order of the document's sample, under this name.
    pub(super) fn documented(display_name: &str) -> Self {
        Self {
            sku: Sku::documented(),
            mode: "1".into(),
            term: String::new(),
            lasts: None,
            coupon: String::new(),
            disk_sku: "1".into(),
            volumes: Vec::new(),
            display_name: display_name.into(),
            image: format!(
                "{PUBLIC_IMAGES}tensorflow:2.15.0-python3.10-cuda12.1.0-cudnn8-devel-ubuntu22.04"
            ),
        }
    }
}

#[derive(Debug, PartialEq, Eq)]
pub(super) struct Volume {
    pub(super) path: String,
    pub(super) size_gb: u64,
}

#[derive(Debug, Clone, Copy)]
pub(super) struct Place<'a> {
    pub(super) user_id: &'a str,
    pub(super) region: &'static Region,
    pub(super) behaviour: &'a Behaviour,
}

/// The body as it arrives. Unknown members are ignored. What is optional may be missing or `""`;
/// `null` is shown nowhere and refused.
#[derive(Deserialize)]
pub(super) struct Body {
    #[serde(rename = "Cost")]
    cost: Object<Cost>,
    /// An array in the samples, an object in the table: both are taken.
    #[serde(rename = "VolumeMount")]
    volume_mount: Value,
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
    if place.behaviour.sku_has_one_mode && sku.mode != cost.cost_type {
        return Err(format!("CostType is not that of SKU {id}"));
    }
    Ok(sku)
}

/// An empty array is accepted (inferred): the machine then has no data disk.
fn volumes(mounts: Value) -> Result<Vec<Volume>, String> {
    let mounts = match mounts {
        Value::Object(_) => Value::Array(vec![mounts]),
        other => other,
    };
    let mounts: Vec<Object<Mount>> =
        serde_json::from_value(mounts).map_err(|error| format!("body: VolumeMount: {error}"))?;
    mounts.into_iter().map(volume).collect()
}

fn volume(Object(mount): Object<Mount>) -> Result<Volume, String> {
    let Mount { path_in_container, size, kind } = mount;
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
    Ok(Volume { path, size_gb: size })
}

fn required(name: &str, value: String) -> Result<String, String> {
    if value.is_empty() {
        return Err(format!("{name} is required"));
    }
    Ok(value)
}

/// How long is paid for in advance with this term in this selling mode; `None` for pay as you go.
///
/// Documented: a number, then `D`, `W` or `M`; `+` in front only adds to a term that runs, and pay
/// as you go is shown with `""`. That a month has 30 days is inferred, and so is that daily takes
/// `D`, weekly `W` and monthly `M`, which has a switch.
///
/// # Errors
/// What is wrong with it.
fn term(mode: &str, term: &str, behaviour: &Behaviour) -> Result<Option<Duration>, String> {
    let unit = match mode {
        "1" if term.is_empty() => return Ok(None),
        "1" => return Err("CostTime is not for pay as you go".into()),
        "2" => "M",
        "3" => "W",
        "4" => "D",
        _ => return Err(format!("CostType is {mode:?}, not 1, 2, 3 or 4")),
    };
    let wrong = || format!("CostTime {term:?} does not fit CostType {mode}");
    let days = [("D", 1), ("W", 7), ("M", 30)];
    let (_, days, number) = days
        .into_iter()
        .find_map(|(one, days)| Some((one, days, term.strip_suffix(one)?)))
        .filter(|(one, ..)| !behaviour.term_fits_mode || *one == unit)
        .ok_or_else(wrong)?;
    let digits = !number.starts_with('0') && number.bytes().all(|byte| byte.is_ascii_digit());
    let number: u64 = number.parse().ok().filter(|_| digits).ok_or_else(wrong)?;
    let seconds = number.saturating_mul(days * 24 * 3600);
    Ok(Some(Duration::from_secs(seconds)))
}
