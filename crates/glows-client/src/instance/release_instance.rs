//! `DELETE /instance`: gives an instance back, by id or by meta key.

use gpu_http::{Call, Http, Request};

use crate::{Address, envelope};

/// Glows.ai accepted a release. Nothing published says when the instance is gone: confirm it
/// with [`Client::confirm_released`](crate::Client::confirm_released).
#[derive(Clone, Debug, PartialEq, Eq)]
#[must_use = "accepted is not gone: confirm the release"]
#[non_exhaustive]
pub struct ReleaseAccepted {
    /// What was released.
    pub address: Address,
}

pub(crate) fn release_instance(http: &Http, address: Address) -> Request<ReleaseAccepted> {
    let call = address.add_to(Call::delete("release instance", "/instance"));
    Request::new(http, Ok(call), move |answer| {
        envelope::accepted(&answer)?;
        let address = address.clone();
        Ok(ReleaseAccepted { address })
    })
}
