//! One event per attempt through `tracing`, or nothing at all without the feature.
//!
//! Only what is known to be harmless: the call's name, the attempt, status, kind. No URL, no
//! header, no body.

use std::time::Duration;

use crate::{Call, Error};

#[cfg(feature = "tracing")]
pub(crate) fn answered(call: &Call, attempt: u32, status: u16) {
    tracing::debug!(target: "gpu_http", call = call.name, attempt, status, "answered");
}

#[cfg(feature = "tracing")]
pub(crate) fn failed(call: &Call, attempt: u32, error: &Error) {
    tracing::debug!(
        target: "gpu_http",
        call = call.name,
        attempt,
        status = error.status(),
        kind = error.kind().as_str(),
        delivery = error.delivery().as_str(),
        "failed"
    );
}

#[cfg(feature = "tracing")]
pub(crate) fn retrying(call: &Call, attempt: u32, pause: Duration) {
    tracing::debug!(target: "gpu_http", call = call.name, attempt, ?pause, "trying again");
}

#[cfg(not(feature = "tracing"))]
pub(crate) fn answered(_: &Call, _: u32, _: u16) {}

#[cfg(not(feature = "tracing"))]
pub(crate) fn failed(_: &Call, _: u32, _: &Error) {}

#[cfg(not(feature = "tracing"))]
pub(crate) fn retrying(_: &Call, _: u32, _: Duration) {}
