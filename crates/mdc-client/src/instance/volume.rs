//! A data disk for a new instance.

use gpu_common::OneLine;
use serde::Serialize;

use super::VolumeType;
use crate::{Error, Result};

/// A data disk for a new instance.
///
/// By the vendor's guide (2024-09) storage beyond a specification's free part is charged per GB and
/// day **whether the instance runs or not**, a data disk can outlive its instance, and there is no
/// call that deletes one: that is done in the console's storage management.
///
/// ```
/// use mdc_client::{Volume, VolumeType};
///
/// let disk = Volume::new(50).mounted_at("/root/data").of_type(VolumeType::SharedFilesystem);
/// ```
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[must_use]
pub struct Volume {
    #[serde(rename = "PathInContainer")]
    path: String,
    #[serde(rename = "Size")]
    size: u32,
    #[serde(rename = "Type")]
    volume_type: VolumeType,
}

impl Volume {
    /// Where a data disk is mounted unless said otherwise (documented).
    pub const DEFAULT_PATH: &'static str = "/root/data";

    /// A data disk of so many G in all (documented unit), mounted at
    /// [`DEFAULT_PATH`](Self::DEFAULT_PATH), on a shared file system: the one type that is
    /// documented as supported.
    ///
    /// That the size is the total and includes the free part is inferred from the samples: 50 was
    /// asked for where 50 is free, and 50 is what there was.
    pub fn new(size: u32) -> Self {
        Self {
            path: Self::DEFAULT_PATH.to_owned(),
            size,
            volume_type: VolumeType::SharedFilesystem,
        }
    }

    /// Mounts it elsewhere (`PathInContainer`, documented).
    pub fn mounted_at(mut self, path: impl Into<String>) -> Self {
        self.path = path.into();
        self
    }

    /// Another type than the documented one.
    pub fn of_type(mut self, volume_type: VolumeType) -> Self {
        self.volume_type = volume_type;
        self
    }

    /// Refuses disks that cannot be meant.
    pub(super) fn check_all(volumes: &[Self]) -> Result<()> {
        for (index, volume) in volumes.iter().enumerate() {
            let refuse = |field: &str, reason: &str| {
                Err(Error::invalid(format!("VolumeMount[{index}].{field}"), reason))
            };
            let is_path = volume.path.starts_with('/')
                && !volume.path.trim_matches('/').is_empty()
                && volume.path.trim() == volume.path
                && !volume.path.contains(OneLine::is_odd);
            if !is_path {
                return refuse("PathInContainer", "not an absolute path below /");
            }
            let others = volumes.get(..index).unwrap_or_default();
            if others.iter().any(|other| other.path == volume.path) {
                return refuse("PathInContainer", "another disk is mounted there already");
            }
            if volume.size == 0 {
                return refuse("Size", "is zero");
            }
        }
        Ok(())
    }
}
