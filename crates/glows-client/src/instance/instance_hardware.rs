//! The hardware that an instance has got.

use gpu_common::Text;
use gpu_json::{Extra, Field};

/// The hardware that an instance has got (`hardware`; documented by sample). While the instance
/// is queued the numbers are 0 and [`cpu_name`](Self::cpu_name) is empty.
#[derive(Clone, Debug, PartialEq)]
#[non_exhaustive]
pub struct InstanceHardware {
    /// The GPU's model; presumably nothing on a machine without one (no sample).
    pub gpu_name: Field<Text>,
    /// The CPU's model.
    pub cpu_name: Field<Text>,
    /// How many GPUs.
    pub gpu_num: Field<u32>,
    /// GPU memory in MB; 24564 for the sample's one RTX 4090.
    pub gpu_ram_mb: Field<u64>,
    /// How many CPU cores.
    pub cpu_cores_num: Field<u32>,
    /// Main memory in MB.
    pub ram_mb: Field<u64>,
    /// Disk in GB.
    pub disk_gb: Field<u64>,
    /// Fields that are not documented.
    pub extra: Extra,
}

gpu_json::record!(InstanceHardware, {
    gpu_name: "gpuName",
    cpu_name: "cpuName",
    gpu_num: "gpuNum",
    gpu_ram_mb: "gpuRamMB",
    cpu_cores_num: "cpuCoresNum",
    ram_mb: "ramMB",
    disk_gb: "diskGB",
});
