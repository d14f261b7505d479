//! Create, query, list and delete: the calls that are about instances, but for power.

use http::StatusCode;
use serde_json::json;

use super::answer::{self, View};
use super::catalogue::{PUBLIC_IMAGES, Region};
use super::identity::Identity;
use super::instance::{Instance, Phase};
use super::order::Order;
use super::state::{Call, State};
use crate::shared::{Answer, Refusal, json};

/// `POST /clusters/{clusterName}/instances`. A second create with the same display name is a second
/// machine: nothing says otherwise.
pub(super) fn create(call: &Call<'_>, state: &mut State) -> Answer {
    let behaviour = &state.behaviour;
    let user_id = &call.service.account.user_id;
    let region = region(call, state)?;
    behaviour.check_content_type(call)?;
    let order = call.object().and_then(|body| Order::read(body, user_id, region, behaviour));
    let order = order.map_err(|wrong| behaviour.invalid(wrong))?;
    // What has nothing to do with the form of the order.
    let is_known =
        |image: &String| image.starts_with(PUBLIC_IMAGES) || state.own.saved_images.contains(image);
    if behaviour.strict_names && !is_known(&order.image) {
        return Err(behaviour.invalid("no such image"));
    }
    if behaviour.balance_is_low {
        return Err(behaviour.refuse(StatusCode::FORBIDDEN, "balance insufficient"));
    }
    let created = call.now.saturating_add(behaviour.lapses.late_creates);
    let (takes, otherwise) = (behaviour.creating_for, behaviour.create_without_gpu);
    let start = state.start(order.sku, created, takes, otherwise)?;
    let disks = order.volumes.len();
    let identity = Identity::new(disks, &call.service.account, &mut state.ids);
    let held = Instance::held(order, identity, start, created, &state.behaviour);
    let shown = answer::instance(&held, View::Created, created, user_id, &state.behaviour);
    let status = StatusCode::from_u16(state.behaviour.create_http_status).unwrap_or_default();
    state.add(held);
    Ok(json(status, &shown))
}

fn region(call: &Call<'_>, state: &State) -> Result<&'static Region, Refusal> {
    let region = Region::by_cluster(call.path("clusterName"));
    region.ok_or_else(|| state.behaviour.not_found("cluster not found"))
}

/// `GET /clusters/{clusterName}/instances/{name}`.
pub(super) fn get(call: &Call<'_>, state: &mut State) -> Answer {
    let at = call.now.saturating_sub(state.behaviour.lapses.get_lags);
    let other = state.answers_about();
    let name = other.as_deref().unwrap_or_else(|| call.path("name"));
    let instance = state.find(call, name, at)?;
    let user_id = &call.service.account.user_id;
    let shown = answer::instance(instance, View::Got, at, user_id, &state.behaviour);
    Ok(json(StatusCode::OK, &shown))
}

/// `GET /clusters/{clusterName}/instances`.
pub(super) fn list(call: &Call<'_>, state: &mut State) -> Answer {
    let behaviour = &state.behaviour;
    let lapses = &behaviour.lapses;
    let at = call.now.saturating_sub(lapses.list_lags);
    let region = region(call, state)?;
    let page = call.query.iter().find(|(name, _)| *name == behaviour.page_parameter);
    let value = page.map_or("1", |(_, value)| value);
    let page = value.parse().ok().filter(|&number: &u64| number > 0);
    let wrong = || behaviour.invalid(format!("page {value:?} is not a positive integer"));
    let page = page.ok_or_else(wrong)?;

    let all = state.machines.at(at).filter(|one| behaviour.shows(one, &region.cluster, at));
    let mut all: Vec<_> = all.collect();
    if behaviour.newest_first {
        all.reverse();
    }
    let total = all.len() as u64;
    let size = behaviour.page_size.map_or(u64::MAX, |size| size as u64);
    let first = if lapses.ignores_paging { 0 } else { (page - 1).saturating_mul(size) };
    let user_id = &call.service.account.user_id;
    let shown = |one| answer::instance(one, View::Listed, at, user_id, behaviour);
    let nodes: Vec<_> = lapses.page(all, first, size).map(shown).collect();
    let as_null = nodes.is_empty() && behaviour.null_for_empty_list;
    let page = json!({
        "hasNextPage": first.saturating_add(size) < total,
        "nodes": (!as_null).then_some(nodes),
        "totalCount": total,
    });
    Ok(json(StatusCode::OK, &page))
}

/// `DELETE /clusters/{clusterName}/instances?name=`. Without a name, with an empty one or with
/// several it is refused (inferred).
pub(super) fn delete(call: &Call<'_>, state: &mut State) -> Answer {
    let now = call.now;
    let behaviour = &state.behaviour;
    let mut names = call.query.iter().filter(|(key, _)| key == "name");
    let name = match (names.next(), names.next()) {
        (Some((_, name)), None) if !name.is_empty() => name,
        _ => return Err(behaviour.invalid("give one name")),
    };
    let phase = match state.find(call, name, now) {
        Ok(instance) => instance.life.phase(now),
        Err(_) if behaviour.delete_missing_is_accepted => return Ok(behaviour.ok()),
        Err(refusal) => return Err(refusal),
    };
    match phase {
        Phase::Deleting(_) | Phase::Gone if behaviour.refuses_repeats => {
            return Err(behaviour.conflict("it is being deleted"));
        }
        Phase::Deleting(_) | Phase::Gone => return Ok(behaviour.ok()),
        Phase::Off | Phase::Failed => (),
        _ if behaviour.delete_needs_off => return Err(behaviour.conflict("it is not off")),
        _ => (),
    }
    let done = now.saturating_add(behaviour.deleting_for);
    let (ok, storage_outlives) = (behaviour.ok(), behaviour.storage_outlives);
    state.release([name.as_str()], |one| one.delete(now, done, storage_outlives));
    Ok(ok)
}
