//! The Kubernetes pods that run an instance.

use gpu_common::Text;
use gpu_json::{Extra, Field, Items, Object};
use serde::{Deserialize, Serialize};

/// A pod that runs an instance. (Documented by the samples.)
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
#[non_exhaustive]
pub struct Pod {
    /// The pod's name: the instance's and five characters in the samples.
    #[serde(rename = "Name", default, skip_serializing_if = "Field::is_absent")]
    pub name: Field<Text>,
    /// Its containers.
    #[serde(rename = "Containers", default, skip_serializing_if = "Field::is_absent")]
    pub containers: Field<Items<Container>>,
    /// The node it runs on.
    #[serde(default, skip_serializing_if = "Field::is_absent")]
    pub node_scheduled: Field<Text>,
    /// Its private address.
    #[serde(default, skip_serializing_if = "Field::is_absent")]
    pub ip: Field<Text>,
    /// What was sent beside the documented fields.
    #[serde(flatten)]
    pub extra: Extra,
}

impl Object for Pod {}

/// A container of a pod. (Documented by the samples.)
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[non_exhaustive]
pub struct Container {
    /// Its name, `worker` in the samples.
    #[serde(rename = "Name", default, skip_serializing_if = "Field::is_absent")]
    pub name: Field<Text>,
    /// What was sent beside the documented fields.
    #[serde(flatten)]
    pub extra: Extra,
}

impl Object for Container {}
