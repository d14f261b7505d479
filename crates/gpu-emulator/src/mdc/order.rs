//! The body of a create request, read and checked.

use std::time::Duration;

use serde::Deserialize;
use serde_json::Value;

use super::behaviour::Behaviour;
use super::catalogue::{DATA_DISK_GB, PUBLIC_IMAGES, Region, Sku};
use crate::shared::Object;

/// A create request in which nothing is missing and nothing contradicts.
pub(super) struct Order {
    pub(super) sku: &'static Sku,
    pub(super) cost: Cost,
    /// How many days, weeks or months are paid for in advance, and how long they last; `None` for pay
    /// as you go.
    pub(super) prepaid: Option<(u64, Duration)>,
    pub(super) volumes: Vec<Volume>,
    pub(super) display_name: String,
    pub(super) image: String,
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

#[derive(Default, Deserialize)]
pub(super) struct Cost {
    #[serde(rename = "CostType")]
    pub(super) mode: String,
    #[serde(rename = "CouponID", default)]
    pub(super) coupon: String,
    #[serde(rename = "DiskSKUID")]
    pub(super) disk_sku: String,
    #[serde(rename = "GPUSKUID")]
    sku: String,
    #[serde(rename = "CostTime", default)]
    pub(super) term: String,
}

#[derive(Deserialize)]
pub(super) struct Volume {
    #[serde(rename = "PathInContainer", default)]
    pub(super) path: String,
    #[serde(rename = "Size", default = "included")]
    pub(super) size_gb: u64,
    #[serde(rename = "Type", default)]
    kind: String,
}

fn included() -> u64 {
    DATA_DISK_GB
}

impl Order {
    /// Checks a body.
    ///
    /// # Errors
    /// The first thing that is wrong with it.
    pub(super) fn read(
        body: Body,
        user_id: &str,
        region: &Region,
        behaviour: &Behaviour,
    ) -> Result<Self, String> {
        if body.namespace != user_id {
            return Err("namespace is not the user id".into());
        }
        // The region's name (documented by its default, Beijing zone 1) or the cluster's (as answers
        // have it).
        if !["", &region.name, &region.cluster].contains(&body.region.as_str()) {
            return Err(format!("Region {:?} is not that of the cluster", body.region));
        }
        let Object(cost) = body.cost;
        let prepaid = term(&cost.mode, &cost.term, behaviour)?;
        if !cost.coupon.is_empty() && cost.mode != "1" {
            return Err("CouponID is for pay as you go only".into());
        }
        if cost.disk_sku != "1" {
            return Err(format!("DiskSKUID is {:?}, not 1", cost.disk_sku));
        }
        let sku = Sku::by_id(&cost.sku)
            .filter(|sku| sku.cluster == region.cluster)
            .ok_or_else(|| format!("GPUSKUID {:?} is not on offer here", cost.sku))?;
        if behaviour.sku_has_one_mode && sku.mode != cost.mode {
            return Err(format!("CostType is not that of SKU {}", sku.id));
        }
        Ok(Self {
            sku,
            prepaid,
            cost,
            volumes: volumes(body.volume_mount)?,
            display_name: required("displayName", body.display_name)?,
            image: required("image", body.image)?,
        })
    }

    /// The order of the document's sample, under this name.
    pub(super) fn documented(display_name: &str) -> Self {
        let [mode, disk_sku] = ["1", "1"].map(String::from);
        Self {
            sku: Sku::documented(),
            cost: Cost { mode, disk_sku, ..Cost::default() },
            prepaid: None,
            volumes: Vec::new(),
            display_name: display_name.into(),
            image: format!(
                "{PUBLIC_IMAGES}tensorflow:2.15.0-python3.10-cuda12.1.0-cudnn8-devel-ubuntu22.04"
            ),
        }
    }
}

/// An empty array is accepted (inferred): the machine then has no data disk.
fn volumes(mounts: Value) -> Result<Vec<Volume>, String> {
    let mounts = match mounts {
        Value::Object(_) => Value::Array(vec![mounts]),
        other => other,
    };
    let mounts: Vec<Object<Volume>> =
        serde_json::from_value(mounts).map_err(|error| format!("body: VolumeMount: {error}"))?;
    mounts.into_iter().map(|Object(one)| checked(one)).collect()
}

fn checked(mut one: Volume) -> Result<Volume, String> {
    if !["", "shared-filesystem"].contains(&one.kind.as_str()) {
        return Err(format!("Type is {:?}, not shared-filesystem", one.kind));
    }
    if one.size_gb == 0 {
        return Err("Size is 0".into());
    }
    if one.path.is_empty() {
        one.path = "/root/data".into();
    }
    if !one.path.starts_with('/') {
        return Err(format!("PathInContainer {:?} is not absolute", one.path));
    }
    Ok(one)
}

fn required(name: &str, value: String) -> Result<String, String> {
    Some(value).filter(|value| !value.is_empty()).ok_or_else(|| format!("{name} is required"))
}

/// What is paid for in advance with this term in this selling mode.
///
/// Documented: a number, then `D`, `W` or `M`; `+` in front only adds to a term that runs, and pay
/// as you go is shown with `""`. That a month has 30 days is inferred, and so is that daily takes
/// `D`, weekly `W` and monthly `M`, which has a switch.
///
/// # Errors
/// What is wrong with it.
fn term(mode: &str, term: &str, behaviour: &Behaviour) -> Result<Option<(u64, Duration)>, String> {
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
    let days = days.iter().filter(|(one, _)| !behaviour.term_fits_mode || *one == unit);
    let mut fitting = days.filter_map(|(one, days)| Some((days, term.strip_suffix(one)?)));
    let (days, number) = fitting.next().ok_or_else(wrong)?;
    let digits = !number.starts_with('0') && number.bytes().all(|byte| byte.is_ascii_digit());
    let number: u64 = number.parse().ok().filter(|_| digits).ok_or_else(wrong)?;
    let seconds = number.saturating_mul(days * 24 * 3600);
    Ok(Some((number, Duration::from_secs(seconds))))
}
