//! One page of instances.

use gpu_json::{Extra, Field, Items, Object};
use serde::{Deserialize, Serialize};

use super::Instance;
use crate::Result;
use crate::envelope::Payload;

/// One page of the list of instances.
///
/// No answer is documented. Three shapes are read: a list, an object with the list under `data`,
/// and one with a `total` beside it (inferred from neighbouring calls). Serialises as an object.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[non_exhaustive]
pub struct InstancePage {
    /// The instances that could be read, in the vendor's order; those that could not are beside
    /// them ([`Items::bad`]).
    #[serde(rename = "data")]
    pub instances: Items<Instance>,
    /// How many there are in all, if the service said so.
    #[serde(default, skip_serializing_if = "Field::is_absent")]
    pub total: Field<u64>,
    /// Fields that stood beside the list.
    #[serde(flatten)]
    pub extra: Extra,
}

impl Object for InstancePage {}

impl InstancePage {
    pub(super) fn read(payload: &Payload) -> Result<Self> {
        if payload.first()? != Some(b'[') {
            return payload.read();
        }
        let (total, extra) = (Field::absent(), Extra::default());
        Ok(Self {
            instances: payload.read()?,
            total,
            extra,
        })
    }
}
