//! The disks of an instance, as answers have them.

use gpu_common::Text;
use gpu_json::{Extra, Field, Object};
use serde::{Deserialize, Serialize};

gpu_json::open_enum! {
    /// What a disk is kept on (documented).
    pub enum VolumeType {
        /// Documented for data disks: the one type that create takes at present.
        SharedFilesystem = "shared-filesystem",
        /// Documented by the samples for the system disk.
        LocalFilesystem = "local-filesystem",
    }
}

gpu_json::open_enum! {
    /// What a disk is for. (Documented by the samples.)
    pub enum FilesystemType {
        /// The system disk.
        System = "system",
        /// A data disk.
        Data = "data",
    }
}

/// A disk of an instance. (Documented by the samples.)
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
#[non_exhaustive]
pub struct VolumeMount {
    /// Where it is mounted.
    #[serde(rename = "PathInContainer", default, skip_serializing_if = "Field::is_absent")]
    pub path_in_container: Field<Text>,
    /// What it is kept on.
    #[serde(rename = "Type", default, skip_serializing_if = "Field::is_absent")]
    pub volume_type: Field<VolumeType>,
    /// The whole size in G. In the create answer it is 0 for the data disk, for every order: do
    /// not trust it there.
    #[serde(rename = "Size", default, skip_serializing_if = "Field::is_absent")]
    pub size: Field<u32>,
    /// The Kubernetes claim, `volume-` and eight hexadecimal digits; empty for the system disk.
    #[serde(rename = "PVCName", default, skip_serializing_if = "Field::is_absent")]
    pub pvc_name: Field<Text>,
    /// The name that people see.
    #[serde(default, skip_serializing_if = "Field::is_absent")]
    pub display_name: Field<Text>,
    /// What it is for.
    #[serde(default, skip_serializing_if = "Field::is_absent")]
    pub filesystem_type: Field<FilesystemType>,
    /// What was sent beside the documented fields.
    #[serde(flatten)]
    pub extra: Extra,
}

impl Object for VolumeMount {}
