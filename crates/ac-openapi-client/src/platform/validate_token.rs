//! Ask whether a token is valid: `GET /ac/openapi/v2/tokens/state`.

use gpu_common::Secret;
use gpu_http::{Call, Extras};
use gpu_json::open_enum;

use super::Platform;
use crate::{Error, Result, envelope};

/// The call's name in errors.
const VALIDATE_TOKEN: &str = "validate token";

open_enum! {
    /// What the platform says about a token.
    pub enum TokenState {
        /// It is valid. The one documented text.
        Valid = "token is valid",
    }
}

/// A question about a token, made by [`Platform::validate_token`].
///
/// An invalid token is answered with an error or with another text than the documented one: which
/// of the two is not documented, so look for [`TokenState::Valid`].
#[derive(Clone, Debug)]
#[must_use = "a request does nothing until it is awaited"]
pub struct ValidateToken {
    http: Platform,
    token: Secret,
    extras: Extras,
}

gpu_http::request_builder!(ValidateToken => TokenState, Error);

impl ValidateToken {
    pub(super) fn new(http: Platform, token: Secret) -> Self {
        Self {
            http,
            token,
            extras: Extras::default(),
        }
    }

    fn call(&self) -> Result<Call> {
        let path = self.http.0.center.path_of("/ac/openapi/v2/tokens/state");
        let call = Call::get(VALIDATE_TOKEN, path);
        self.http
            .center_call(call, &self.token)?
            .extra_query(&self.extras)
    }

    async fn run(self) -> Result<TokenState> {
        let call = self.call()?;
        let answer = self.http.perform(call).await?;
        envelope::open(answer, VALIDATE_TOKEN)?.read()
    }
}
