//! `GET /instance`: one instance.

use std::sync::Arc;

use axum::extract::{Query, State};

use super::address::{self, Parameters};
use super::envelope::{Refusal, Success};
use super::service::GlowsService;
use super::wire::InstanceAnswer;

pub(super) async fn get(
    State(service): State<Arc<GlowsService>>,
    Query(parameters): Query<Parameters>,
) -> Result<Success<InstanceAnswer>, Refusal> {
    let now = service.now();
    let state = &*service.state();
    let instance = address::find(state, &parameters, now)?;
    Ok(Success::new(InstanceAnswer::new(instance, now, state)))
}
