//! Everything the service says about an instance.

use gpu_common::{CivilDateTime, Secret, Text};
use gpu_json::{Extra, Field, Items, Object};
use serde::{Deserialize, Serialize};

use super::{
    Accelerator, AccessUrl, InstanceId, MountInfo, Phase, PortInfo, ScriptScope, Status, TaskType,
    TimeoutLimit,
};

/// Everything the service says about a container instance.
///
/// Re-documented (detail); lists are read alike, which is inferred. `null`, `""` and `"--"` are
/// nothing; times are on a clock whose zone is not documented.
///
/// ```
/// # mod doc { include!(concat!(env!("CARGO_MANIFEST_DIR"), "/tests/doc/run.rs")); } doc::with(async |_, instance| {
/// println!("{} ({}) at {:?}", instance.status_text(), instance.phase(), instance.address());
/// for port in instance.ports() {
///     println!("{} {:?}", port.container_port, port.access_url);
/// }
/// # Ok(()) });
/// ```
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
#[non_exhaustive]
pub struct Instance {
    /// The id, as all other calls take it.
    pub id: InstanceId,
    /// The name, `instanceServiceName` on the wire.
    #[serde(rename = "instanceServiceName", default, skip_serializing_if = "Field::is_absent")]
    pub name: Field<Text>,
    /// The state.
    #[serde(default, skip_serializing_if = "Field::is_absent")]
    pub status: Field<Status>,
    /// What it offers.
    #[serde(default, skip_serializing_if = "Field::is_absent")]
    pub task_type: Field<TaskType>,
    /// The kind of accelerator.
    #[serde(default, skip_serializing_if = "Field::is_absent")]
    pub accelerator_type: Field<Accelerator>,
    /// How many accelerators, of any kind.
    #[serde(default, skip_serializing_if = "Field::is_absent")]
    pub gpu_number: Field<u32>,
    /// How many CPU cores.
    #[serde(default, skip_serializing_if = "Field::is_absent")]
    pub cpu_number: Field<u32>,
    /// Memory in MB, `ramSize` on the wire.
    #[serde(rename = "ramSize", default, skip_serializing_if = "Field::is_absent")]
    pub ram_mb: Field<u64>,
    /// The group of machines it is taken from.
    #[serde(default, skip_serializing_if = "Field::is_absent")]
    pub resource_group: Field<Text>,
    /// Cores, accelerators and memory in words, for display.
    #[serde(default, skip_serializing_if = "Field::is_absent")]
    pub resource_spec: Field<Text>,
    /// How many containers. A text in the table, a number in the sample.
    #[serde(default, skip_serializing_if = "Field::is_absent")]
    pub task_number: Field<u32>,
    /// How long it may run.
    #[serde(default, skip_serializing_if = "Field::is_absent")]
    pub timeout_limit: Field<TimeoutLimit>,
    /// The account on the cluster.
    #[serde(default, skip_serializing_if = "Field::is_absent")]
    pub user_name: Field<Text>,
    /// The image as `name:tag`.
    #[serde(default, skip_serializing_if = "Field::is_absent")]
    pub version: Field<Text>,
    /// The image's path in its registry.
    #[serde(default, skip_serializing_if = "Field::is_absent")]
    pub image_path: Field<Text>,
    /// The description it was created with.
    #[serde(default, skip_serializing_if = "Field::is_absent")]
    pub description: Field<Text>,
    /// When it was created.
    #[serde(default, skip_serializing_if = "Field::is_absent")]
    pub create_time: Field<CivilDateTime>,
    /// When it began to run.
    #[serde(default, skip_serializing_if = "Field::is_absent")]
    pub start_time: Field<CivilDateTime>,
    /// When it ended.
    #[serde(default, skip_serializing_if = "Field::is_absent")]
    pub end_time: Field<CivilDateTime>,
    /// How long it has run, in words.
    #[serde(default, skip_serializing_if = "Field::is_absent")]
    pub duration: Field<Text>,
    /// How long it may still run, in words.
    #[serde(default, skip_serializing_if = "Field::is_absent")]
    pub remaining_time: Field<Text>,
    /// What is mounted.
    #[serde(rename = "mountInfoList", default, skip_serializing_if = "Field::is_absent")]
    pub mounts: Field<Items<MountInfo>>,
    /// The published ports and where they are reached.
    #[serde(rename = "containerPortInfoList", default, skip_serializing_if = "Field::is_absent")]
    pub ports: Field<Items<PortInfo>>,
    /// Whether a script runs at the start.
    #[serde(default, skip_serializing_if = "Field::is_absent")]
    pub use_start_script: Field<bool>,
    /// In which containers it runs.
    #[serde(default, skip_serializing_if = "Field::is_absent")]
    pub start_script_action_scope: Field<ScriptScope>,
    /// Its text, which is treated as a secret.
    #[serde(default, skip_serializing_if = "Field::is_absent")]
    pub start_script_content: Field<Secret>,
    /// Where it lies.
    #[serde(default, skip_serializing_if = "Field::is_absent")]
    pub start_script_path: Field<Text>,
    /// The id of the first container's task.
    #[serde(default, skip_serializing_if = "Field::is_absent")]
    pub header_notebook_id: Field<Text>,
    /// An address of the first container. From the sample only, where it is `null`.
    #[serde(default, skip_serializing_if = "Field::is_absent")]
    pub header_notebook_ip: Field<Text>,
    /// A "current index", which is not explained.
    #[serde(default, skip_serializing_if = "Field::is_absent")]
    pub current_index: Field<u32>,
    /// The id of its TensorBoard.
    #[serde(default, skip_serializing_if = "Field::is_absent")]
    pub tensorboard_id: Field<Text>,
    /// The path of its TensorBoard.
    #[serde(default, skip_serializing_if = "Field::is_absent")]
    pub tensorboard_path: Field<Text>,
    /// Fields that are not documented.
    #[serde(flatten)]
    pub extra: Extra,
}

impl Object for Instance {}

impl Instance {
    /// What its status means; [`Phase::Unknown`] without one.
    #[must_use]
    pub fn phase(&self) -> Phase {
        self.status.get().map_or(Phase::Unknown, Status::phase)
    }

    /// The published ports that could be read.
    pub fn ports(&self) -> impl Iterator<Item = &PortInfo> {
        self.ports.get().into_iter().flat_map(Items::iter)
    }

    /// Host and port of the first published port that has an address, for
    /// [`Waiting::reachable`](gpu_http::Waiting::reachable).
    #[must_use]
    pub fn address(&self) -> Option<(String, u16)> {
        let mut urls = self.ports().filter_map(|port| port.access_url.get());
        urls.find_map(AccessUrl::host_and_port)
    }

    /// The status in the vendor's spelling, for messages.
    #[must_use]
    pub fn status_text(&self) -> &str {
        self.status.get().map_or("(no status)", Status::as_str)
    }
}
