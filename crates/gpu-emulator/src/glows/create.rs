//! `POST /instance`: creates an instance.

use std::time::Duration;

use axum::Json;
use axum::body::Bytes;
use axum::http::HeaderMap;
use serde_json::{Value, json};

use super::behaviour::Behaviour;
use super::envelope::{Refusal, success};
use super::instance::Instance;
use super::order::{self, Order, Source};
use super::service::{Service, Snapshot, State};
use super::wire;
use crate::shared::says_json;

/// Hardware that the documents name.
pub(super) const HARDWARE: [&str; 3] =
    ["NVIDIA GeForce RTX 4090", "NVIDIA L40S PCIe", "Intel(R) Xeon(R) Platinum 8468"];

const IMAGES: [&str; 2] = ["87p9kq26", "6np5yvq2"];
const SNAPSHOT: &str = "6ypgvgpw";
const REGIONS: [&str; 2] = ["TW-03", "TW-04"];

/// The key stays free when the create is refused.
pub(super) async fn create(
    service: Service,
    headers: HeaderMap,
    body: Bytes,
) -> Result<Json<Value>, Refusal> {
    let (now, mut state) = service.open();
    let state = &mut *state;
    check_content_type(&headers, &state.behaviour)?;
    let order = order::read(&body).map_err(|reason| state.behaviour.invalid(reason))?;
    check_names(&order, state)?;
    let behaviour = &state.behaviour;
    let (key, hardware) = (&order.meta_key, order.hardware.name());
    if state.key_is_taken(key, now) {
        return Err(behaviour.refuse(behaviour.code_key_taken, "custom_meta_key already exists"));
    }
    if !state.has_room(hardware, order.units, now) {
        return Err(behaviour.refuse(behaviour.code_no_capacity, "no capacity"));
    }
    if behaviour.key_is_enforced {
        // One that is still on its way with this key will be refused when it comes.
        state.machines.change_to_come(key, now, |one| one.created = Duration::MAX);
    }
    let created = now.saturating_add(state.behaviour.lapses.late_creates);
    let password = service.account.ssh_password.as_deref();
    let held = Instance::held(order, password, created, &state.behaviour, &mut state.ids);
    let answer = json!({"instance": wire::instance(&held, now, state)});
    state.machines.add(held);
    Ok(success(answer))
}

pub(super) fn check_content_type(
    headers: &HeaderMap,
    behaviour: &Behaviour,
) -> Result<(), Refusal> {
    if behaviour.needs_content_type && !says_json(headers) {
        return Err(behaviour.invalid("content-type is not application/json"));
    }
    Ok(())
}

/// Refuses names that nobody has heard of, with the switch.
fn check_names(order: &Order, state: &State) -> Result<(), Refusal> {
    let behaviour = &state.behaviour;
    let hardware = order.hardware.name();
    let taken = |id: &str| state.own.iter().any(|one: &Snapshot| one.id == id);
    let source_is_known = match &order.source {
        Source::Image(id) => IMAGES.contains(&id.as_str()),
        Source::Snapshot(id) => id == SNAPSHOT || taken(id),
    };
    let known = [
        ("hardware", HARDWARE.contains(&hardware) || behaviour.prices.contains_key(hardware)),
        ("image or snapshot", source_is_known),
        ("region", REGIONS.contains(&order.region.as_str())),
    ];
    match known.into_iter().find(|(_, known)| !known) {
        Some((what, _)) if behaviour.strict_names => {
            Err(behaviour.invalid(format!("unknown {what}")))
        }
        _ => Ok(()),
    }
}
