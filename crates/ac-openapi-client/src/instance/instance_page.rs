//! How a list of instances is asked for, and one page of it.

use gpu_json::{Field, Items};
use serde::{Deserialize, Serialize};

use super::Instance;
use crate::listing::Listing;

gpu_json::object! {
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
        pub total: Field<u64>,
    }
}

impl From<Listing<Instance>> for InstancePage {
    fn from(listing: Listing<Instance>) -> Self {
        Self { instances: listing.items, total: listing.total, extra: listing.extra }
    }
}

/// How the list of instances is asked for.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum ListForm {
    /// `GET …/task` with a JSON body. Documented. A gateway that drops the body of a GET leaves
    /// the service without the filter.
    #[default]
    Body,
    /// `GET …/task/list` with a query. Seen in use, and seen to work.
    Query,
    /// `GET …/task` with a query and no body. Seen in use.
    TaskQuery,
}

impl ListForm {
    pub(super) fn other(self) -> Self {
        match self {
            Self::Body | Self::TaskQuery => Self::Query,
            Self::Query => Self::Body,
        }
    }
}
