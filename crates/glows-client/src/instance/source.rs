//! What an instance boots from: an image or a snapshot: exactly one of the two.

use serde::Serialize;

use crate::{ImageId, Result, SnapshotId};

/// What an instance boots from. The id is checked when the create is sent or previewed.
///
/// ```
/// use glows_client::Source;
///
/// let image = Source::image("img-87p9kq26");
/// let snapshot = Source::snapshot("6ypgvgpw");
/// ```
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct Source(pub(super) Kind);

/// Its wire form is one member.
#[derive(Clone, Debug, PartialEq, Eq, Hash, Serialize)]
pub(super) enum Kind {
    #[serde(rename = "from_image_id")]
    Image(String),
    #[serde(rename = "from_snap_id")]
    Snapshot(String),
}

impl Source {
    /// The image with this id (`from_image_id`, documented).
    #[doc(alias = "from_image_id")]
    #[must_use]
    pub fn image(id: impl Into<String>) -> Self {
        Self(Kind::Image(id.into()))
    }

    /// The snapshot with this id (`from_snap_id`, documented by sample).
    #[doc(alias = "from_snap_id")]
    #[must_use]
    pub fn snapshot(id: impl Into<String>) -> Self {
        Self(Kind::Snapshot(id.into()))
    }

    pub(super) fn check(&self) -> Result<()> {
        match &self.0 {
            Kind::Image(id) => ImageId::check_text(id)?,
            Kind::Snapshot(id) => SnapshotId::check_text(id)?,
        }
        Ok(())
    }
}

impl From<ImageId> for Source {
    fn from(id: ImageId) -> Self {
        Self::image(id)
    }
}

impl From<SnapshotId> for Source {
    fn from(id: SnapshotId) -> Self {
        Self::snapshot(id)
    }
}
