//! An instance: a rented machine as Glows.ai describes it.

mod access;
mod base;
mod category;
mod confirm_released;
mod connect;
mod create_instance;
mod create_time;
mod find_instance;
mod find_or_create;
mod get_instance;
mod hardware;
mod instance_hardware;
mod instance_stats;
mod list_instances;
mod price;
mod release_instance;
mod source;
mod source_type;
mod ssh_cred;
mod status;
mod wait_all;
pub(crate) mod wait_until;

use gpu_common::{Region, Secret, Text};
use gpu_json::{Extra, Field, Items, Object};
use serde::{Deserialize, Serialize};

pub use access::{Access, AccessUrl};
pub use base::{BaseImage, BaseSnap};
pub use category::Category;
pub(crate) use confirm_released::{confirm_released, give_back};
pub use create_instance::CreateInstance;
pub use create_time::CreateTime;
pub(crate) use find_instance::find_instance;
pub use find_or_create::FoundOrCreated;
pub(crate) use get_instance::get_instance;
pub use hardware::{CpuName, GpuName, Hardware};
pub use instance_hardware::InstanceHardware;
pub use instance_stats::Stats;
pub(crate) use instance_stats::instance_stats;
pub use list_instances::{InstancePage, ListInstances, Pagination};
pub use release_instance::ReleaseAccepted;
pub(crate) use release_instance::release_instance;
pub use source::Source;
pub use source_type::SourceType;
pub use ssh_cred::SshCred;
pub use status::Status;
pub use wait_until::Until;

use crate::{InstanceId, MetaKey};

/// A rented machine as create, get and list describe it (documented by sample, unless a field
/// says otherwise; which fields may be missing is not published).
///
/// Every field but the id tells what was sent exactly: see [`Field`]. Fields that are not
/// documented are in [`extra`](Self::extra). `Debug`, and serialising without
/// [`WithSecrets`](gpu_common::WithSecrets), do not show the password, the environment or
/// the credentials in URLs.
///
/// ```
/// # mod doc { include!(concat!(env!("CARGO_MANIFEST_DIR"), "/tests/doc/run.rs")); } doc::with(async |_, instance| {
/// println!("{} since {:?}", instance.status_word(), instance.created_at());
/// println!("runs: {}, ended: {}", instance.is_running(), instance.has_ended());
/// println!("bills: {:?}, perhaps {:?}", instance.is_billing(), instance.inferred_rate());
/// println!("{:?} at {:?}", instance.ssh(), instance.ssh_address());
/// println!("{:?}", instance.access(8888).map(|access| &access.url));
/// println!("{:?} or {:?}", instance.http_url(8888), instance.tcp_address(8888));
/// # Ok(()) });
/// ```
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
#[non_exhaustive]
pub struct Instance {
    /// The id that get and release take.
    #[serde(rename = "instanceID")]
    pub id: InstanceId,
    /// Container or virtual machine.
    #[serde(default, skip_serializing_if = "Field::is_absent")]
    pub category: Field<Category>,
    /// What the machine is doing.
    #[serde(default, skip_serializing_if = "Field::is_absent")]
    pub status: Field<Status>,
    /// The price as sent: 0 while queued, 65 in the sample of a running machine. Unit and currency
    /// are not published; [`inferred_rate`](Self::inferred_rate) is a guess at them.
    #[serde(default, skip_serializing_if = "Field::is_absent")]
    pub price_cent: Field<i64>,
    /// The hardware; names and numbers are empty and 0 while queued.
    #[serde(default, skip_serializing_if = "Field::is_absent")]
    pub hardware: Field<InstanceHardware>,
    /// The image it booted from. May well be `null` for a machine made from a snapshot (no sample).
    #[serde(default, skip_serializing_if = "Field::is_absent")]
    pub base_image: Field<BaseImage>,
    /// The snapshot it booted from; `null` in every sample.
    #[serde(default, skip_serializing_if = "Field::is_absent")]
    pub base_snap: Field<BaseSnap>,
    /// The login, set from the creation on.
    #[serde(default, skip_serializing_if = "Field::is_absent")]
    pub ssh_cred: Field<SshCred>,
    /// The ports that can be reached from outside: those ordered, and in the samples 22 and 8888 as
    /// well.
    #[serde(default, skip_serializing_if = "Field::is_absent")]
    pub accesses: Field<Items<Access>>,
    /// 2 or 0 in the samples; the meaning is not published.
    #[serde(default, skip_serializing_if = "Field::is_absent")]
    pub domain: Field<i64>,
    /// When it was created; see [`created_at`](Self::created_at).
    #[serde(default, skip_serializing_if = "Field::is_absent")]
    pub create_time: Field<CreateTime>,
    /// The entry command; nothing if none was given.
    #[serde(default, skip_serializing_if = "Field::is_absent")]
    pub cmd: Field<Text>,
    /// The environment as sent, `k=v;k=v`. Secret, because that is where people put keys.
    #[serde(default, skip_serializing_if = "Field::is_absent")]
    pub envs: Field<Secret>,
    /// The caller's label.
    #[serde(default, skip_serializing_if = "Field::is_absent")]
    pub remark: Field<Text>,
    /// The caller's own key, given at creation.
    #[serde(default, skip_serializing_if = "Field::is_absent")]
    pub meta_key: Field<MetaKey>,
    /// How it was created; `SourceSDK` in every sample.
    #[serde(default, skip_serializing_if = "Field::is_absent")]
    pub source_type: Field<SourceType>,
    /// Where it stands; absent in answers of the oldest edition.
    #[serde(rename = "regionName", default, skip_serializing_if = "Field::is_absent")]
    pub region: Field<Region>,
    /// Fields that are not documented.
    #[serde(flatten)]
    pub extra: Extra,
}

impl Object for Instance {}
