//! What an instance booted from.

use gpu_common::Text;
use gpu_json::{Extra, Field, Object};
use serde::{Deserialize, Serialize};

use crate::ImageId;

/// The image that an instance booted from (documented by sample).
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[non_exhaustive]
pub struct BaseImage {
    /// The image's id, bare or `img-…`.
    #[serde(rename = "imageID", default, skip_serializing_if = "Field::is_absent")]
    pub id: Field<ImageId>,
    /// Its name, such as `Ubuntu20.04 CUDA12.2 Python3.9`.
    #[serde(rename = "imageName", default, skip_serializing_if = "Field::is_absent")]
    pub name: Field<Text>,
    /// Fields that are not documented.
    #[serde(flatten)]
    pub extra: Extra,
}

impl Object for BaseImage {}

/// The snapshot that an instance booted from. `null` in every sample: nothing is known about its
/// fields, so all of them are in [`extra`](Self::extra).
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[non_exhaustive]
pub struct BaseSnap {
    /// Whatever was sent.
    #[serde(flatten)]
    pub extra: Extra,
}

impl Object for BaseSnap {}
