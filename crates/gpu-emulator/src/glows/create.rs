//! `POST /instance`: creates an instance.

use std::sync::Arc;

use axum::body::Bytes;
use axum::extract::State;
use axum::http::HeaderMap;

use super::access;
use super::behaviour::Capacity;
use super::envelope::{Refusal, Success};
use super::instance::Instance;
use super::order;
use super::service::GlowsService;
use super::wire::InstanceAnswer;
use crate::shared::says_json;

/// The key stays free when the create is refused.
pub(super) async fn create(
    State(service): State<Arc<GlowsService>>,
    headers: HeaderMap,
    body: Bytes,
) -> Result<Success<InstanceAnswer>, Refusal> {
    let now = service.now();
    let state = &mut *service.state();
    let behaviour = &state.behaviour;
    let invalid = |reason: &str| Refusal::invalid(behaviour.code_invalid, reason);
    if !says_json(&headers) {
        return Err(invalid("content-type is not application/json"));
    }
    let order = order::read(&body).map_err(|reason| invalid(&reason))?;
    if state.key_is_taken(&order.meta_key, now) {
        return Err(Refusal::new(
            behaviour.code_key_taken,
            "custom_meta_key already exists",
        ));
    }
    if behaviour.capacity == Capacity::Refused {
        return Err(Refusal::new(behaviour.code_no_capacity, "no capacity"));
    }

    let accesses = access::accesses(&order, behaviour, &mut state.ids);
    let password = match service.ssh_password() {
        Some(password) => password.to_owned(),
        None => format!("fake-{}", state.ids.fake_secret(16)),
    };
    let id = state.ids.id(8);
    let instance = Instance::new(id, order, password, accesses, now, behaviour);
    let answer = InstanceAnswer::new(&instance, now, state);
    state.add(instance);
    Ok(Success::new(answer))
}
