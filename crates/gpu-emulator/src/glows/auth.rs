//! The token check in front of every endpoint.

use std::sync::Arc;

use axum::extract::{Query, Request, State};
use axum::http::{HeaderMap, header};
use axum::middleware::Next;
use axum::response::{IntoResponse, Response};

use super::envelope::Refusal;
use super::service::GlowsService;

/// The code and message that public users saw for a token of another kind, with HTTP status 200.
const REJECTED: (i32, &str) = (176, "check jwt token failed");

/// Lets requests with the right token pass.
///
/// The documented ways are `Authorization: Bearer <token>` and, in the newest edition, a query
/// parameter of the same name that the server copies into the header.
pub(super) async fn check_token(
    State(service): State<Arc<GlowsService>>,
    Query(query): Query<Vec<(String, String)>>,
    request: Request,
    next: Next,
) -> Response {
    let in_query = query.iter().find(|(name, _)| name == "Authorization");
    let given = match in_query {
        Some((_, value)) => Some(value.as_str()),
        None => in_header(request.headers()),
    };
    if given.and_then(|value| value.strip_prefix("Bearer ")) == Some(service.token()) {
        next.run(request).await
    } else {
        let (code, msg) = REJECTED;
        Refusal::new(code, msg).into_response()
    }
}

fn in_header(headers: &HeaderMap) -> Option<&str> {
    headers.get(header::AUTHORIZATION)?.to_str().ok()
}
