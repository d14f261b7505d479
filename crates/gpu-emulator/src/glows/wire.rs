//! An instance as answers show it, member by member in the documented order.

use std::time::Duration;

use serde::Serialize;

use super::instance::{Access, Instance};
use super::order::{Category, Hardware, Order, Source};
use super::service::State;
use crate::shared::Held;

/// The payload of create and query.
#[derive(Serialize)]
pub(super) struct InstanceAnswer {
    instance: InstanceWire,
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
pub(super) struct InstanceWire {
    #[serde(rename = "instanceID")]
    instance_id: String,
    category: &'static str,
    status: String,
    price_cent: u64,
    hardware: HardwareWire,
    base_image: Option<BaseImage>,
    base_snap: Option<BaseSnap>,
    ssh_cred: SshCred,
    accesses: Vec<AccessWire>,
    domain: i32,
    create_time: Seconds,
    cmd: String,
    envs: String,
    remark: String,
    meta_key: String,
    source_type: &'static str,
    region_name: String,
}

/// Numbers are 0 until the instance is placed.
#[derive(Default, Serialize)]
#[serde(rename_all = "camelCase")]
struct HardwareWire {
    gpu_name: String,
    cpu_name: String,
    gpu_num: u64,
    #[serde(rename = "gpuRamMB")]
    gpu_ram_mb: u64,
    cpu_cores_num: u64,
    #[serde(rename = "ramMB")]
    ram_mb: u64,
    #[serde(rename = "diskGB")]
    disk_gb: u64,
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct BaseImage {
    #[serde(rename = "imageID")]
    image_id: String,
    image_name: String,
}

/// Inferred from [`BaseImage`]: every published sample has `null` here.
#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct BaseSnap {
    #[serde(rename = "snapID")]
    snap_id: String,
    snap_name: String,
}

#[derive(Serialize)]
struct SshCred {
    user: &'static str,
    password: String,
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct AccessWire {
    protocol: &'static str,
    listen_port: u16,
    /// Empty until the instance is placed.
    url: String,
}

#[derive(Serialize)]
struct Seconds {
    seconds: u64,
}

impl InstanceAnswer {
    pub(super) fn new(held: &Held<Instance>, now: Duration, state: &State) -> Self {
        Self {
            instance: InstanceWire::new(held, now, state),
        }
    }
}

impl InstanceWire {
    pub(super) fn new(held: &Held<Instance>, now: Duration, state: &State) -> Self {
        let behaviour = &state.behaviour;
        let instance = &held.machine;
        let order = &instance.order;
        let placed = instance.is_placed(now);
        let (base_image, base_snap) = base(order, state);
        let user = match order.category {
            Category::Container => "root",
            // As public scripts log in.
            Category::Vm => "glows",
        };
        Self {
            instance_id: behaviour.id_form.spell("ins-", &held.id),
            category: order.category.word(),
            status: held.status(now, behaviour),
            price_cent: if placed {
                held.price_cent(behaviour)
            } else {
                0
            },
            hardware: HardwareWire::new(order, placed),
            base_image,
            base_snap,
            ssh_cred: SshCred {
                user,
                password: instance.password.clone(),
            },
            accesses: instance
                .accesses
                .iter()
                .map(|one| AccessWire::new(one, placed))
                .collect(),
            // 2 in most samples, its meaning is not published.
            domain: 2,
            create_time: Seconds {
                seconds: held.created.as_secs(),
            },
            cmd: order.cmd.clone(),
            envs: order.envs.clone(),
            remark: order.remark.clone(),
            meta_key: order.meta_key.clone(),
            source_type: "SourceSDK",
            region_name: order.region.clone(),
        }
    }
}

impl HardwareWire {
    /// The numbers of one unit are those of the documented samples; a CPU machine has none there,
    /// so its are made up.
    fn new(order: &Order, placed: bool) -> Self {
        let units = if placed { order.units } else { 0 };
        let named = match &order.hardware {
            Hardware::Gpu(name) => Self {
                gpu_name: name.clone(),
                cpu_name: if placed {
                    "Intel(R) Xeon(R) Platinum 8352V CPU @ 2.10GHz".into()
                } else {
                    String::new()
                },
                gpu_num: 1,
                gpu_ram_mb: 24_564,
                ..Self::default()
            },
            Hardware::Cpu(name) => Self {
                cpu_name: name.clone(),
                ..Self::default()
            },
        };
        Self {
            gpu_num: named.gpu_num.saturating_mul(units),
            gpu_ram_mb: named.gpu_ram_mb.saturating_mul(units),
            cpu_cores_num: units.saturating_mul(10),
            ram_mb: units.saturating_mul(43_008),
            disk_gb: units.saturating_mul(100),
            ..named
        }
    }
}

impl AccessWire {
    fn new(access: &Access, placed: bool) -> Self {
        Self {
            protocol: access.protocol.word(),
            listen_port: access.listen_port,
            url: if placed {
                access.url.clone()
            } else {
                String::new()
            },
        }
    }
}

/// Image and snapshot; that the image of a snapshot machine is `null` is inferred.
fn base(order: &Order, state: &State) -> (Option<BaseImage>, Option<BaseSnap>) {
    match &order.source {
        Source::Image(id) => {
            let image_id = state.behaviour.id_form.spell("img-", id);
            (
                Some(BaseImage {
                    image_id,
                    image_name: image_name(id),
                }),
                None,
            )
        }
        Source::Snapshot(id) => {
            let taken = state.own.iter().find(|one| one.id == *id);
            let snap_name = taken.map_or_else(String::new, |one| one.name.clone());
            (
                None,
                Some(BaseSnap {
                    snap_id: id.clone(),
                    snap_name,
                }),
            )
        }
    }
}

fn image_name(id: &str) -> String {
    match id {
        "87p9kq26" => "Ubuntu20.04 CUDA12.2 Python3.9".into(),
        other => format!("Image {other}"),
    }
}
