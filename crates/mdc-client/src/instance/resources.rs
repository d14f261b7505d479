//! CPU, memory and GPUs of an instance.

use gpu_common::Text;
use gpu_json::{Extra, Field, Object};
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
    #[serde(rename = "GPUNum", default, skip_serializing_if = "Field::is_absent")]
    pub gpu_num: Field<u32>,
    /// GPU model, such as `4090`.
    #[serde(rename = "GPUType", default, skip_serializing_if = "Field::is_absent")]
    pub gpu_type: Field<Text>,
    /// What was sent beside the documented fields.
    #[serde(flatten)]
    pub extra: Extra,
}

impl Object for Resources {}
