//! `GET /clusters/{clusterName}/instances/{name}`: one instance.

use std::sync::Arc;

use axum::Json;
use axum::extract::{Path, State};

use super::refusal::Refusal;
use super::service::MdcService;
use super::wire::{InstanceWire, View};

pub(super) async fn get(
    State(service): State<Arc<MdcService>>,
    Path((cluster, name)): Path<(String, String)>,
) -> Result<Json<InstanceWire>, Refusal> {
    let now = service.now();
    let state = &*service.state_at(now);
    let instance = state.find((&cluster, &name), now)?;
    let user_id = service.user_id();
    Ok(Json(InstanceWire::new(
        instance,
        View::Got,
        now,
        user_id,
        &state.behaviour,
    )))
}
