//! `GET /instance`, `…/list`, `…/stats` and `/spec/list`: what there is.

use std::collections::BTreeMap;
use std::time::Duration;

use axum::Json;
use axum::extract::Query;
use serde_json::{Value, json};

use super::behaviour::Capacity;
use super::create::HARDWARE;
use super::envelope::{Refusal, success};
use super::service::{Service, State};
use super::wire;
use crate::shared::{Parameters, all, parameter};

/// One instance.
pub(super) async fn get(
    service: Service,
    Query(parameters): Query<Parameters>,
) -> Result<Json<Value>, Refusal> {
    let (now, mut state) = service.open();
    let state = &mut *state;
    let at = now.saturating_sub(state.behaviour.lapses.get_lags);
    let other = state.behaviour.lapses.answers_about.clone();
    let other = other.and_then(|other| state.machines.find_mut(&other).map(|one| one.id.clone()));
    let found = match other {
        Some(other) => state.by_id(&other, at).ok_or_else(|| state.behaviour.not_found()),
        None => state.find(&parameters, at),
    };
    Ok(success(json!({"instance": wire::instance(found?, at, state)})))
}

/// Instances by status. A status without instances has no entry (documented).
pub(super) async fn stats(service: Service) -> Json<Value> {
    let (now, state) = service.open();
    let at = now.saturating_sub(state.behaviour.lapses.list_lags);
    let mut stats: BTreeMap<_, u64> = BTreeMap::new();
    for instance in state.visible(at) {
        *stats.entry(instance.status(at, &state.behaviour)).or_default() += 1;
    }
    success(json!({"stats": stats}))
}

/// A page of instances.
pub(super) async fn list(
    service: Service,
    Query(parameters): Query<Parameters>,
) -> Result<Json<Value>, Refusal> {
    let (now, state) = service.open();
    let at = now.saturating_sub(state.behaviour.lapses.list_lags);
    let asked = Asked::read(&parameters).map_err(|reason| state.behaviour.invalid(reason))?;
    Ok(success(answer(&asked, &state, at)))
}

fn answer(asked: &Asked, state: &State, at: Duration) -> Value {
    let behaviour = &state.behaviour;
    let per_page = asked.per_page.min(behaviour.max_per_page.unwrap_or(u64::MAX));
    let mut matching: Vec<_> = state.visible(at).collect();
    if !behaviour.lapses.ignores_filters {
        matching.retain(|one| asked.wants(&one.status(at, behaviour)));
    }
    if behaviour.newest_first && !asked.ascending {
        matching.reverse();
    }
    let total = matching.len() as u64;
    let page = if behaviour.lapses.ignores_paging { 1 } else { asked.page };
    let skipped = (page - 1).saturating_mul(per_page);
    let instances: Vec<_> = matching
        .into_iter()
        .skip(usize::try_from(skipped).unwrap_or(usize::MAX))
        .take(usize::try_from(per_page).unwrap_or(usize::MAX))
        .map(|one| wire::instance(one, at, state))
        .collect();
    let as_null = instances.is_empty() && behaviour.null_for_empty_list;
    json!({
        "pagination": {
            "total": total,
            "numPages": total.div_ceil(per_page),
            "page": asked.page,
            "perPage": per_page,
        },
        "instances": (!as_null).then_some(instances),
    })
}

/// The parameters, checked. That 0 is refused is inferred.
struct Asked {
    /// At least 1.
    page: u64,
    /// At least 1.
    per_page: u64,
    ascending: bool,
    /// Empty for all.
    statuses: Vec<String>,
}

impl Asked {
    fn read(parameters: &Parameters) -> Result<Self, String> {
        let ascending = match parameter(parameters, "ascending") {
            None | Some("false") => false,
            Some("true") => true,
            Some(_) => return Err("ascending is not a boolean".into()),
        };
        // How several statuses are written is not documented: both common ways are understood.
        let statuses = all(parameters, "statuses").flat_map(|value| value.split(','));
        Ok(Self {
            page: positive(parameters, "page")?,
            per_page: positive(parameters, "per_page")?,
            ascending,
            statuses: statuses.filter(|one| !one.is_empty()).map(str::to_owned).collect(),
        })
    }

    fn wants(&self, status: &str) -> bool {
        self.statuses.is_empty() || self.statuses.iter().any(|one| one == status)
    }
}

fn positive(parameters: &Parameters, name: &str) -> Result<u64, String> {
    let value = parameter(parameters, name).ok_or_else(|| format!("{name} is required"))?;
    let number = value.parse().ok().filter(|&number| number > 0);
    number.ok_or_else(|| format!("{name} is not a positive integer"))
}

/// Hardware on offer: what [`Behaviour::prices`](super::Behaviour::prices) names, or else what the
/// documents name. The call is seen in use; the answer is made up.
pub(super) async fn spec_list(
    service: Service,
    Query(parameters): Query<Parameters>,
) -> Json<Value> {
    let state = service.state();
    let behaviour = &state.behaviour;
    let region_name = parameter(&parameters, "region_name").unwrap_or("TW-03");
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
    success(json!({"specs": specs.collect::<Value>()}))
}
