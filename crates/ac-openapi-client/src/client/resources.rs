//! The requests about what a region offers.

use gpu_http::{Call, Json, Request};

use crate::{Accelerator, Client, Error, NodeLimits, envelope};

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
    #[doc(alias = "quota")]
    #[doc(alias = "/ai/openapi/v2/instance-service/resources")]
    #[doc(alias = "container/resources")]
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
    #[doc(alias = "/ai/openapi/v2/instance-service/resource-group")]
    #[doc(alias = "container/group")]
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
