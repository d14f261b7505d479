//! `DELETE /instance`: accepts the release of one instance.

use std::sync::Arc;

use axum::extract::{Query, State};

use super::address::{self, Parameters};
use super::envelope::{Nothing, Refusal, Success};
use super::service::GlowsService;

/// A second release of the same instance is accepted as well, as long as it can be seen (guess).
pub(super) async fn release(
    State(service): State<Arc<GlowsService>>,
    Query(parameters): Query<Parameters>,
) -> Result<Success<Nothing>, Refusal> {
    let now = service.now();
    let state = &mut *service.state();
    let id = address::find(state, &parameters, now)?.id().to_owned();
    state.release(&id, now);
    Ok(Success::new(Nothing {}))
}
