//! Get the user: `GET /ac/openapi/v2/user`.

use gpu_common::Secret;
use gpu_http::{Call, Extras};

use super::Platform;
use super::user::UserInfo;
use crate::{Error, Result, envelope};

/// The call's name in errors.
const GET_USER: &str = "get user";

/// A request for the user's data, made by [`Platform::get_user`].
/// Documented.
#[derive(Clone, Debug)]
#[must_use = "a request does nothing until it is awaited"]
pub struct GetUser {
    http: Platform,
    token: Secret,
    extras: Extras,
}

gpu_http::request_builder!(GetUser => UserInfo, Error);

impl GetUser {
    pub(super) fn new(http: Platform, token: Secret) -> Self {
        Self {
            http,
            token,
            extras: Extras::default(),
        }
    }

    fn call(&self) -> Result<Call> {
        let call = Call::get(GET_USER, self.http.0.center.path_of("/ac/openapi/v2/user"));
        self.http
            .center_call(call, &self.token)?
            .extra_query(&self.extras)
    }

    async fn run(self) -> Result<UserInfo> {
        let call = self.call()?;
        let answer = self.http.perform(call).await?;
        envelope::open(answer, GET_USER)?.read()
    }
}
