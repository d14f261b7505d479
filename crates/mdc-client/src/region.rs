//! Regions: where machines stand, and the cluster each region is reached by.

mod list_regions;

use gpu_common::{Extra, Field, Text, Timestamp};
use serde::{Deserialize, Serialize};

pub use self::list_regions::ListRegions;
use crate::{ClusterName, RegionId};

/// A region. (All fields documented by the sample of the computing API page.)
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[non_exhaustive]
pub struct Region {
    /// The id that [`Client::list_skus`](crate::Client::list_skus) takes.
    pub id: RegionId,
    /// The cluster that [`Client::cluster`](crate::Client::cluster) takes.
    #[serde(rename = "clusterName")]
    pub cluster_name: ClusterName,
    /// The name that people see, in Chinese in the sample.
    #[serde(default, skip_serializing_if = "Field::is_absent", rename = "region")]
    pub name: Field<Text>,
    /// The host of the image registry, without a scheme. That image references of this region
    /// begin with it is inferred from the samples.
    #[serde(
        default,
        skip_serializing_if = "Field::is_absent",
        rename = "harborAddr"
    )]
    pub harbor_addr: Field<Text>,
    /// Shown by the sample, explained nowhere.
    #[serde(default, skip_serializing_if = "Field::is_absent", rename = "howlerID")]
    pub howler_id: Field<Text>,
    /// When the region was made.
    #[serde(
        default,
        skip_serializing_if = "Field::is_absent",
        rename = "createdAt"
    )]
    pub created_at: Field<Timestamp>,
    /// When the region was last changed.
    #[serde(
        default,
        skip_serializing_if = "Field::is_absent",
        rename = "updatedAt"
    )]
    pub updated_at: Field<Timestamp>,
    /// What was sent beside the documented fields.
    #[serde(flatten)]
    pub extra: Extra,
}

/// What the specifications are listed by.
impl From<&Region> for RegionId {
    fn from(region: &Region) -> Self {
        region.id.clone()
    }
}

/// What the region's instances are reached by.
impl From<&Region> for ClusterName {
    fn from(region: &Region) -> Self {
        region.cluster_name.clone()
    }
}
