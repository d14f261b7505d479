//! `POST /ac/openapi/v2/tokens/next` and `GET …/tokens/state`: a token renewed, a token looked at.

use std::sync::Arc;
use std::time::Duration;

use axum::extract::State;
use axum::http::HeaderMap;
use axum::response::Response;
use serde_json::json;

use super::auth;
use super::choices::RenewedToken;
use super::code::Code;
use super::envelope::Refusal;
use super::service::AcOpenApiService;

/// The old token is good until it expires, like the new one (guess).
pub(super) async fn next(
    service: State<Arc<AcOpenApiService>>,
    headers: HeaderMap,
) -> Result<Response, Refusal> {
    let now = service.now();
    let state = &mut *service.state();
    let grace = state.behaviour.renewable_for;
    let old = auth::issued(state, &headers, now, grace)?;
    let token = state.issue(old.region, service.account(), now);
    let behaviour = &state.behaviour;
    let token = token.ok_or_else(|| behaviour.refuse(Code::NoPermission))?;
    Ok(match behaviour.renewed_token {
        RenewedToken::Text => behaviour.success(token),
        RenewedToken::Object => behaviour.success(json!({"token": token})),
        RenewedToken::List => behaviour.success(json!([{"token": token}])),
    })
}

pub(super) async fn state(
    service: State<Arc<AcOpenApiService>>,
    headers: HeaderMap,
) -> Result<Response, Refusal> {
    let state = &*service.state();
    auth::issued(state, &headers, service.now(), Duration::ZERO)?;
    Ok(state.behaviour.success("token is valid"))
}
