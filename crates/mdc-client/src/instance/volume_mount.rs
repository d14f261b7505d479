//! The disks of an instance, as answers have them.

use gpu_common::Text;
use gpu_json::{Extra, Field};

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
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct VolumeMount {
    /// Where it is mounted.
    pub path_in_container: Field<Text>,
    /// What it is kept on.
    pub volume_type: Field<VolumeType>,
    /// The whole size in G. 0 for the data disk in the create answer whatever was asked for: do
    /// not trust it there.
    pub size: Field<u32>,
    /// The Kubernetes claim, `volume-` and eight hexadecimal digits; empty for the system disk.
    pub pvc_name: Field<Text>,
    /// The name that people see.
    pub display_name: Field<Text>,
    /// What it is for.
    pub filesystem_type: Field<FilesystemType>,
    /// What was sent beside the documented fields.
    pub extra: Extra,
}

gpu_json::record!(VolumeMount, {
    path_in_container: "PathInContainer",
    volume_type: "Type",
    size: "Size",
    pvc_name: "PVCName",
    display_name: "displayName",
    filesystem_type: "filesystemType",
});
