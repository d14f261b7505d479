//! Get tokens with access keys: `POST /api/user/v3/tokens`.

use gpu_http::{Call, Request};

use super::Platform;
use super::tokens::Tokens;
use crate::signature::sign;
use crate::{Credentials, Result, envelope};

/// The call's name in errors. Its codes have meanings of their own.
pub(crate) const GET_TOKENS: &str = "get tokens";

pub(super) fn get_tokens(platform: &Platform, credentials: &Credentials) -> Request<Tokens> {
    Request::new(&platform.0.http, call(platform, credentials), envelope::read)
}

/// Read-only: tokens cost nothing, and asking again gives others (inferred).
fn call(platform: &Platform, credentials: &Credentials) -> Result<Call> {
    let (timestamp, signature) = sign(credentials, platform.clock().wall());
    let access_key = &credentials.access_key;
    let url = &platform.0.tokens;
    let call = Call::post(GET_TOKENS, url.path())
        .read_only()
        .header("user", &credentials.user)?
        .secret_header("accesskey", "", access_key, "$AC_ACCESS_KEY")?
        .secret_header("signature", "", &signature, "$AC_SIGNATURE")?
        .header("timestamp", &timestamp)?
        .mask(credentials.secret_key.clone());
    Ok(url.send(call))
}
