//! `POST …/instances/{name}/power_off` and `…/power_on`.

use std::sync::Arc;
use std::time::Duration;

use axum::body::Bytes;
use axum::extract::{Path, State};
use axum::http::HeaderMap;
use axum::response::Response;

use super::behaviour::Behaviour;
use super::catalogue::REGISTRY;
use super::life::Phase;
use super::power_off::PowerOff;
use super::refusal::{Reason, Refusal};
use super::service::MdcService;
use crate::shared::says_json;

/// `…/power_off`. What is being created or started can be powered off, what is being deleted cannot
/// (guesses).
pub(super) async fn off(
    State(service): State<Arc<MdcService>>,
    Path((cluster, name)): Path<(String, String)>,
    headers: HeaderMap,
    body: Bytes,
) -> Result<Response, Refusal> {
    let now = service.now();
    let state = &mut *service.state_at(now);
    let behaviour = &state.behaviour;
    let phase = state.find((&cluster, &name), now)?.life.phase(now);
    if !body.is_empty() && !says_json(&headers) {
        return Err(behaviour.refuse(Reason::Invalid, "content-type is not application/json"));
    }
    let order = PowerOff::read(&body).map_err(|wrong| behaviour.refuse(Reason::Invalid, wrong))?;
    match phase {
        Phase::Creating | Phase::Starting | Phase::Running => (),
        Phase::ShuttingDown | Phase::Off | Phase::Failed => return repeated(behaviour),
        Phase::Deleting | Phase::Gone => return Err(deleted(behaviour)),
    }
    let saved = order
        .image
        .map(|image| format!("{REGISTRY}/{}/{image}", service.user_id()));
    if saved.is_some() && phase != Phase::Running {
        return Err(behaviour.refuse(Reason::Conflict, "only a running instance can be saved"));
    }
    let saving = saved
        .as_ref()
        .map_or(Duration::ZERO, |_| behaviour.saving_for);
    let stopping = behaviour.stopping_for.min(order.grace);
    let done = now.saturating_add(stopping).saturating_add(saving);
    let ok = behaviour.ok();
    state.saved_images.extend(saved);
    state.change(&name, |instance| instance.life.power_off(now, done));
    Ok(ok)
}

/// `…/power_on`. The answer is a guess, after the one to power-off, and so is that what is shutting
/// down or being deleted cannot be powered on.
pub(super) async fn on(
    State(service): State<Arc<MdcService>>,
    Path((cluster, name)): Path<(String, String)>,
) -> Result<Response, Refusal> {
    let now = service.now();
    let state = &mut *service.state_at(now);
    let behaviour = &state.behaviour;
    let instance = state.find((&cluster, &name), now)?;
    match instance.life.phase(now) {
        Phase::Off | Phase::Failed => (),
        Phase::Creating | Phase::Starting | Phase::Running => return repeated(behaviour),
        Phase::Deleting | Phase::Gone => return Err(deleted(behaviour)),
        Phase::ShuttingDown => {
            return Err(behaviour.refuse(Reason::Conflict, "it is shutting down"));
        }
    }
    let (takes, otherwise) = (behaviour.starting_for, behaviour.power_on_without_gpu);
    let start = state.start(instance.sku(), now, takes, otherwise)?;
    let ok = behaviour.ok();
    state.change(&name, |instance| instance.life.power_on(start));
    Ok(ok)
}

fn repeated(behaviour: &Behaviour) -> Result<Response, Refusal> {
    if behaviour.refuses_repeats {
        Err(behaviour.refuse(Reason::Conflict, "it is so already"))
    } else {
        Ok(behaviour.ok())
    }
}

fn deleted(behaviour: &Behaviour) -> Refusal {
    behaviour.refuse(Reason::Conflict, "it is being deleted")
}
