//! The tokens of a user, one per region: asked for with access keys, renewed, validated.

use gpu_common::{Secret, Text, Timestamp};
use gpu_http::{Answer, BaseUrl, Call};
use gpu_json::{BadItem, Field, Items, open_enum};
use serde::{Deserialize, Serialize};

use crate::error::GET_TOKENS;
use crate::{Claims, Credentials, Result, envelope};

/// The id under which the platform's own token is listed. Documented.
const PLATFORM: &str = "0";

/// The tokens that one call issued: one per region that the user may use, and the platform's own.
///
/// Re-documented. A token goes with the addresses that the center call returns for its region.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize, Serialize)]
#[serde(transparent)]
pub struct Tokens(Items<RegionToken>);

gpu_json::object! {
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
        pub cluster_id: Field<Text>,
        /// The region's name.
        pub cluster_name: Field<Text>,
        /// The token; `null` while the account is disabled in this region and must be recharged first.
        pub token: Field<Secret>,
    }
}

impl Tokens {
    /// The regions, disabled ones included, in the vendor's order.
    pub fn regions(&self) -> impl Iterator<Item = &RegionToken> {
        self.0.iter().filter(|region| !region.is_platform())
    }

    /// The platform's own token (id `0`, name `ac`): good for the calls of
    /// [`Platform`](crate::Platform), except the center call, and not for containers.
    pub fn platform(&self) -> Option<&RegionToken> {
        self.0.iter().find(|region| region.is_platform())
    }

    /// Entries that could not be read.
    pub fn bad(&self) -> &[BadItem] {
        self.0.bad()
    }
}

impl RegionToken {
    /// Whether this is the platform's own token and not a region's.
    pub fn is_platform(&self) -> bool {
        self.cluster_id.get().is_some_and(|id| id == PLATFORM)
    }

    /// Whether the account is disabled in this region: there is no token.
    pub fn is_disabled(&self) -> bool {
        !self.token.is_set()
    }

    /// What the token says about itself, its expiry among it; `None` without a token.
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

/// Read-only: tokens cost nothing, and asking again gives others (inferred).
pub(super) fn call(
    (base, path): (BaseUrl, String),
    credentials: &Credentials,
    now: Timestamp,
) -> Result<Call> {
    let (timestamp, signature) = credentials.sign(now);
    let access_key = &credentials.access_key;
    let call = Call::post(GET_TOKENS, path).at(base).read_only();
    let call = call
        .header("user", &credentials.user)?
        .secret_header("accesskey", "", access_key, "$AC_ACCESS_KEY")?
        .secret_header("signature", "", &signature, "$AC_SIGNATURE")?
        .header("timestamp", &timestamp)?;
    Ok(call.mask(credentials.secret_key.clone()))
}

/// An object around the token, as the table of the page has it.
#[derive(Deserialize)]
struct Wrapped {
    token: Secret,
}

/// The token itself (seen in use), an object with it, or a list of one such object (the table).
///
/// Taken for a call that changes something, because what becomes of the old token is not documented.
pub(super) fn renewed(answer: Answer) -> Result<Secret> {
    let payload = envelope::open(answer)?;
    let token = match payload.first()? {
        Some(b'{' | b'[') => payload.one::<Wrapped>("token")?.token,
        _ => payload.read()?,
    };
    if token.expose().trim().is_empty() {
        return Err(payload.unreadable("the token is blank"));
    }
    Ok(token)
}

open_enum! {
    /// What the platform says about a token.
    pub enum TokenState {
        /// It is valid. The one documented text.
        Valid = "token is valid",
    }
}
