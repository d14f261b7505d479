//! What belongs to an instance: directories that are mounted into it, ports that are published.

use gpu_common::{Text, check_text};
use gpu_json::{Field, open_enum};
use serde::{Deserialize, Serialize, Serializer};

use super::AccessUrl;
use crate::Result;

open_enum! {
    /// The kind of a mount. Documented (create); how the two differ is not.
    pub enum MountKind {
        /// As in the document's sample.
        Data = "data",
        /// The other word of the document's table.
        Path = "path",
    }
}

/// A directory to mount into a new instance (documented). For the sources that are allowed see
/// [`Client::list_allowed_mount_dirs`](crate::Client::list_allowed_mount_dirs).
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "camelCase")]
#[non_exhaustive]
pub struct Mount {
    /// The path of the region's storage.
    pub source_path: String,
    /// The path in the containers.
    pub target_path: String,
    /// The kind.
    #[serde(rename = "type")]
    pub kind: MountKind,
}

impl Mount {
    /// Mounts `source`, a path of the region's storage, at `target` in the containers.
    ///
    /// ```
    /// use ac_openapi_client::{Mount, MountKind};
    ///
    /// let mount = Mount::new("/public/home/me", "/root/data", MountKind::Data);
    /// println!("{} at {} ({})", mount.source_path, mount.target_path, mount.kind);
    /// ```
    pub fn new(source: impl Into<String>, target: impl Into<String>, kind: MountKind) -> Self {
        Self { source_path: source.into(), target_path: target.into(), kind }
    }

    /// Refuses a mount without a source or a target.
    pub(crate) fn check(&self) -> Result<()> {
        check_text("mountInfoList.sourcePath", &self.source_path, usize::MAX)?;
        Ok(check_text("mountInfoList.targetPath", &self.target_path, usize::MAX)?)
    }
}

gpu_json::object! {
    /// A directory that is mounted into an instance. Re-documented (detail).
    #[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
    #[serde(rename_all = "camelCase")]
    #[non_exhaustive]
    pub struct MountInfo {
        /// The path of the region's storage.
        pub source_path: Field<Text>,
        /// The path in the containers. Not in the table of the detail page.
        pub target_path: Field<Text>,
        /// The kind, `type` on the wire.
        #[serde(rename = "type")]
        pub kind: Field<MountKind>,
    }
}

open_enum! {
    /// What is spoken on a port. Documented (create).
    pub enum PortProtocol {
        /// SSH.
        Ssh = "SSH",
        /// HTTP.
        Http = "HTTP",
    }
}

/// A port to publish. A number in the document's table, a text in its samples; sent as the text,
/// which is the form that is known to be taken.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "camelCase")]
pub(crate) struct NewPort {
    pub(crate) protocol_type: PortProtocol,
    #[serde(serialize_with = "as_text")]
    pub(crate) container_port: u16,
}

fn as_text<S: Serializer>(port: &u16, serializer: S) -> Result<S::Ok, S::Error> {
    serializer.collect_str(port)
}

gpu_json::object! {
    /// A port of an instance that is published. Re-documented (detail).
    #[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
    #[serde(rename_all = "camelCase")]
    #[non_exhaustive]
    pub struct PortInfo {
        /// Where the port is reached; nothing before the instance runs (inferred).
        pub access_url: Field<AccessUrl>,
        /// The port inside the containers; text or number, both are read.
        pub container_port: Field<u16>,
        /// What is spoken on it.
        pub protocol_type: Field<PortProtocol>,
    }
}
