//! An instance as answers show it, member by member in the documented order and spelling.

use std::collections::BTreeMap;
use std::time::Duration;

use serde::Serialize;

use super::behaviour::Behaviour;
use super::catalogue::SYSTEM_DISK_GB;
use super::choices::{Blank, Edition};
use super::instance::Instance;
use super::life::Phase;
use super::servers::{Pod, Servers};
use crate::shared::{Held, china};

/// Which answer shows the instance; the samples differ in more than its state.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum View {
    /// No `servers`, no `Pods`, and the data disk's size is 0.
    Created,
    Listed,
    /// Without the annotation `saveDataEnabled`.
    Got,
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
pub(super) struct InstanceWire {
    name: String,
    namespace: String,
    #[serde(rename = "Region")]
    region: &'static str,
    display_name: String,
    description: &'static str,
    annotations: BTreeMap<String, String>,
    uid: String,
    /// `None` for a missing member, `Some(None)` for `null`.
    #[serde(skip_serializing_if = "Option::is_none")]
    servers: Option<Option<Servers>>,
    image: String,
    replicas: u64,
    resources: Resources,
    volume_mounts: Vec<VolumeMount>,
    creation_timestamp: String,
    update_timestamp: &'static str,
    #[serde(rename = "ScheduleStopTimestamp")]
    schedule_stop_timestamp: &'static str,
    status: String,
    cost: Cost,
    /// As `servers`.
    #[serde(rename = "Pods", skip_serializing_if = "Option::is_none")]
    pods: Option<Option<Vec<Pod>>>,
}

/// All texts.
#[derive(Serialize)]
struct Resources {
    cpu: String,
    memory: String,
    #[serde(rename = "GPUNum")]
    gpu_num: String,
    #[serde(rename = "GPUType")]
    gpu_type: &'static str,
}

#[derive(Serialize)]
#[serde(rename_all = "PascalCase")]
struct VolumeMount {
    path_in_container: String,
    r#type: &'static str,
    size: u64,
    #[serde(rename = "PVCName")]
    pvc_name: String,
    #[serde(rename = "displayName")]
    display_name: String,
    #[serde(rename = "filesystemType")]
    filesystem_type: &'static str,
}

#[derive(Serialize)]
#[serde(rename_all = "PascalCase")]
struct Cost {
    cost_type: String,
    cost_time: String,
    #[serde(rename = "DiscountID")]
    discount_id: &'static str,
    #[serde(rename = "GPUSKUID")]
    gpu_sku_id: &'static str,
    #[serde(rename = "DiskSKUID")]
    disk_sku_id: String,
    #[serde(rename = "CouponID")]
    coupon_id: String,
}

impl InstanceWire {
    pub(super) fn new(
        held: &Held<Instance>,
        view: View,
        now: Duration,
        user_id: &str,
        behaviour: &Behaviour,
    ) -> Self {
        let instance = &held.machine;
        let (order, sku) = (&instance.order, instance.sku());
        let runs = view != View::Created && instance.life.phase(now) == Phase::Running;
        let blank = if view == View::Created {
            Blank::Missing
        } else {
            behaviour.blank
        };
        Self {
            name: held.id.clone(),
            namespace: user_id.to_owned(),
            region: sku.region.cluster,
            display_name: order.display_name.clone(),
            description: "",
            annotations: annotations(held, view, behaviour.edition),
            uid: instance.identity.uid.clone(),
            servers: shown(
                runs.then(|| Servers::new(&instance.identity, behaviour)),
                blank,
            ),
            image: order.image.clone(),
            replicas: 1,
            resources: Resources {
                cpu: sku.cores().to_string(),
                memory: format!("{}Gi", sku.ram_gib()),
                gpu_num: sku.cards.to_string(),
                gpu_type: sku.gpu.name,
            },
            volume_mounts: volume_mounts(instance, view),
            creation_timestamp: seconds(held.created),
            update_timestamp: ZERO,
            schedule_stop_timestamp: ZERO,
            status: held.status(now, behaviour),
            cost: Cost {
                cost_type: order.mode.clone(),
                cost_time: order.term.clone(),
                discount_id: instance.discount_id,
                gpu_sku_id: sku.id,
                disk_sku_id: order.disk_sku.clone(),
                coupon_id: order.coupon.clone(),
            },
            pods: shown(runs.then(|| vec![Pod::new(&instance.identity, sku)]), blank),
        }
    }
}

/// What takes the place of something that is not there.
fn shown<T: Default>(value: Option<T>, blank: Blank) -> Option<Option<T>> {
    match (value, blank) {
        (Some(value), _) => Some(Some(value)),
        (None, Blank::Missing) => None,
        (None, Blank::Empty) => Some(Some(T::default())),
        (None, Blank::Null) => Some(None),
    }
}

/// The system disk, then the data disks.
fn volume_mounts(instance: &Instance, view: View) -> Vec<VolumeMount> {
    let system = VolumeMount {
        path_in_container: "/".into(),
        r#type: "local-filesystem",
        size: SYSTEM_DISK_GB,
        pvc_name: String::new(),
        display_name: "系统盘".into(),
        filesystem_type: "system",
    };
    let disks = instance
        .order
        .volumes
        .iter()
        .zip(&instance.identity.volumes);
    let data = disks.map(|(volume, name)| VolumeMount {
        path_in_container: volume.path.clone(),
        r#type: "shared-filesystem",
        size: if view == View::Created {
            0
        } else {
            volume.size_gb
        },
        pvc_name: name.clone(),
        display_name: format!("磁盘-{name}"),
        filesystem_type: "data",
    });
    std::iter::once(system).chain(data).collect()
}

/// What was ordered, again, under prefixed keys: 14 of them, 13 where one instance is asked for, as in the samples.
fn annotations(held: &Held<Instance>, view: View, edition: Edition) -> BTreeMap<String, String> {
    let instance = &held.machine;
    let (order, sku) = (&instance.order, instance.sku());
    let unit_price = held.shown_price.unwrap_or(instance.price_fen.into());
    let unit_price = unit_price.to_string();
    let pairs = [
        ("cost-coupon-id", order.coupon.as_str()),
        ("cost-discount-id", instance.discount_id),
        ("cost-disk-sku-id", &order.disk_sku),
        ("cost-gpu-sku-id", sku.id),
        ("cost-order-id", &instance.identity.order_id),
        ("cost-time", &order.term),
        ("cost-type", &order.mode),
        ("description", ""),
        ("display-name", &order.display_name),
        ("gpu.machine", sku.gpu.name),
        ("gpu.resource.key", sku.gpu.resource_key),
        ("region", sku.region.cluster),
        ("saveDataEnabled", "false"),
        ("unit-price", &unit_price),
    ];
    let prefix = edition.annotation_prefix();
    pairs
        .into_iter()
        .filter(|(key, _)| *key != "saveDataEnabled" || view != View::Got)
        .map(|(key, value)| (format!("{prefix}/{key}"), value.to_owned()))
        .collect()
}

/// Go's zero time, where no time is set.
pub(super) const ZERO: &str = "0001-01-01T00:00:00Z";

/// A time in whole seconds: RFC 3339 at +08:00.
pub(super) fn seconds(since_epoch: Duration) -> String {
    china(since_epoch, "%Y-%m-%dT%H:%M:%S%:z")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn times_are_written_as_in_the_samples() {
        let table = [
            (1_725_273_273, "2024-09-02T18:34:33+08:00"),
            (1_727_712_300, "2024-10-01T00:05:00+08:00"),
            (0, "1970-01-01T08:00:00+08:00"),
        ];
        for (since_epoch, text) in table {
            assert_eq!(seconds(Duration::from_secs(since_epoch)), text);
        }
        let never = seconds(Duration::MAX);
        assert!(
            never.starts_with("9999-12-31T"),
            "no calendar has it: {never}"
        );
    }
}
