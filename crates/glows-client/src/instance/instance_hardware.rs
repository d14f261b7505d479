//! The hardware that an instance has got.

use gpu_common::Text;
use gpu_json::{Extra, Field, Object};
use serde::{Deserialize, Serialize};

/// The hardware that an instance has got (`hardware`; documented by sample). While the instance
/// is queued the numbers are 0 and [`cpu_name`](Self::cpu_name) is empty.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
#[non_exhaustive]
pub struct InstanceHardware {
    /// The GPU's model; presumably nothing on a machine without one (no sample).
    #[serde(default, skip_serializing_if = "Field::is_absent")]
    pub gpu_name: Field<Text>,
    /// The CPU's model.
    #[serde(default, skip_serializing_if = "Field::is_absent")]
    pub cpu_name: Field<Text>,
    /// How many GPUs.
    #[serde(default, skip_serializing_if = "Field::is_absent")]
    pub gpu_num: Field<u32>,
    /// GPU memory in MB; 24564 for the sample's one RTX 4090.
    #[serde(rename = "gpuRamMB", default, skip_serializing_if = "Field::is_absent")]
    pub gpu_ram_mb: Field<u64>,
    /// How many CPU cores.
    #[serde(default, skip_serializing_if = "Field::is_absent")]
    pub cpu_cores_num: Field<u32>,
    /// Main memory in MB.
    #[serde(rename = "ramMB", default, skip_serializing_if = "Field::is_absent")]
    pub ram_mb: Field<u64>,
    /// Disk in GB.
    #[serde(rename = "diskGB", default, skip_serializing_if = "Field::is_absent")]
    pub disk_gb: Field<u64>,
    /// Fields that are not documented.
    #[serde(flatten)]
    pub extra: Extra,
}

impl Object for InstanceHardware {}
