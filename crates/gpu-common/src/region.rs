//! The name of a place where machines stand.

use std::fmt;
use std::str::FromStr;

use serde::{Deserialize, Serialize};

use crate::Text;

/// A region's name in the vendor's own spelling, such as `TW-03`. Never empty or blank.
///
/// The names are open: vendors add places without notice, and none of them publishes a complete
/// list. Nothing is folded or trimmed, so a name goes back to the vendor as it came.
///
/// ```
/// use gpu_common::Region;
///
/// let region: Region = "TW-03".parse()?;
/// assert_eq!(region.as_str(), "TW-03");
/// assert!(Region::new("").is_err());
/// # Ok::<(), gpu_common::BlankRegion>(())
/// ```
#[derive(Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct Region(Text);

/// A region's name was empty or only white space.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("a region's name cannot be blank")]
pub struct BlankRegion;

impl Region {
    /// Takes a name as it is.
    ///
    /// # Errors
    /// [`BlankRegion`] when it is empty or only white space.
    pub fn new(name: impl AsRef<str>) -> Result<Self, BlankRegion> {
        let name = name.as_ref();
        if name.trim().is_empty() {
            Err(BlankRegion)
        } else {
            Ok(Self(name.into()))
        }
    }

    /// The name.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl TryFrom<String> for Region {
    type Error = BlankRegion;

    fn try_from(name: String) -> Result<Self, BlankRegion> {
        Self::new(name)
    }
}

impl TryFrom<&str> for Region {
    type Error = BlankRegion;

    fn try_from(name: &str) -> Result<Self, BlankRegion> {
        Self::new(name)
    }
}

impl FromStr for Region {
    type Err = BlankRegion;

    fn from_str(name: &str) -> Result<Self, BlankRegion> {
        Self::new(name)
    }
}

impl From<Region> for String {
    fn from(region: Region) -> Self {
        region.0.into()
    }
}

impl AsRef<str> for Region {
    fn as_ref(&self) -> &str {
        self.as_str()
    }
}

impl fmt::Display for Region {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(self.as_str())
    }
}

impl fmt::Debug for Region {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Region({:?})", self.as_str())
    }
}
