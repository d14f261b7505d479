//! One page of instances.

use gpu_json::{Field, Items};
use serde::{Deserialize, Serialize};

use crate::Instance;
use crate::envelope::{self, Envelope};

/// One page of instances (documented by sample). What else stands in the answer is in that of
/// [`send_raw`](crate::ListInstances::send_raw).
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[non_exhaustive]
pub struct InstancePage {
    /// Where this page stands.
    #[serde(default, skip_serializing_if = "Field::is_absent")]
    pub pagination: Field<Pagination>,
    /// The instances; those that could not be read are beside them ([`Items::bad`]). `null`, which
    /// is not documented, counts as no instances.
    pub instances: Items<Instance>,
}

gpu_json::object! {
    /// Where a page stands in the whole list (documented by sample).
    #[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
    #[serde(rename_all = "camelCase")]
    #[non_exhaustive]
    pub struct Pagination {
        /// How many instances match in all.
        pub total: Field<u64>,
        /// How many pages there are; 0 if nothing matches.
        pub num_pages: Field<u64>,
        /// Which page this is.
        pub page: Field<u64>,
        /// How many instances a page has at most.
        pub per_page: Field<u64>,
    }
}

#[derive(Deserialize)]
pub(super) struct ListAnswer {
    #[serde(default)]
    code: Field<i64>,
    #[serde(default)]
    pagination: Field<Pagination>,
    #[serde(default, deserialize_with = "envelope::sent")]
    instances: Option<Option<Items<Instance>>>,
}

impl Envelope for ListAnswer {
    type Payload = InstancePage;
    const MEMBER: &'static str = "instances";

    fn code(&self) -> &Field<i64> {
        &self.code
    }

    fn payload(self) -> Option<InstancePage> {
        let instances = self.instances?.unwrap_or_else(|| Items::from(Vec::new()));
        Some(InstancePage { pagination: self.pagination, instances })
    }
}
