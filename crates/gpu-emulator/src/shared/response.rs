//! The answers of handlers, whole in memory.

use http::header::CONTENT_TYPE;
use http::{HeaderValue, StatusCode};
use serde::Serialize;

pub(crate) type Response = http::Response<Vec<u8>>;

pub(crate) const JSON: &str = "application/json";
pub(crate) const TEXT: &str = "text/plain; charset=utf-8";
pub(crate) const HTML: &str = "text/html; charset=utf-8";

pub(crate) fn response(
    status: StatusCode,
    kind: &'static str,
    body: impl Into<Vec<u8>>,
) -> Response {
    let mut answer = empty(status);
    answer.headers_mut().insert(CONTENT_TYPE, HeaderValue::from_static(kind));
    *answer.body_mut() = body.into();
    answer
}

pub(crate) fn empty(status: StatusCode) -> Response {
    let mut answer = Response::default();
    *answer.status_mut() = status;
    answer
}

pub(crate) fn json(status: StatusCode, body: &impl Serialize) -> Response {
    // What services answer can always be written.
    response(status, JSON, serde_json::to_vec(body).unwrap_or_default())
}

pub(crate) fn nowhere() -> Response {
    response(StatusCode::NOT_FOUND, TEXT, "404 page not found")
}
