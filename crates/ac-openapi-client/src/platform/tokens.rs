//! The tokens of a user: one per region, the platform's own apart.

use gpu_common::{Secret, Text};
use gpu_json::{BadItem, Extra, Field, Items, Object};
use serde::{Deserialize, Serialize};

use crate::Claims;

/// The id under which the platform's own token is listed. Documented.
const PLATFORM: &str = "0";

/// The tokens that one call issued: one per region that the user may use, and the platform's own.
///
/// Re-documented. A token goes with the addresses that the center call returns for its region.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize, Serialize)]
#[serde(transparent)]
pub struct Tokens(Items<RegionToken>);

/// A region and the token for it. Re-documented.
///
/// ```
/// # mod doc { include!(concat!(env!("CARGO_MANIFEST_DIR"), "/tests/doc/run.rs")); } doc::access(async |access, _| {
/// for region in access.tokens().await?.regions() {
///     println!("{} {} {}", region.cluster_id, region.is_disabled(), region.is_platform());
///     println!("until {:?}", region.claims().and_then(|claims| claims.expires()));
/// }
/// # Ok(()) });
/// ```
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
#[non_exhaustive]
pub struct RegionToken {
    /// The region's id. A number in some neighbouring calls, read alike.
    #[serde(default, skip_serializing_if = "Field::is_absent")]
    pub cluster_id: Field<Text>,
    /// The region's name.
    #[serde(default, skip_serializing_if = "Field::is_absent")]
    pub cluster_name: Field<Text>,
    /// The token; `null` while the account is disabled in this region and must be recharged first.
    #[serde(default, skip_serializing_if = "Field::is_absent")]
    pub token: Field<Secret>,
    /// Fields that are not documented.
    #[serde(flatten)]
    pub extra: Extra,
}

impl Object for RegionToken {}

impl Tokens {
    /// The regions, disabled ones included, in the vendor's order.
    pub fn regions(&self) -> impl Iterator<Item = &RegionToken> {
        self.0.iter().filter(|region| !region.is_platform())
    }

    /// The platform's own token (id `0`, name `ac`): good for the calls of
    /// [`Platform`](crate::Platform), except the center call, and not for containers.
    #[must_use]
    pub fn platform(&self) -> Option<&RegionToken> {
        self.0.iter().find(|region| region.is_platform())
    }

    /// Entries that could not be read.
    #[must_use]
    pub fn bad(&self) -> &[BadItem] {
        self.0.bad()
    }
}

impl RegionToken {
    /// Whether this is the platform's own token and not a region's.
    #[must_use]
    pub fn is_platform(&self) -> bool {
        self.cluster_id.get().is_some_and(|id| id == PLATFORM)
    }

    /// Whether the account is disabled in this region: there is no token.
    #[must_use]
    pub fn is_disabled(&self) -> bool {
        !self.token.is_set()
    }

    /// What the token says about itself, its expiry among it; `None` without a token.
    #[must_use]
    pub fn claims(&self) -> Option<Claims> {
        Claims::of(self.token.get()?)
    }

    /// Id and name, for messages.
    pub(crate) fn label(&self) -> String {
        let id = self.cluster_id.as_str().unwrap_or("?");
        let name = self.cluster_name.as_str().unwrap_or("?");
        format!("{id} ({name})")
    }
}
