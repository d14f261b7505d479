//! Instances: the machines that are rented, and everything done with them.

mod annotations;
mod billing;
mod confirm_power;
mod create_instance;
mod delete;
mod get_instance;
mod list_instances;
mod parts;
mod plan;
mod power;
mod price;
mod quantity;
mod servers;
mod volume;
mod wait;

use gpu_common::{Text, Timestamp};
use gpu_json::{Field, Items};
use serde::{Deserialize, Serialize};

pub use self::annotations::Annotations;
pub use self::billing::Billing;
pub use self::create_instance::CreateInstance;
pub use self::delete::InstanceRef;
pub use self::list_instances::{InstanceList, ListInstances};
pub use self::parts::{Container, Cost, FilesystemType, Pod, Resources, VolumeMount, VolumeType};
pub use self::plan::{Plan, Term};
pub use self::power::{Accepted, PowerOff};
pub use self::quantity::Quantity;
pub use self::servers::{Server, ServerObject, Servers};
pub use self::volume::Volume;
pub use self::wait::Until;
use crate::{ClusterName, DisplayName, InstanceName, InstanceUid, UserId};

gpu_json::object! {
    /// An instance, as create, list and get answer it. (All fields documented by the samples.) The create
    /// answer has neither `servers` nor `pods`, and the data disk's size is 0 there although the request asked
    /// for one: read the instance again.
    ///
    /// ```
    /// # mod doc { include!(concat!(env!("CARGO_MANIFEST_DIR"), "/tests/doc/run.rs")); } doc::with(async |cluster, instance| {
    /// println!("{}", instance.status_text());
    /// println!("here: {:?}", instance.is_in(cluster.name()));
    /// println!("{:?} {:?} at {:?}", instance.ssh(), instance.ssh_password(), instance.ssh_address());
    /// println!("{:?} {:?}", instance.jupyter(), instance.tensorboard());
    /// println!("{:?}", instance.service("ComfyUI"));
    /// println!("{}; disks {}", instance.compute_billing(), instance.storage_billing(0));
    /// println!("{:?}, read as {:?}", instance.unit_price(), instance.inferred_price_from_fen());
    /// # Ok(()) });
    /// ```
    #[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
    #[serde(rename_all = "camelCase")]
    #[non_exhaustive]
    pub struct Instance {
        /// The name that all calls take, made by the vendor.
        pub name: InstanceName,
        /// The first label of the instance's host names. No call takes it.
        pub uid: Field<InstanceUid>,
        /// The owner's user id.
        pub namespace: Field<UserId>,
        /// The *cluster's* name in all samples, not the region's. [`is_in`](Self::is_in) compares it.
        #[serde(rename = "Region")]
        pub region: Field<Text>,
        /// The name that the user gave. Not unique, unless made by [`DisplayName::unique`].
        pub display_name: Field<Text>,
        /// The user's description; `""` in all samples, and no request sets it.
        pub description: Field<Text>,
        /// What the platform notes on the instance, the unit price among it.
        pub annotations: Field<Annotations>,
        /// The services inside and how to reach them, with their credentials. Absent from the create
        /// answer; expect nothing for an instance that is off (console).
        pub servers: Field<Servers>,
        /// The image it was made from, registry and tag included.
        pub image: Field<Text>,
        /// 1 in all samples; what it is while the instance is off is unknown.
        pub replicas: Field<u32>,
        /// CPU, memory and GPUs.
        pub resources: Field<Resources>,
        /// System and data disks.
        pub volume_mounts: Field<Items<VolumeMount>>,
        /// When it was created.
        pub creation_timestamp: Field<Timestamp>,
        /// When it was changed; unset in all samples, even after the status had changed.
        pub update_timestamp: Field<Timestamp>,
        /// When it will stop by itself; unset in all samples, and no request sets it.
        #[serde(rename = "ScheduleStopTimestamp")]
        pub schedule_stop_timestamp: Field<Timestamp>,
        /// What it is doing.
        pub status: Field<InstanceStatus>,
        /// How it is paid.
        pub cost: Field<Cost>,
        /// The Kubernetes pods that run it. Absent from the create answer.
        #[serde(rename = "Pods")]
        pub pods: Field<Items<Pod>>,
    }
}

gpu_json::open_enum! {
    /// What an instance is doing. The console also knows shutting down, shut down and deleting, but how the
    /// API spells them is not documented; they arrive as `Unknown` with the vendor's text. No failed state is
    /// documented either. An instance without pods or addresses may still be shutting down.
    pub enum InstanceStatus {
        /// Being made. (Documented, create sample.)
        Creating = "Creating",
        /// Running; see [`Until::ssh_ready`](crate::Until::ssh_ready) for "can be used".
        /// (Documented, list and get samples.)
        Running = "Running",
    }
}

/// What names an instance to every call.
impl From<&Instance> for InstanceName {
    fn from(instance: &Instance) -> Self {
        instance.name.clone()
    }
}

impl Instance {
    /// Whether it says that it is in this cluster; `None` if it does not say where it is. That the field
    /// `Region` has the cluster's name is inferred from the samples.
    pub fn is_in(&self, cluster: &ClusterName) -> Option<bool> {
        Some(self.region.as_str()? == cluster.as_str())
    }

    /// The status in the vendor's spelling, `no status` if none could be read.
    pub fn status_text(&self) -> &str {
        self.status.get().map_or("no status", InstanceStatus::as_str)
    }
}
