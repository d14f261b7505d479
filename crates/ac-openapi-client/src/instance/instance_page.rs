//! One page of instances.

use gpu_json::{Extra, Field, Items};

use super::Instance;
use crate::Result;
use crate::envelope::Payload;

/// One page of the list of instances.
///
/// No answer is documented. Three shapes are read: a list, an object with the list under `data`,
/// and one with a `total` beside it (inferred from neighbouring calls). Serialises as an object.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct InstancePage {
    /// The instances that could be read, in the vendor's order; those that could not are beside
    /// them ([`Items::bad`]).
    pub instances: Items<Instance>,
    /// How many there are in all, if the service said so.
    pub total: Field<u64>,
    /// Fields that stood beside the list.
    pub extra: Extra,
}

gpu_json::record!(InstancePage, required { instances: "data" }, { total: "total" });

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
