//! What an instance boots from: an image or a snapshot, never both, never neither.

use crate::{ImageId, Result, SnapshotId};

/// What an instance boots from.
///
/// ```
/// use glows_client::Source;
///
/// let source = Source::image("img-87p9kq26")?;
/// # Ok::<(), glows_client::Error>(())
/// ```
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum Source {
    /// An image (`from_image_id`, documented).
    Image(ImageId),
    /// A snapshot (`from_snap_id`, documented by sample).
    Snapshot(SnapshotId),
}

impl Source {
    /// The image with this id.
    ///
    /// # Errors
    ///
    /// Kind `Invalid`, field `image_id`, as for [`ImageId::new`].
    #[doc(alias = "from_image_id")]
    pub fn image(id: impl Into<String>) -> Result<Self> {
        ImageId::new(id).map(Self::Image)
    }

    /// The snapshot with this id.
    ///
    /// # Errors
    ///
    /// Kind `Invalid`, field `snapshot_id`, as for [`SnapshotId::new`].
    #[doc(alias = "from_snap_id")]
    pub fn snapshot(id: impl Into<String>) -> Result<Self> {
        SnapshotId::new(id).map(Self::Snapshot)
    }
}

impl From<ImageId> for Source {
    fn from(id: ImageId) -> Self {
        Self::Image(id)
    }
}

impl From<SnapshotId> for Source {
    fn from(id: SnapshotId) -> Self {
        Self::Snapshot(id)
    }
}
