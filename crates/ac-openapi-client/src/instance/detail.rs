//! Everything the service says about an instance.

use gpu_common::{CivilDateTime, Secret, SshEndpoint, Text};
use gpu_json::{Field, Items};
use serde::{Deserialize, Serialize};

use super::{
    Accelerator, AccessUrl, InstanceId, MountInfo, Phase, PortInfo, PortProtocol, ScriptScope,
    Status, TaskType, TimeoutLimit,
};

gpu_json::object! {
    /// Everything the service says about a container instance.
    ///
    /// Re-documented (detail); lists are read alike, which is inferred. `null`, `""` and `"--"` are
    /// nothing; times are on a clock whose zone is not documented.
    ///
    /// ```
    /// # mod doc { include!(concat!(env!("CARGO_MANIFEST_DIR"), "/tests/doc/run.rs")); } doc::with(async |_, instance| {
    /// println!("{} ({}) at {:?}", instance.status_text(), instance.phase(), instance.address());
    /// println!("{:?} at {:?}", instance.ssh(), instance.ssh_address());
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
        #[serde(rename = "instanceServiceName")]
        pub name: Field<Text>,
        /// The state.
        pub status: Field<Status>,
        /// What it offers.
        pub task_type: Field<TaskType>,
        /// The kind of accelerator.
        pub accelerator_type: Field<Accelerator>,
        /// How many accelerators, of any kind.
        pub gpu_number: Field<u32>,
        /// How many CPU cores.
        pub cpu_number: Field<u32>,
        /// Memory in MB, `ramSize` on the wire.
        #[serde(rename = "ramSize")]
        pub ram_mb: Field<u64>,
        /// The group of machines it is taken from.
        pub resource_group: Field<Text>,
        /// Cores, accelerators and memory in words, for display.
        pub resource_spec: Field<Text>,
        /// How many containers. A text in the table, a number in the sample.
        pub task_number: Field<u32>,
        /// How long it may run.
        pub timeout_limit: Field<TimeoutLimit>,
        /// The account on the cluster.
        pub user_name: Field<Text>,
        /// The image as `name:tag`.
        pub version: Field<Text>,
        /// The image's path in its registry.
        pub image_path: Field<Text>,
        /// The description it was created with.
        pub description: Field<Text>,
        /// When it was created.
        pub create_time: Field<CivilDateTime>,
        /// When it began to run.
        pub start_time: Field<CivilDateTime>,
        /// When it ended.
        pub end_time: Field<CivilDateTime>,
        /// How long it has run, in words.
        pub duration: Field<Text>,
        /// How long it may still run, in words.
        pub remaining_time: Field<Text>,
        /// What is mounted.
        #[serde(rename = "mountInfoList")]
        pub mounts: Field<Items<MountInfo>>,
        /// The published ports and where they are reached.
        #[serde(rename = "containerPortInfoList")]
        pub ports: Field<Items<PortInfo>>,
        /// Whether a script runs at the start.
        pub use_start_script: Field<bool>,
        /// In which containers it runs.
        pub start_script_action_scope: Field<ScriptScope>,
        /// Its text, which is treated as a secret.
        pub start_script_content: Field<Secret>,
        /// Where it lies.
        pub start_script_path: Field<Text>,
        /// The id of the first container's task.
        pub header_notebook_id: Field<Text>,
        /// An address of the first container. From the sample only, where it is `null`.
        pub header_notebook_ip: Field<Text>,
        /// A "current index", which is not explained.
        pub current_index: Field<u32>,
        /// The id of its TensorBoard.
        pub tensorboard_id: Field<Text>,
        /// The path of its TensorBoard.
        pub tensorboard_path: Field<Text>,
    }
}

impl Instance {
    /// What its status means; [`Phase::Unknown`] without one.
    pub fn phase(&self) -> Phase {
        self.status.get().map_or(Phase::Unknown, Status::phase)
    }

    /// The published ports that could be read.
    pub fn ports(&self) -> impl Iterator<Item = &PortInfo> {
        self.ports.get().into_iter().flat_map(Items::iter)
    }

    /// Host and port of the first published port that has an address, for
    /// [`Waiting::reachable`](gpu_http::Waiting::reachable).
    pub fn address(&self) -> Option<(String, u16)> {
        let mut urls = self.ports().filter_map(|port| port.access_url.get());
        urls.find_map(AccessUrl::host_and_port)
    }

    /// How to log in by SSH: the first published port whose address is a login and whose protocol is not
    /// HTTP. `None` until there is one. (Inferred: no sample has such an address.)
    pub fn ssh(&self) -> Option<SshEndpoint> {
        let not_http = |port: &&PortInfo| port.protocol_type.get() != Some(&PortProtocol::Http);
        let mut ports = self.ports().filter(not_http);
        ports.find_map(|port| port.access_url.get()?.ssh())
    }

    /// Host and port of SSH, for [`Waiting::reachable`](gpu_http::Waiting::reachable).
    pub fn ssh_address(&self) -> Option<(String, u16)> {
        self.ssh().map(|ssh| (ssh.host().to_owned(), ssh.port()))
    }

    /// The status in the vendor's spelling, for messages.
    pub fn status_text(&self) -> &str {
        self.status.get().map_or("no status", Status::as_str)
    }
}
