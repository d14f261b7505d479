//! A span per call and an event per attempt through `tracing`, or nothing at all without the feature.
//!
//! Only what is known to be harmless, in one line each: names, ids, status, code. No URL, no header, no
//! body. Fields have OpenTelemetry's names where it has some. Whatever may cost money is a WARN, a machine
//! that is made or gone an INFO, the rest DEBUG.

#[cfg(feature = "tracing")]
pub(crate) use on::*;

#[cfg(not(feature = "tracing"))]
pub(crate) use off::*;

#[cfg(feature = "tracing")]
mod on {
    use std::time::Duration;

    use gpu_common::OneLine;
    use tracing::field::{Empty, display};
    use tracing::instrument::Instrumented;
    use tracing::{Instrument, Span, debug, debug_span, info, warn};

    use crate::{BaseUrl, Call, Confirmation, Error};

    /// The span of a call. The vendor is `glows` for the agent `glows-client/0.1.0`.
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
            record(&span, "key", call.about.key.as_deref());
            record(&span, "id", call.about.id.as_deref());
        }
        span
    }

    pub(crate) fn within<F: Future>(span: Span, performing: F) -> Instrumented<F> {
        performing.instrument(span)
    }

    fn record(span: &Span, field: &str, text: Option<&str>) {
        if let Some(text) = text {
            span.record(field, display(OneLine::short(text)));
        }
    }

    /// An attempt failed.
    pub(crate) fn failed(attempt: u32, error: &Error) {
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
        debug!(target: "gpu_http", attempt, ?pause, "trying again");
    }

    /// The call was answered with success.
    pub(crate) fn answered(attempt: u32, status: u16, took: impl FnOnce() -> Duration) {
        end(attempt, Some(status), took);
        debug!(target: "gpu_http", attempt, http.response.status_code = status, "answered");
    }

    /// The call failed.
    pub(crate) fn gave_up(attempt: u32, error: &Error, took: impl FnOnce() -> Duration) {
        end(attempt, error.status(), took);
        let span = Span::current();
        span.record("error.type", error.kind().as_str());
        record(&span, "code", error.code());
        if error.may_have_taken_effect() {
            warn!(target: "gpu_http", attempt, %error, "may have taken effect");
        } else {
            debug!(target: "gpu_http", attempt, %error, "failed");
        }
    }

    /// A machine was made, or found to have been made.
    pub(crate) fn created(key: &str, id: &str) {
        let (key, id) = (OneLine::short(key), OneLine::short(id));
        info!(target: "gpu_http", %key, %id, "created");
    }

    /// A machine is gone, or has ended if that was all that was wanted.
    pub(crate) fn over(name: &str, found: &Confirmation) {
        info!(target: "gpu_http", machine = %OneLine::short(name), %found, "over");
    }

    /// What may cost money was not found out: whether a machine was made, or whether one is gone or as
    /// it was wanted.
    pub(crate) fn unsettled(error: &Error) {
        let id = error.id().map(|id| display(OneLine::short(id)));
        let key = error.key().map(|key| display(OneLine::short(key)));
        warn!(target: "gpu_http", key, id, %error, "may cost money");
    }

    fn end(attempt: u32, status: Option<u16>, took: impl FnOnce() -> Duration) {
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

#[cfg(not(feature = "tracing"))]
mod off {
    use std::time::Duration;

    use crate::{BaseUrl, Call, Confirmation, Error};

    pub(crate) struct Span;

    pub(crate) fn span(_: &'static str, _: &Call, _: &BaseUrl) -> Span {
        Span
    }

    pub(crate) fn within<F: Future>(_: Span, performing: F) -> F {
        performing
    }

    pub(crate) fn failed(_: u32, _: &Error) {}

    pub(crate) fn retrying(_: u32, _: Duration) {}

    pub(crate) fn answered(_: u32, _: u16, _: impl FnOnce() -> Duration) {}

    pub(crate) fn gave_up(_: u32, _: &Error, _: impl FnOnce() -> Duration) {}

    pub(crate) fn created(_: &str, _: &str) {}

    pub(crate) fn over(_: &str, _: &Confirmation) {}

    pub(crate) fn unsettled(_: &Error) {}
}
