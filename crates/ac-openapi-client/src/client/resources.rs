//! The requests about what a region offers.

use crate::{Accelerator, Client, GetNodeLimits, ListAllowedMountDirs, ListResourceGroups};

impl Client {
    /// Gets how much one node of a resource group has to give. Documented; the answer
    /// re-documented.
    #[doc(alias = "quota")]
    #[doc(alias = "/ai/openapi/v2/instance-service/resources")]
    #[doc(alias = "container/resources")]
    pub fn get_node_limits(
        &self,
        accelerator: Accelerator,
        resource_group: impl Into<String>,
    ) -> GetNodeLimits {
        GetNodeLimits::new(self.session.clone(), accelerator, resource_group.into())
    }

    /// Lists the groups of machines, by kind of accelerator (seen in use). Documented; no answer is
    /// published, so it stays JSON.
    #[doc(alias = "/ai/openapi/v2/instance-service/resource-group")]
    #[doc(alias = "container/group")]
    pub fn list_resource_groups(&self) -> ListResourceGroups {
        ListResourceGroups::new(self.session.clone())
    }

    /// Lists the directories that may be mounted. Documented; no answer is published, so it stays
    /// JSON.
    #[doc(alias = "/ai/openapi/v2/instance-service/allowed-mount-dir")]
    #[doc(alias = "container/allowed-mount-dir")]
    pub fn list_allowed_mount_dirs(&self) -> ListAllowedMountDirs {
        ListAllowedMountDirs::new(self.session.clone())
    }
}
