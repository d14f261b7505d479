//! One page of instances.

use gpu_json::{Extra, Field, Items, Object};
use serde::{Deserialize, Serialize};

use super::Instance;
use crate::listing::Listing;

/// One page of the list of instances.
///
/// No answer is documented. These shapes are read: a list, and an object with the list under `data` or
/// `records` and perhaps a `total` beside it (inferred from neighbouring calls). `null` in the place of
/// the list is an empty one (seen in use), unless the total says otherwise. Serialises as an object.
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

impl From<Listing<Instance>> for InstancePage {
    fn from(listing: Listing<Instance>) -> Self {
        Self { instances: listing.items, total: listing.total, extra: listing.extra }
    }
}
