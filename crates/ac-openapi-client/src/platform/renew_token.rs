//! Renew a token: `POST /ac/openapi/v2/tokens/next`.

use gpu_common::Secret;
use gpu_http::{Call, Extras};
use serde::Deserialize;

use super::Platform;
use crate::envelope::{self, Payload};
use crate::{Error, Result};

/// The call's name in errors.
const RENEW_TOKEN: &str = "renew token";

/// A request for a new token in exchange for an old one, made by [`Platform::renew_token`].
///
/// Taken for a call that changes something, because what becomes of the old token is not documented.
#[derive(Clone, Debug)]
#[must_use = "a request does nothing until it is awaited"]
pub struct RenewToken {
    http: Platform,
    token: Secret,
    extras: Extras,
}

gpu_http::request_builder!(RenewToken => Secret, Error);

/// An object around the token, as the table of the page has it.
#[derive(Deserialize)]
struct Wrapped {
    token: Secret,
}

impl RenewToken {
    pub(super) fn new(http: Platform, token: Secret) -> Self {
        Self {
            http,
            token,
            extras: Extras::default(),
        }
    }

    fn call(&self) -> Result<Call> {
        let path = self.http.0.center.path_of("/ac/openapi/v2/tokens/next");
        let call = Call::post(RENEW_TOKEN, path).header("content-type", "application/json")?;
        self.http
            .center_call(call, &self.token)?
            .extra_query(&self.extras)
    }

    async fn run(self) -> Result<Secret> {
        let call = self.call()?;
        let answer = self.http.perform(call).await?;
        let payload = envelope::open(answer, RENEW_TOKEN)?;
        let token = read(&payload)?;
        if token.expose().trim().is_empty() {
            return Err(payload.unreadable("the token is blank"));
        }
        Ok(token)
    }
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
