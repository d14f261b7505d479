//! `DELETE /instance`: gives an instance back, by id or by meta key.

use gpu_http::{Call, Extras, Http, request_builder};

use crate::{Address, Error, Result, envelope};

/// A release of one instance, made by
/// [`Client::release_instance`](crate::Client::release_instance). Documented.
#[derive(Clone, Debug)]
#[must_use = "a request does nothing until it is awaited"]
pub struct ReleaseInstance {
    http: Http,
    extras: Extras,
    address: Address,
}

request_builder!(ReleaseInstance => ReleaseAccepted, Error);

/// Glows.ai accepted a release. Nothing published says when the instance is gone: confirm it
/// with [`Client::confirm_released`](crate::Client::confirm_released).
#[derive(Clone, Debug, PartialEq, Eq)]
#[must_use = "accepted is not gone: confirm the release"]
#[non_exhaustive]
pub struct ReleaseAccepted {
    /// What was released.
    pub address: Address,
}

impl ReleaseInstance {
    pub(crate) fn new(http: Http, address: Address) -> Self {
        Self {
            http,
            extras: Extras::default(),
            address,
        }
    }

    fn call(&self) -> Result<Call> {
        let call = self
            .address
            .add_to(Call::delete("release instance", "/instance"));
        call.extra_query(&self.extras)
    }

    async fn run(self) -> Result<ReleaseAccepted> {
        let call = self.call()?;
        envelope::accepted(&self.http.perform(call).await?)?;
        Ok(ReleaseAccepted {
            address: self.address,
        })
    }
}
