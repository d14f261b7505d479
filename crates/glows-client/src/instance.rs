//! An instance: a rented machine as Glows.ai describes it.

mod access;
mod create_instance;
mod find_instance;
mod find_or_create;
mod get_instance;
mod instance_stats;
mod list_instances;
mod order;
mod parts;
mod price;
mod release;
mod status;
mod wait;

use gpu_common::{Region, Secret, Text};
use gpu_json::{Field, Items};
use serde::{Deserialize, Serialize};

pub use access::Access;
pub use create_instance::CreateInstance;
pub use find_or_create::FoundOrCreated;
pub use instance_stats::Stats;
pub use list_instances::{InstancePage, ListInstances, Pagination};
pub use order::{Hardware, Source};
pub use parts::{BaseImage, BaseSnap, CreateTime, InstanceHardware, SshCred};
pub use release::ReleaseAccepted;
pub use status::{Category, SourceType, Status};
pub use wait::Until;

use crate::{InstanceId, MetaKey};

gpu_json::object! {
    /// A rented machine as create, get and list describe it (documented by sample, unless a field
    /// says otherwise; which fields may be missing is not published).
    ///
    /// `Debug`, and serialising without [`WithSecrets`](gpu_common::WithSecrets), do not show the password,
    /// the environment or the credentials in URLs.
    ///
    /// ```
    /// # mod doc { include!(concat!(env!("CARGO_MANIFEST_DIR"), "/tests/doc/run.rs")); } doc::with(async |_, instance| {
    /// println!("{} since {:?}", instance.status_text(), instance.created_at());
    /// println!("runs: {}, ended: {}", instance.is_running(), instance.has_ended());
    /// println!("bills: {:?}, perhaps {:?}", instance.is_billing(), instance.inferred_rate());
    /// println!("{:?} {:?} at {:?}", instance.ssh(), instance.ssh_password(), instance.ssh_address());
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
        pub category: Field<Category>,
        /// What the machine is doing.
        pub status: Field<Status>,
        /// The price as sent: 0 while queued, 65 in the sample of a running machine. Unit and currency
        /// are not published; [`inferred_rate`](Self::inferred_rate) is a guess at them.
        pub price_cent: Field<i64>,
        /// The hardware; names and numbers are empty and 0 while queued.
        pub hardware: Field<InstanceHardware>,
        /// The image it booted from. May well be `null` for a machine made from a snapshot (no sample).
        pub base_image: Field<BaseImage>,
        /// The snapshot it booted from; `null` in every sample.
        pub base_snap: Field<BaseSnap>,
        /// The login, set from the creation on.
        pub ssh_cred: Field<SshCred>,
        /// The ports that can be reached from outside: those ordered, and in the samples 22 and 8888 as
        /// well.
        pub accesses: Field<Items<Access>>,
        /// 2 or 0 in the samples; the meaning is not published.
        pub domain: Field<i64>,
        /// When it was created; see [`created_at`](Self::created_at).
        pub create_time: Field<CreateTime>,
        /// The entry command; nothing if none was given.
        pub cmd: Field<Text>,
        /// The environment as sent, `k=v;k=v`. Secret, because that is where people put keys.
        pub envs: Field<Secret>,
        /// The caller's label.
        pub remark: Field<Text>,
        /// The caller's own key, given at creation.
        pub meta_key: Field<MetaKey>,
        /// How it was created; `SourceSDK` in every sample.
        pub source_type: Field<SourceType>,
        /// Where it stands; absent in answers of the oldest edition.
        #[serde(rename = "regionName")]
        pub region: Field<Region>,
    }
}
