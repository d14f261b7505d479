//! How much one node of a resource group has to give.

use gpu_common::Text;
use gpu_json::{Extra, Field, Object};
use serde::{Deserialize, Serialize};

use crate::TimeoutLimit;

/// How much one node of a resource group has to give. Documented; the sample re-documented.
///
/// The sample has a limit of 0 GPU cards beside 2 GPUs, so 0 may mean "no limit set": do not refuse
/// an instance for it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
#[non_exhaustive]
pub struct NodeLimits {
    /// An id; `null` in the sample.
    #[serde(default, skip_serializing_if = "Field::is_absent")]
    pub id: Field<Text>,
    /// The resource group.
    #[serde(default, skip_serializing_if = "Field::is_absent")]
    pub resource_group: Field<Text>,
    /// The user; `null` in the sample.
    #[serde(default, skip_serializing_if = "Field::is_absent")]
    pub user_name: Field<Text>,
    /// CPU cores of one node.
    #[serde(default, skip_serializing_if = "Field::is_absent")]
    pub cpu_number: Field<u32>,
    /// GPUs of one node.
    #[serde(default, skip_serializing_if = "Field::is_absent")]
    pub gpu_number: Field<u32>,
    /// Limit of MLU cards per node.
    #[serde(default, skip_serializing_if = "Field::is_absent")]
    pub mlu_limits: Field<u32>,
    /// Limit of DCU cards per node.
    #[serde(default, skip_serializing_if = "Field::is_absent")]
    pub dcu_limits: Field<u32>,
    /// Limit of GPU cards per node.
    #[serde(default, skip_serializing_if = "Field::is_absent")]
    pub nv_limits: Field<u32>,
    /// The most memory per node in MB, `memorySize` on the wire.
    #[serde(rename = "memorySize", default, skip_serializing_if = "Field::is_absent")]
    pub memory_mb: Field<u64>,
    /// How many nodes the queue has.
    #[serde(default, skip_serializing_if = "Field::is_absent")]
    pub node_number: Field<u32>,
    /// The longest time an instance may run; probably the bound of [`TimeoutLimit`] (inferred).
    #[serde(default, skip_serializing_if = "Field::is_absent")]
    pub max_time: Field<TimeoutLimit>,
    /// Fields that are not documented.
    #[serde(flatten)]
    pub extra: Extra,
}

impl Object for NodeLimits {}
