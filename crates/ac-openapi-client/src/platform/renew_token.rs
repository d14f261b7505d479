//! Renew a token: `POST /ac/openapi/v2/tokens/next`.

use gpu_common::Secret;
use gpu_http::{Call, Request};
use serde::Deserialize;

use super::Platform;
use crate::Result;
use crate::envelope::{self, Payload};

/// An object around the token, as the table of the page has it.
#[derive(Deserialize)]
struct Wrapped {
    token: Secret,
}

/// Taken for a call that changes something, because what becomes of the old token is not documented.
pub(super) fn renew_token(platform: &Platform, token: &Secret) -> Request<Secret> {
    let path = platform.0.center.path_of("/ac/openapi/v2/tokens/next");
    let call = Call::post("renew token", path).header("content-type", "application/json");
    let call = call.and_then(|call| platform.center_call(call, token));
    Request::new(&platform.0.http, call, |answer| {
        let payload = envelope::open(answer)?;
        let token = read(&payload)?;
        if token.expose().trim().is_empty() {
            return Err(payload.unreadable("the token is blank"));
        }
        Ok(token)
    })
}

/// The token itself (seen in use), an object with it, or a list of one such object (the table).
fn read(payload: &Payload) -> Result<Secret> {
    match payload.first()? {
        Some(b'{') => Ok(payload.read::<Wrapped>()?.token),
        Some(b'[') => match <[Wrapped; 1]>::try_from(payload.read::<Vec<Wrapped>>()?) {
            Ok([wrapped]) => Ok(wrapped.token),
            Err(_) => Err(payload.unreadable("a list that is not of one token")),
        },
        _ => payload.read(),
    }
}
