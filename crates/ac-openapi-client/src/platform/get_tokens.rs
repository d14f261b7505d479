//! Get tokens with access keys: `POST /api/user/v3/tokens`.

use gpu_http::{Call, Extras};

use super::Platform;
use super::tokens::Tokens;
use crate::signature::sign;
use crate::{Credentials, Error, Result, envelope};

/// The call's name in errors. Its codes have meanings of their own.
pub(crate) const GET_TOKENS: &str = "get tokens";

/// A request for tokens, made by [`Platform::get_tokens`].
///
/// It is signed with the time of sending. Taken for a call that only looks: tokens cost nothing,
/// and asking again gives others (inferred).
#[derive(Clone, Debug)]
#[must_use = "a request does nothing until it is awaited"]
pub struct GetTokens {
    http: Platform,
    credentials: Credentials,
    extras: Extras,
}

gpu_http::request_builder!(GetTokens => Tokens, Error);

impl GetTokens {
    pub(super) fn new(http: Platform, credentials: Credentials) -> Self {
        Self {
            http,
            credentials,
            extras: Extras::default(),
        }
    }

    fn call(&self) -> Result<Call> {
        let (timestamp, signature) = sign(&self.credentials, self.http.clock().wall());
        let path = self.http.0.tokens.path();
        let call = Call::post(GET_TOKENS, path)
            .only_looks()
            .header("user", &self.credentials.user)?
            .secret_header(
                "accesskey",
                "",
                &self.credentials.access_key,
                "$AC_ACCESS_KEY",
            )?
            .secret_header("signature", "", &signature, "$AC_SIGNATURE")?
            .header("timestamp", &timestamp)?
            .mask(self.credentials.secret_key.clone());
        self.http.0.tokens.send(call).extra_query(&self.extras)
    }

    async fn run(self) -> Result<Tokens> {
        let call = self.call()?;
        let answer = self.http.perform(call).await?;
        envelope::open(answer, GET_TOKENS)?.read()
    }
}
