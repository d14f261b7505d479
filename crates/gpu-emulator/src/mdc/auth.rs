//! The check of token and namespace in front of every endpoint.

use std::sync::Arc;

use axum::extract::{Request, State};
use axum::http::{HeaderMap, header};
use axum::middleware::Next;
use axum::response::{IntoResponse, Response};

use super::refusal::{Reason, Refusal};
use super::service::MdcService;

/// Lets requests pass that have `Authorization: bearer <token>` (lower case, as documented) and
/// the user id in the header `namespace`.
pub(super) async fn check(
    State(service): State<Arc<MdcService>>,
    request: Request,
    next: Next,
) -> Response {
    match refusal(&service, request.headers()) {
        None => next.run(request).await,
        Some(refusal) => refusal.into_response(),
    }
}

fn refusal(service: &MdcService, headers: &HeaderMap) -> Option<Refusal> {
    let value = |name| headers.get(name).and_then(|value| value.to_str().ok());
    let token = value(header::AUTHORIZATION.as_str()).and_then(|text| text.strip_prefix("bearer "));
    let behaviour = &service.state().behaviour;
    if token != Some(service.token()) {
        Some(behaviour.refuse(Reason::Token, "invalid token"))
    } else if value("namespace") != Some(service.user_id()) {
        Some(behaviour.refuse(Reason::Namespace, "namespace is not allowed"))
    } else {
        None
    }
}
