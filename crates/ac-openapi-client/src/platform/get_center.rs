//! Get the region's addresses: `GET /ac/openapi/v2/center`.

use gpu_common::Secret;
use gpu_http::{Call, Extras};

use super::Platform;
use super::center::Center;
use crate::{Error, Result, envelope};

/// The call's name in errors.
const GET_CENTER: &str = "get center";

/// A request for a region's addresses, made by [`Platform::get_center`].
/// Documented; the answer re-documented.
#[derive(Clone, Debug)]
#[must_use = "a request does nothing until it is awaited"]
pub struct GetCenter {
    http: Platform,
    token: Secret,
    extras: Extras,
}

gpu_http::request_builder!(GetCenter => Center, Error);

impl GetCenter {
    pub(super) fn new(http: Platform, token: Secret) -> Self {
        Self {
            http,
            token,
            extras: Extras::default(),
        }
    }

    fn call(&self) -> Result<Call> {
        let call = Call::get(GET_CENTER, self.http.0.center.path());
        self.http
            .center_call(call, &self.token)?
            .extra_query(&self.extras)
    }

    async fn run(self) -> Result<Center> {
        let call = self.call()?;
        let answer = self.http.perform(call).await?;
        let payload = envelope::open(answer, GET_CENTER)?;
        if payload.first()? != Some(b'[') {
            return payload.read();
        }
        // One crawl of the page calls it a list; one token is for one region either way.
        match <[Center; 1]>::try_from(payload.read::<Vec<Center>>()?) {
            Ok([center]) => Ok(center),
            Err(_) => Err(payload.unreadable("a list that is not of one region")),
        }
    }
}
