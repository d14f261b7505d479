//! Which instance is meant, and what it said of where it is.

use gpu_common::Text;

use super::Instance;
use crate::{ClusterName, InstanceName};

/// Which instance [`Cluster::confirm_deleted`](crate::Cluster::confirm_deleted) is asked about.
/// Made from an [`Instance`], whose cluster is then compared, or from a name alone.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct InstanceRef {
    pub(super) name: InstanceName,
    region: Option<Text>,
}

impl InstanceRef {
    /// The cluster that the instance says it is in, if it is not this one.
    pub(super) fn elsewhere(&self, cluster: &ClusterName) -> Option<Text> {
        let region = self.region.clone();
        region.filter(|region| region.as_str() != cluster.as_str())
    }
}

impl From<&Instance> for InstanceRef {
    fn from(instance: &Instance) -> Self {
        Self { name: instance.name.clone(), region: instance.region.cloned() }
    }
}

impl From<InstanceName> for InstanceRef {
    fn from(name: InstanceName) -> Self {
        Self { name, region: None }
    }
}

impl From<&InstanceName> for InstanceRef {
    fn from(name: &InstanceName) -> Self {
        name.clone().into()
    }
}
