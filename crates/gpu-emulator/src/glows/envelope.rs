//! The envelope around every answer: `code` and `msg`, with HTTP status 200 even for refusals.

use axum::Json;
use axum::response::{IntoResponse, Response};
use serde::Serialize;

/// A success with its payload member beside the envelope's.
#[derive(Serialize)]
pub(super) struct Success<T> {
    code: i32,
    msg: &'static str,
    #[serde(flatten)]
    payload: T,
}

impl<T> Success<T> {
    pub(super) fn new(payload: T) -> Self {
        Self {
            code: 0,
            msg: "",
            payload,
        }
    }
}

impl<T: Serialize> IntoResponse for Success<T> {
    fn into_response(self) -> Response {
        Json(self).into_response()
    }
}

/// A success without payload, as the answer to a release.
#[derive(Serialize)]
pub(super) struct Nothing {}

/// A refusal: code and message, no payload member.
#[derive(Debug, Serialize)]
pub(super) struct Refusal {
    pub(super) code: i32,
    pub(super) msg: String,
}

impl Refusal {
    pub(super) fn new(code: i32, msg: impl Into<String>) -> Self {
        Self {
            code,
            msg: msg.into(),
        }
    }

    /// A parameter is wrong. The wording is that of a related platform, with the reason added.
    pub(super) fn invalid(code: i32, reason: &str) -> Self {
        Self::new(code, format!("param illegal: {reason}"))
    }
}

impl IntoResponse for Refusal {
    fn into_response(self) -> Response {
        Json(self).into_response()
    }
}
