//! A span per call and an event per attempt through `tracing`, or nothing at all without the feature.
//! Only what is known to be harmless, in one line each: names, ids, status, code. No URL, no header, no
//! body. Fields have OpenTelemetry's names where it has some. Whatever may cost money is a WARN, a machine
//! that is made or gone an INFO, the rest DEBUG.
#![cfg_attr(not(feature = "tracing"), expect(unused_variables, reason = "nothing is told"))]

use std::time::Duration;

#[cfg(feature = "tracing")]
use gpu_common::OneLine;
#[cfg(feature = "tracing")]
use tracing::{Instrument, Span, debug, debug_span, field::Empty, field::display, info, warn};

use crate::{BaseUrl, Call, Confirmation, Error};

#[cfg(not(feature = "tracing"))]
pub(crate) struct Span;

/// The span of a call. The vendor is `glows` for the agent `glows-client/0.1.0`.
#[cfg(feature = "tracing")]
pub(crate) fn span(agent: &'static str, call: &Call, base: &BaseUrl) -> Span {
    let (name, _version) = agent.split_once('/').unwrap_or((agent, ""));
    let vendor = name.strip_suffix("-client").unwrap_or(name);
    let span = debug_span!(
        target: "gpu_http",
        "call",
        vendor,
        call = call.name,
        key = Empty,
        id = Empty,
        http.request.method = call.method.as_str(),
        server.address = Empty,
        http.request.resend_count = Empty,
        http.response.status_code = Empty,
        code = Empty,
        error.type = Empty,
        duration_ms = Empty,
    );
    if !span.is_disabled() {
        span.record("server.address", base.host_name());
        record(&span, "key", call.key.as_deref());
        record(&span, "id", call.id.as_deref());
    }
    span
}

#[cfg(not(feature = "tracing"))]
pub(crate) fn span(agent: &'static str, call: &Call, base: &BaseUrl) -> Span {
    Span
}

pub(crate) fn within<F: Future>(span: Span, performing: F) -> impl Future<Output = F::Output> {
    #[cfg(feature = "tracing")]
    let performing = performing.instrument(span);
    performing
}

#[cfg(feature = "tracing")]
fn record(span: &Span, field: &str, text: Option<&str>) {
    if let Some(text) = text {
        span.record(field, display(OneLine::short(text)));
    }
}

/// An attempt failed.
pub(crate) fn failed(attempt: u32, error: &Error) {
    #[cfg(feature = "tracing")]
    debug!(
        target: "gpu_http",
        attempt,
        http.response.status_code = error.status(),
        error.type = error.kind().as_str(),
        delivery = error.delivery().as_str(),
        "attempt failed"
    );
}

pub(crate) fn retrying(attempt: u32, pause: Duration) {
    #[cfg(feature = "tracing")]
    debug!(target: "gpu_http", attempt, ?pause, "trying again");
}

/// The call was answered with success.
pub(crate) fn answered(attempt: u32, status: u16, took: impl FnOnce() -> Duration) {
    end(attempt, Some(status), took);
    #[cfg(feature = "tracing")]
    debug!(target: "gpu_http", attempt, http.response.status_code = status, "answered");
}

/// The call failed.
pub(crate) fn gave_up(attempt: u32, error: &Error, took: impl FnOnce() -> Duration) {
    end(attempt, error.status(), took);
    #[cfg(feature = "tracing")]
    {
        let span = Span::current();
        span.record("error.type", error.kind().as_str());
        record(&span, "code", error.code());
        if error.may_have_taken_effect() {
            warn!(target: "gpu_http", attempt, %error, "may have taken effect");
        } else {
            debug!(target: "gpu_http", attempt, %error, "failed");
        }
    }
}

/// A machine was made, or found to have been made.
pub(crate) fn created(key: &str, id: &str) {
    #[cfg(feature = "tracing")]
    info!(target: "gpu_http", key = %OneLine::short(key), id = %OneLine::short(id), "created");
}

/// A machine is gone, or has ended if that was all that was wanted.
pub(crate) fn over(name: &str, found: &Confirmation) {
    #[cfg(feature = "tracing")]
    info!(target: "gpu_http", machine = %OneLine::short(name), %found, "over");
}

/// It was not found out whether a machine was made, or whether one is gone or as it was wanted.
pub(crate) fn unsettled(error: &Error) {
    #[cfg(feature = "tracing")]
    {
        let id = error.id().map(|id| display(OneLine::short(id)));
        let key = error.key().map(|key| display(OneLine::short(key)));
        warn!(target: "gpu_http", key, id, %error, "may cost money");
    }
}

fn end(attempt: u32, status: Option<u16>, took: impl FnOnce() -> Duration) {
    #[cfg(feature = "tracing")]
    {
        let span = Span::current();
        if span.is_disabled() {
            return;
        }
        span.record("http.request.resend_count", attempt.saturating_sub(1));
        if let Some(status) = status {
            span.record("http.response.status_code", status);
        }
        let took = u64::try_from(took().as_millis()).unwrap_or(u64::MAX);
        span.record("duration_ms", took);
    }
}
