//! The token in front of every call but the first.

use std::sync::Arc;
use std::time::Duration;

use axum::extract::{Request, State};
use axum::http::HeaderMap;
use axum::middleware::Next;
use axum::response::{IntoResponse, Response};

use super::code::Code;
use super::envelope::Refusal;
use super::issued::Issued;
use super::regions::Region;
use super::service::{self, AcOpenApiService};

/// The region whose containers a request is about.
pub(super) type Here = &'static Region;

/// Lets container calls pass that have the token of a usable region in the header `token`.
pub(super) async fn check(
    State(service): State<Arc<AcOpenApiService>>,
    mut request: Request,
    next: Next,
) -> Response {
    let region = region(&service, request.headers());
    match region {
        Ok(region) => {
            request.extensions_mut().insert::<Here>(region);
            next.run(request).await
        }
        Err(refusal) => refusal.into_response(),
    }
}

/// What a missing token and that of the platform are told is a guess.
fn region(service: &AcOpenApiService, headers: &HeaderMap) -> Result<Here, Refusal> {
    let state = &*service.state();
    let behaviour = &state.behaviour;
    let token = token(headers).ok_or_else(|| behaviour.refuse_because(Code::Missing, "token"))?;
    let issued = state.tokens.find(token, service.now(), Duration::ZERO);
    let Issued {
        region, disabled, ..
    } = issued.ok_or_else(|| behaviour.refuse_token())?;
    if region.is_platform() {
        Err(behaviour.refuse(Code::NotAllowed))
    } else if behaviour.regions_without_gateway.contains(region.id) {
        Err(Refusal::no_gateway())
    } else if behaviour.frozen || disabled {
        Err(behaviour.refuse(Code::Frozen))
    } else {
        Ok(region)
    }
}

/// What the token of a platform call is good for, if it has not been expired for `grace`.
///
/// # Errors
/// It has none (guess: 10003) or one that is not good (guess: 10008).
pub(super) fn issued(
    state: &service::State,
    headers: &HeaderMap,
    now: Duration,
    grace: Duration,
) -> Result<Issued, Refusal> {
    let behaviour = &state.behaviour;
    let token = token(headers).ok_or_else(|| behaviour.refuse_because(Code::Missing, "token"))?;
    let issued = state.tokens.find(token, now, grace);
    issued.ok_or_else(|| behaviour.refuse(Code::NoPermission))
}

fn token(headers: &HeaderMap) -> Option<&str> {
    let token = headers.get("token")?.to_str().ok()?;
    Some(token).filter(|token| !token.is_empty())
}
