//! CPU, memory and GPUs of an instance.

use gpu_common::Text;
use gpu_json::{Extra, Field};

use super::Quantity;

/// CPU, memory and GPUs of an instance. (Documented by the samples; all are strings there.)
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct Resources {
    /// CPU cores, `16`.
    pub cpu: Field<Quantity>,
    /// Memory in bytes, written `96Gi`.
    pub memory: Field<Quantity>,
    /// Number of GPUs.
    pub gpu_num: Field<u32>,
    /// GPU model, such as `4090`.
    pub gpu_type: Field<Text>,
    /// What was sent beside the documented fields.
    pub extra: Extra,
}

gpu_json::record!(Resources, {
    cpu: "cpu",
    memory: "memory",
    gpu_num: "GPUNum",
    gpu_type: "GPUType",
});
