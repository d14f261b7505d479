//! What an instance booted from.

use gpu_common::Text;
use gpu_json::{Extra, Field};

use crate::ImageId;

/// The image that an instance booted from (documented by sample).
#[derive(Clone, Debug, PartialEq)]
#[non_exhaustive]
pub struct BaseImage {
    /// The image's id, bare or `img-…`.
    pub id: Field<ImageId>,
    /// Its name, such as `Ubuntu20.04 CUDA12.2 Python3.9`.
    pub name: Field<Text>,
    /// Fields that are not documented.
    pub extra: Extra,
}

gpu_json::record!(BaseImage, {
    id: "imageID",
    name: "imageName",
});

/// The snapshot that an instance booted from. `null` in every sample: nothing is known about its
/// fields, so all of them are in [`extra`](Self::extra).
#[derive(Clone, Debug, PartialEq)]
#[non_exhaustive]
pub struct BaseSnap {
    /// Whatever was sent.
    pub extra: Extra,
}

gpu_json::record!(BaseSnap, {});
