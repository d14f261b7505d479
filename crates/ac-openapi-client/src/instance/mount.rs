//! Directories that are mounted into an instance.

use gpu_common::{Text, check_text};
use gpu_json::{Field, open_enum};
use serde::{Deserialize, Serialize};

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
///
/// ```
/// use ac_openapi_client::{Mount, MountKind};
///
/// let mount = Mount::new("/public/home/me", "/root/data", MountKind::Data);
/// println!("{} at {} ({})", mount.source(), mount.target(), mount.kind());
/// ```
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct Mount {
    source_path: String,
    target_path: String,
    #[serde(rename = "type")]
    kind: MountKind,
}

impl Mount {
    /// Mounts `source`, a path of the region's storage, at `target` in the containers.
    #[must_use]
    pub fn new(source: impl Into<String>, target: impl Into<String>, kind: MountKind) -> Self {
        Self { source_path: source.into(), target_path: target.into(), kind }
    }

    /// The path of the region's storage.
    #[must_use]
    pub fn source(&self) -> &str {
        &self.source_path
    }

    /// The path in the containers.
    #[must_use]
    pub fn target(&self) -> &str {
        &self.target_path
    }

    /// The kind.
    #[must_use]
    pub fn kind(&self) -> &MountKind {
        &self.kind
    }

    /// Refuses a mount without a source or a target.
    pub(crate) fn check(&self) -> Result<()> {
        for (field, path) in [
            ("mountInfoList.sourcePath", &self.source_path),
            ("mountInfoList.targetPath", &self.target_path),
        ] {
            check_text(field, path, usize::MAX)?;
        }
        Ok(())
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
