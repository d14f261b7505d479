//! `POST /clusters/{clusterName}/instances`: creates an instance.

use std::sync::Arc;

use axum::Json;
use axum::body::Bytes;
use axum::extract::{Path, State};
use axum::http::{HeaderMap, StatusCode};
use axum::response::{IntoResponse, Response};

use super::catalogue::Region;
use super::identity::{self, Identity};
use super::instance::Instance;
use super::life::Life;
use super::order::{self, Place};
use super::refusal::{Reason, Refusal};
use super::service::MdcService;
use super::wire::{InstanceWire, View};
use crate::shared::says_json;

/// A second create with the same display name is a second machine: nothing says otherwise.
pub(super) async fn create(
    State(service): State<Arc<MdcService>>,
    Path(cluster): Path<String>,
    headers: HeaderMap,
    body: Bytes,
) -> Result<Response, Refusal> {
    let now = service.now();
    let state = &mut *service.state_at(now);
    let behaviour = &state.behaviour;
    let region = Region::by_cluster(&cluster)
        .ok_or_else(|| behaviour.refuse(Reason::NotFound, "cluster not found"))?;
    if !says_json(&headers) {
        return Err(behaviour.refuse(Reason::Invalid, "content-type is not application/json"));
    }
    let place = Place {
        user_id: service.user_id(),
        region,
        sku_has_one_mode: behaviour.sku_has_one_mode,
    };
    let order =
        order::read(&body, place).map_err(|wrong| behaviour.refuse(Reason::Invalid, wrong))?;
    let (takes, otherwise) = (behaviour.creating_for, behaviour.create_without_gpu);
    let start = state.start(order.sku, now, takes, otherwise)?;

    let mut name = identity::name(&mut state.ids);
    while state.name_is_taken(&name) {
        name = identity::name(&mut state.ids);
    }
    let disks = order.volumes.len();
    let identity = Identity::new(name, disks, service.secrets(), &mut state.ids);
    let instance = Instance::new(order, identity, Life::new(start), now);
    let wire = InstanceWire::new(
        &instance,
        View::Created,
        now,
        service.user_id(),
        &state.behaviour,
    );
    let status = StatusCode::from_u16(state.behaviour.create_http_status).unwrap_or_default();
    state.add(instance);
    Ok((status, Json(wire)).into_response())
}
