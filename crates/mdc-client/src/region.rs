//! Regions: where machines stand, and the cluster each region is reached by.

use gpu_common::{Text, Timestamp};
use gpu_http::{Answer, Call, Request};
use gpu_json::{Field, Items};
use serde::de::DeserializeOwned;
use serde::{Deserialize, Serialize};

use crate::{Client, ClusterName, RegionId, Result};

impl Client {
    /// Lists the regions: their ids for [`list_skus`](Self::list_skus), their cluster names for
    /// [`cluster`](Self::cluster). (Documented; `GET /regions`.) The documented sample has no paging.
    ///
    /// ```
    /// # mod doc { include!(concat!(env!("CARGO_MANIFEST_DIR"), "/tests/doc/run.rs")); } doc::run(async |client, _| {
    /// for region in client.list_regions().await?.iter() {
    ///     println!("{} has the cluster {}", region.id, region.cluster_name);
    /// }
    /// # Ok(()) });
    /// ```
    #[doc(alias("GET /regions", "region_id", "clusterName", "/mdc/api/v1/regions"))]
    pub fn list_regions(&self) -> Request<Items<RegionInfo>> {
        let call = Call::get("list regions", "/regions");
        Request::new(&self.http, Ok(call), |answer| items(&answer))
    }
}

/// Reads a list. Go writes an empty one as `null` (inferred).
pub(crate) fn items<T: DeserializeOwned>(answer: &Answer) -> Result<Items<T>> {
    let items: Option<Items<T>> = answer.json()?;
    Ok(items.unwrap_or_else(|| Vec::new().into()))
}

gpu_json::object! {
    /// A region. (All fields documented by the sample of the computing API page.)
    #[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
    #[serde(rename_all = "camelCase")]
    #[non_exhaustive]
    pub struct RegionInfo {
        /// The id that [`Client::list_skus`](crate::Client::list_skus) takes.
        pub id: RegionId,
        /// The cluster that [`Client::cluster`](crate::Client::cluster) takes.
        pub cluster_name: ClusterName,
        /// The name that people see, in Chinese in the sample.
        #[serde(rename = "region")]
        pub name: Field<Text>,
        /// The host of the image registry, without a scheme. That image references of this region
        /// begin with it is inferred from the samples.
        pub harbor_addr: Field<Text>,
        /// Shown by the sample, explained nowhere.
        #[serde(rename = "howlerID")]
        pub howler_id: Field<Text>,
        /// When the region was made.
        pub created_at: Field<Timestamp>,
        /// When the region was last changed.
        pub updated_at: Field<Timestamp>,
    }
}

/// What the specifications are listed by.
impl From<&RegionInfo> for RegionId {
    fn from(region: &RegionInfo) -> Self {
        region.id.clone()
    }
}

/// What the region's instances are reached by.
impl From<&RegionInfo> for ClusterName {
    fn from(region: &RegionInfo) -> Self {
        region.cluster_name.clone()
    }
}
