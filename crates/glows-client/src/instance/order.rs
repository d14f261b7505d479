//! What is ordered: what an instance boots from and what it runs on.

use gpu_common::check_text;
use serde::Serialize;

use crate::{ImageId, Result};

/// What an instance boots from. The id is checked when the create is sent or previewed.
///
/// ```
/// use glows_client::Source;
///
/// let image = Source::image("img-87p9kq26");
/// let snapshot = Source::snapshot("6ypgvgpw");
/// ```
#[derive(Clone, Debug, PartialEq, Eq, Hash, Serialize)]
#[non_exhaustive]
pub enum Source {
    /// The image with this id (`from_image_id`, documented): `6np5yvq2` or `img-6np5yvq2`.
    #[serde(rename = "from_image_id")]
    Image(String),
    /// The snapshot with this id (`from_snap_id`, documented by sample), such as `6ypgvgpw`.
    #[serde(rename = "from_snap_id")]
    Snapshot(String),
}

impl Source {
    /// The image with this id.
    #[doc(alias = "from_image_id")]
    pub fn image(id: impl Into<String>) -> Self {
        Self::Image(id.into())
    }

    /// The snapshot with this id.
    #[doc(alias = "from_snap_id")]
    pub fn snapshot(id: impl Into<String>) -> Self {
        Self::Snapshot(id.into())
    }

    pub(super) fn check(&self) -> Result<()> {
        match self {
            Self::Image(id) => ImageId::check_text(id)?,
            Self::Snapshot(id) => check_text("snapshot_id", id, usize::MAX)?,
        }
        Ok(())
    }
}

/// What an instance is to run on, by exact name: from the web console or
/// [`Client::list_specs`](crate::Client::list_specs). It is checked when the create is sent or previewed.
///
/// ```
/// use glows_client::Hardware;
///
/// let gpu = Hardware::gpu("NVIDIA GeForce RTX 4090");
/// let none = Hardware::cpu("Intel(R) Xeon(R) Platinum 8468");
/// ```
#[derive(Clone, Debug, PartialEq, Eq, Hash, Serialize)]
#[non_exhaustive]
pub enum Hardware {
    /// A machine with the GPU of this name (`gpu_name`, documented): at most 128 characters.
    #[serde(rename = "gpu_name")]
    Gpu(String),
    /// A machine without GPU, with the CPU of this name (`cpu_name`, documented by sample).
    #[serde(rename = "cpu_name")]
    Cpu(String),
}

impl Hardware {
    /// A machine with the GPU of this name.
    #[doc(alias = "gpu_name")]
    pub fn gpu(name: impl Into<String>) -> Self {
        Self::Gpu(name.into())
    }

    /// A machine without GPU, with the CPU of this name.
    #[doc(alias = "cpu_name")]
    pub fn cpu(name: impl Into<String>) -> Self {
        Self::Cpu(name.into())
    }

    pub(super) fn check(&self) -> Result<()> {
        match self {
            Self::Gpu(name) => check_text("gpu_name", name, 128)?,
            Self::Cpu(name) => check_text("cpu_name", name, usize::MAX)?,
        }
        Ok(())
    }
}
