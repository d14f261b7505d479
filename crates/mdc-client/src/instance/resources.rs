//! CPU, memory and GPUs of an instance.

use gpu_common::{Extra, Field, Text};
use serde::{Deserialize, Serialize};

use super::Quantity;

/// CPU, memory and GPUs of an instance. (Documented by the samples; all are strings there.)
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[non_exhaustive]
pub struct Resources {
    /// CPU cores, `16`.
    #[serde(default, skip_serializing_if = "Field::is_absent")]
    pub cpu: Field<Quantity>,
    /// Memory in bytes, written `96Gi`.
    #[serde(default, skip_serializing_if = "Field::is_absent")]
    pub memory: Field<Quantity>,
    /// Number of GPUs.
    #[serde(default, skip_serializing_if = "Field::is_absent", rename = "GPUNum")]
    pub gpu_num: Field<u32>,
    /// GPU model, such as `4090`.
    #[serde(default, skip_serializing_if = "Field::is_absent", rename = "GPUType")]
    pub gpu_type: Field<Text>,
    /// What was sent beside the documented fields.
    #[serde(flatten)]
    pub extra: Extra,
}

gpu_common::object!(Resources);
