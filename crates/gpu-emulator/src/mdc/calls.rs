//! Create, query, list and delete: the calls that are about instances, but for power.

use axum::Json;
use axum::body::Bytes;
use axum::extract::{Path, Query};
use axum::http::{HeaderMap, StatusCode};
use axum::response::{IntoResponse as _, Response};
use serde_json::{Value, json};

use super::catalogue::{PUBLIC_IMAGES, Region};
use super::identity::Identity;
use super::instance::Instance;
use super::life::Phase;
use super::order::{self, Order, Place};
use super::refusal::{Reason, Refusal};
use super::service::{Service, State};
use super::wire::{self, View};
use crate::shared::Parameters;

/// `POST /clusters/{clusterName}/instances`. A second create with the same display name is a second
/// machine: nothing says otherwise.
pub(super) async fn create(
    service: Service,
    Path(cluster): Path<String>,
    headers: HeaderMap,
    body: Bytes,
) -> Result<Response, Refusal> {
    let (now, mut state) = service.open();
    let state = &mut *state;
    let behaviour = &state.behaviour;
    let user_id = &service.account.user_id;
    let region = Region::by_cluster(&cluster)
        .ok_or_else(|| behaviour.refuse(Reason::NotFound, "cluster not found"))?;
    behaviour.check_content_type(&headers)?;
    let place = Place { user_id, region, behaviour };
    let order =
        order::read(&body, place).map_err(|wrong| behaviour.refuse(Reason::Invalid, wrong))?;
    check(&order, state)?;
    let created = now.saturating_add(behaviour.lapses.late_creates);
    let (takes, otherwise) = (behaviour.creating_for, behaviour.create_without_gpu);
    let start = state.start(order.sku, created, takes, otherwise)?;
    let disks = order.volumes.len();
    let identity = Identity::new(disks, &service.account.secrets, &mut state.ids);
    let held = Instance::held(order, identity, start, created, &state.behaviour);
    let shown = wire::instance(&held, View::Created, created, user_id, &state.behaviour);
    let status = StatusCode::from_u16(state.behaviour.create_http_status).unwrap_or_default();
    state.add(held);
    Ok((status, Json(shown)).into_response())
}

/// What has nothing to do with the form of the order.
fn check(order: &Order, state: &State) -> Result<(), Refusal> {
    let behaviour = &state.behaviour;
    let is_known =
        order.image.starts_with(PUBLIC_IMAGES) || state.own.saved_images.contains(&order.image);
    if behaviour.strict_names && !is_known {
        return Err(behaviour.refuse(Reason::Invalid, "no such image"));
    }
    if behaviour.balance_is_low {
        return Err(behaviour.refuse(Reason::Balance, "balance insufficient"));
    }
    Ok(())
}

/// `GET /clusters/{clusterName}/instances/{name}`.
pub(super) async fn get(
    service: Service,
    Path((cluster, name)): Path<(String, String)>,
) -> Result<Json<Value>, Refusal> {
    let (now, mut state) = service.open();
    let at = now.saturating_sub(state.behaviour.lapses.get_lags);
    let other = state.behaviour.lapses.answers_about.clone();
    let other = other.and_then(|other| state.machines.find_mut(&other).map(|one| one.id.clone()));
    let instance = state.find((&cluster, &other.unwrap_or(name)), at)?;
    let user_id = &service.account.user_id;
    let behaviour = &state.behaviour;
    Ok(Json(wire::instance(instance, View::Got, at, user_id, behaviour)))
}

/// `GET /clusters/{clusterName}/instances`.
pub(super) async fn list(
    service: Service,
    Path(cluster): Path<String>,
    Query(parameters): Query<Parameters>,
) -> Result<Json<Value>, Refusal> {
    let (now, state) = service.open();
    let behaviour = &state.behaviour;
    let at = now.saturating_sub(behaviour.lapses.list_lags);
    if Region::by_cluster(&cluster).is_none() {
        return Err(behaviour.refuse(Reason::NotFound, "cluster not found"));
    }
    let page = parameters.iter().find(|(name, _)| *name == behaviour.page_parameter);
    let page = page.map_or(Ok(1), |(_, value)| positive(value));
    let mut page = page.map_err(|wrong| behaviour.refuse(Reason::Invalid, wrong))?;
    if behaviour.lapses.ignores_paging {
        page = 1;
    }

    let mut all: Vec<_> = state.all_in(&cluster, at).collect();
    if behaviour.newest_first {
        all.reverse();
    }
    let size = behaviour.page_size.unwrap_or(usize::MAX);
    let skipped = (page - 1).saturating_mul(size);
    let user_id = &service.account.user_id;
    let shown = |one| wire::instance(one, View::Listed, at, user_id, behaviour);
    let total_count = all.len();
    let nodes: Vec<_> = all.into_iter().skip(skipped).take(size).map(shown).collect();
    let as_null = nodes.is_empty() && behaviour.null_for_empty_list;
    Ok(Json(json!({
        "hasNextPage": skipped.saturating_add(size) < total_count,
        "nodes": (!as_null).then_some(nodes),
        "totalCount": total_count,
    })))
}

fn positive(value: &str) -> Result<usize, String> {
    let number = value.parse().ok().filter(|&number: &usize| number > 0);
    number.ok_or_else(|| format!("page {value:?} is not a positive integer"))
}

/// `DELETE /clusters/{clusterName}/instances?name=`. Without a name, with an empty one or with
/// several it is refused (inferred).
pub(super) async fn delete(
    service: Service,
    Path(cluster): Path<String>,
    Query(parameters): Query<Parameters>,
) -> Result<Response, Refusal> {
    let (now, mut state) = service.open();
    let state = &mut *state;
    let behaviour = &state.behaviour;
    let mut names = parameters.iter().filter(|(key, _)| key == "name");
    let name = match (names.next(), names.next()) {
        (Some((_, name)), None) if !name.is_empty() => name,
        _ => return Err(behaviour.refuse(Reason::Invalid, "give one name")),
    };
    let phase = match state.find((&cluster, name), now) {
        Ok(instance) => instance.machine.life.phase(now),
        Err(_) if behaviour.delete_missing_is_accepted => return Ok(behaviour.ok()),
        Err(refusal) => return Err(refusal),
    };
    match phase {
        Phase::Deleting | Phase::Gone if behaviour.refuses_repeats => {
            return Err(behaviour.refuse(Reason::Conflict, "it is being deleted"));
        }
        Phase::Deleting | Phase::Gone => return Ok(behaviour.ok()),
        Phase::Off | Phase::Failed => (),
        _ if behaviour.delete_needs_off => {
            return Err(behaviour.refuse(Reason::Conflict, "it is not off"));
        }
        _ => (),
    }
    let done = now.saturating_add(behaviour.deleting_for);
    let (ok, storage_outlives) = (behaviour.ok(), behaviour.storage_outlives);
    let forgets = state.lapses().forgets();
    state.change(name, |one| {
        if !forgets {
            one.delete(now, done, storage_outlives);
        }
    });
    Ok(ok)
}
