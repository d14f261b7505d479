//! The Kubernetes pods that run an instance.

use gpu_common::Text;
use gpu_json::{Extra, Field, Items};

/// A pod that runs an instance. (Documented by the samples.)
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct Pod {
    /// The pod's name: the instance's and five characters in the samples.
    pub name: Field<Text>,
    /// Its containers.
    pub containers: Field<Items<Container>>,
    /// The node it runs on.
    pub node_scheduled: Field<Text>,
    /// Its private address.
    pub ip: Field<Text>,
    /// What was sent beside the documented fields.
    pub extra: Extra,
}

gpu_json::record!(Pod, {
    name: "Name",
    containers: "Containers",
    node_scheduled: "nodeScheduled",
    ip: "ip",
});

/// A container of a pod. (Documented by the samples.)
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct Container {
    /// Its name, `worker` in the samples.
    pub name: Field<Text>,
    /// What was sent beside the documented fields.
    pub extra: Extra,
}

gpu_json::record!(Container, {
    name: "Name",
});
