//! Does Glows.ai take the token? `GET /instance/stats`, of which only the verdict is read.

use gpu_http::{Call, Extras, Http, request_builder};

use crate::{Error, Result, envelope};

/// A check of the token, made by [`Client::check_token`](crate::Client::check_token).
/// The call underneath is documented; code 176 for a rejected token was seen in use.
///
/// Answers `Ok(())` if Glows.ai took it. If not, the error's
/// [`is_auth`](gpu_http::Error::is_auth) is `true`; any other error says nothing about the token.
#[derive(Clone, Debug)]
#[must_use = "a request does nothing until it is awaited"]
pub struct CheckToken {
    http: Http,
    extras: Extras,
}

request_builder!(CheckToken => (), Error);

impl CheckToken {
    pub(super) fn new(http: Http) -> Self {
        Self {
            http,
            extras: Extras::default(),
        }
    }

    fn call(&self) -> Result<Call> {
        Call::get("check token", "/instance/stats").extra_query(&self.extras)
    }

    async fn run(self) -> Result<()> {
        let call = self.call()?;
        envelope::accepted(&self.http.perform(call).await?)
    }
}
