//! `GET /instance`, `…/list`, `…/stats` and `/spec/list`: what there is.

use std::collections::BTreeMap;

use serde_json::{Value, json};

use super::answer::{instance, success};
use super::behaviour::Capacity;
use super::change::HARDWARE;
use super::state::{Call, State};
use crate::shared::{Answer, Refusal};

pub(super) fn get(call: &Call<'_>, state: &mut State) -> Answer {
    let at = call.now.saturating_sub(state.behaviour.lapses.get_lags);
    let found = match state.answers_about() {
        Some(other) => state.by_id(&other, at).ok_or_else(|| state.behaviour.not_found()),
        None => state.find(call, at),
    };
    Ok(success(json!({"instance": instance(found?, at, state)})))
}

/// Instances by status. A status without instances has no entry (documented).
pub(super) fn stats(call: &Call<'_>, state: &mut State) -> Answer {
    let at = call.now.saturating_sub(state.behaviour.lapses.list_lags);
    let mut stats: BTreeMap<_, u64> = BTreeMap::new();
    for instance in state.visible(at) {
        *stats.entry(instance.status(at, &state.behaviour)).or_default() += 1;
    }
    Ok(success(json!({"stats": stats})))
}

pub(super) fn list(call: &Call<'_>, state: &mut State) -> Answer {
    let behaviour = &state.behaviour;
    let at = call.now.saturating_sub(behaviour.lapses.list_lags);
    let (page, wished) = (positive(call, "page", state)?, positive(call, "per_page", state)?);
    let ascending = match call.parameter("ascending") {
        None | Some("false") => false,
        Some("true") => true,
        Some(_) => return Err(behaviour.invalid("ascending is not a boolean")),
    };
    // How several statuses are written is not documented: both common ways are understood.
    let statuses = call.all("statuses").flat_map(|value| value.split(','));
    let statuses: Vec<_> = statuses.filter(|one| !one.is_empty()).collect();

    let per_page = wished.min(behaviour.max_per_page.unwrap_or(u64::MAX));
    let mut matching: Vec<_> = state.visible(at).collect();
    if !behaviour.lapses.ignores_filters && !statuses.is_empty() {
        matching.retain(|one| statuses.contains(&one.status(at, behaviour).as_str()));
    }
    if behaviour.newest_first && !ascending {
        matching.reverse();
    }
    let total = matching.len() as u64;
    let shown = behaviour.lapses.page(matching, (page - 1).saturating_mul(per_page), per_page);
    let instances: Vec<_> = shown.map(|one| instance(one, at, state)).collect();
    let as_null = instances.is_empty() && behaviour.null_for_empty_list;
    Ok(success(json!({
        "pagination": {
            "total": total,
            "numPages": total.div_ceil(per_page),
            "page": page,
            "perPage": per_page,
        },
        "instances": (!as_null).then_some(instances),
    })))
}

/// A parameter that is at least 1. That 0 is refused is inferred.
fn positive(call: &Call<'_>, name: &str, state: &State) -> Result<u64, Refusal> {
    let invalid = |why| state.behaviour.invalid(format!("{name} is {why}"));
    let value = call.parameter(name).ok_or_else(|| invalid("required"))?;
    let number = value.parse().ok().filter(|&number| number > 0);
    number.ok_or_else(|| invalid("not a positive integer"))
}

/// Hardware on offer: what [`Behaviour::prices`](super::Behaviour::prices) names, or else what the
/// documents name. The call is seen in use; the answer is made up.
pub(super) fn specs(call: &Call<'_>, state: &mut State) -> Answer {
    let behaviour = &state.behaviour;
    let region_name = call.parameter("region_name").unwrap_or("TW-03");
    let stock = |name: &str| match behaviour.capacity_of(name) {
        Capacity::Plenty => 8,
        Capacity::Units(most) => most,
        Capacity::Refused | Capacity::QueuedForEver => 0,
    };
    let names: Vec<&str> = match behaviour.prices.is_empty() {
        true => HARDWARE.to_vec(),
        false => behaviour.prices.keys().map(String::as_str).collect(),
    };
    let specs = names.into_iter().map(|name| {
        json!({
            "name": name,
            "regionName": region_name,
            "priceCent": behaviour.price_of(name),
            "stock": stock(name),
        })
    });
    Ok(success(json!({"specs": specs.collect::<Value>()})))
}
