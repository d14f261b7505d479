//! What a region offers: groups of machines, directories.

use gpu_common::Text;
use gpu_http::{Call, Json, Request};
use gpu_json::Field;
use serde::{Deserialize, Serialize};

use crate::{Accelerator, Client, Error, TimeoutLimit, envelope};

gpu_json::object! {
    /// How much one node of a resource group has to give. Documented; the sample re-documented.
    ///
    /// The sample has a limit of 0 GPU cards beside 2 GPUs, so 0 may mean "no limit set": do not refuse
    /// an instance for it.
    #[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
    #[serde(rename_all = "camelCase")]
    #[non_exhaustive]
    pub struct NodeLimits {
        /// An id; `null` in the sample.
        pub id: Field<Text>,
        /// The resource group.
        pub resource_group: Field<Text>,
        /// The user; `null` in the sample.
        pub user_name: Field<Text>,
        /// CPU cores of one node.
        pub cpu_number: Field<u32>,
        /// GPUs of one node.
        pub gpu_number: Field<u32>,
        /// Limit of MLU cards per node.
        pub mlu_limits: Field<u32>,
        /// Limit of DCU cards per node.
        pub dcu_limits: Field<u32>,
        /// Limit of GPU cards per node.
        pub nv_limits: Field<u32>,
        /// The most memory per node in MB, `memorySize` on the wire.
        #[serde(rename = "memorySize")]
        pub memory_mb: Field<u64>,
        /// How many nodes the queue has.
        pub node_number: Field<u32>,
        /// The longest time an instance may run; probably the bound of [`TimeoutLimit`] (inferred).
        pub max_time: Field<TimeoutLimit>,
    }
}

impl Client {
    /// Gets how much one node of a resource group has to give. Documented; the answer
    /// re-documented.
    ///
    /// ```
    /// # mod doc { include!(concat!(env!("CARGO_MANIFEST_DIR"), "/tests/doc/run.rs")); } doc::run(async |client, _| {
    /// let limits = client.get_node_limits(ac_openapi_client::Accelerator::Gpu, "TeslaM40").await?;
    /// println!("{} GPUs a node, {} nodes", limits.gpu_number, limits.node_number);
    /// # Ok(()) });
    /// ```
    #[doc(alias("quota", "/ai/openapi/v2/instance-service/resources", "container/resources"))]
    pub fn get_node_limits(
        &self,
        accelerator: Accelerator,
        resource_group: impl Into<String>,
    ) -> Request<NodeLimits> {
        let (name, path) = ("get node limits", "/ai/openapi/v2/instance-service/resources");
        let call = match resource_group.into() {
            blank if blank.trim().is_empty() => Err(Error::invalid("resourceGroup", "is blank")),
            group => Ok(Call::get(name, path)
                .query("acceleratorType", accelerator.as_str())
                .query("resourceGroup", group)),
        };
        Request::new(&self.http, call, envelope::read)
    }

    /// Lists the groups of machines, by kind of accelerator (seen in use). Documented; no answer is
    /// published, so it stays JSON.
    ///
    /// ```
    /// # mod doc { include!(concat!(env!("CARGO_MANIFEST_DIR"), "/tests/doc/run.rs")); } doc::run(async |client, _| {
    /// println!("{}", client.list_resource_groups().await?);
    /// # Ok(()) });
    /// ```
    #[doc(alias("/ai/openapi/v2/instance-service/resource-group", "container/group"))]
    pub fn list_resource_groups(&self) -> Request<Json> {
        let path = "/ai/openapi/v2/instance-service/resource-group";
        let call = Call::get("list resource groups", path);
        Request::new(&self.http, Ok(call), envelope::read_json)
    }

    /// Lists the directories that may be mounted. Documented; no answer is published, so it stays
    /// JSON.
    ///
    /// ```
    /// # mod doc { include!(concat!(env!("CARGO_MANIFEST_DIR"), "/tests/doc/run.rs")); } doc::run(async |client, _| {
    /// println!("{}", client.list_allowed_mount_dirs().await?);
    /// # Ok(()) });
    /// ```
    #[doc(alias = "/ai/openapi/v2/instance-service/allowed-mount-dir")]
    #[doc(alias = "container/allowed-mount-dir")]
    pub fn list_allowed_mount_dirs(&self) -> Request<Json> {
        let path = "/ai/openapi/v2/instance-service/allowed-mount-dir";
        let call = Call::get("list allowed mount dirs", path);
        Request::new(&self.http, Ok(call), envelope::read_json)
    }
}
