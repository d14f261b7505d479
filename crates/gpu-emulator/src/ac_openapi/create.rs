//! `POST …/instance-service/task`: creates an instance.

use std::sync::Arc;

use axum::Extension;
use axum::body::Bytes;
use axum::extract::State;
use axum::http::HeaderMap;
use axum::response::Response;

use super::auth::Here;
use super::behaviour::Behaviour;
use super::catalogue::Group;
use super::code::Code;
use super::envelope::Refusal;
use super::fields::{Fields, Wrong};
use super::instance::Instance;
use super::order::{Order, Spec};
use super::service::AcOpenApiService;
use crate::shared::says_json;

/// A second create with the same name is a second instance: nothing says otherwise.
pub(super) async fn create(
    service: State<Arc<AcOpenApiService>>,
    Extension(region): Extension<Here>,
    headers: HeaderMap,
    body: Bytes,
) -> Result<Response, Refusal> {
    let now = service.now();
    let state = &mut *service.state();
    let behaviour = &state.behaviour;
    let order = json(&headers, &body).and_then(|fields| Order::read(&fields));
    let order = order.map_err(|wrong| behaviour.wrong(&wrong))?;
    check(
        &order.resource_group,
        &order.accelerator,
        order.spec,
        behaviour,
    )?;
    let number = state.created() + 1;
    let instance = Instance::new(order, region, number, &mut state.ids, now, &state.behaviour);
    let answer = state.behaviour.success(&instance.id);
    state.add(instance);
    Ok(answer)
}

/// Reads a body that says that it is JSON, as all samples do (that it must is a guess).
pub(super) fn json(headers: &HeaderMap, body: &Bytes) -> Result<Fields, Wrong> {
    if body.is_empty() || says_json(headers) {
        Fields::read(body)
    } else {
        Err(Wrong::Invalid("the body is not application/json".into()))
    }
}

/// Refuses an unknown group and, with the switch, more than one of its nodes has. Which codes these
/// have is a guess.
pub(super) fn check(
    group: &str,
    accelerator: &str,
    spec: Spec,
    behaviour: &Behaviour,
) -> Result<(), Refusal> {
    let group = Group::find(group, accelerator)
        .ok_or_else(|| behaviour.refuse_because(Code::Invalid, "no such resourceGroup"))?;
    let fits = spec.cpus <= group.cpus
        && spec.accelerators <= group.accelerators
        && spec.ram_mb <= group.ram_mb;
    if behaviour.limits_are_enforced && !fits {
        return Err(behaviour.refuse_because(Code::Create, "no node has as much"));
    }
    Ok(())
}
