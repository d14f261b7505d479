//! `GET /clusters/{clusterName}/instances`: the instances of a cluster.

use std::sync::Arc;

use axum::Json;
use axum::extract::{Path, Query, State};
use serde::Serialize;

use super::catalogue::Region;
use super::refusal::{Reason, Refusal};
use super::service::MdcService;
use super::wire::{InstanceWire, View};

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
pub(super) struct ListAnswer {
    has_next_page: bool,
    nodes: Vec<InstanceWire>,
    total_count: usize,
}

pub(super) async fn list(
    State(service): State<Arc<MdcService>>,
    Path(cluster): Path<String>,
    Query(parameters): Query<Vec<(String, String)>>,
) -> Result<Json<ListAnswer>, Refusal> {
    let now = service.now();
    let state = &*service.state_at(now);
    let behaviour = &state.behaviour;
    if Region::by_cluster(&cluster).is_none() {
        return Err(behaviour.refuse(Reason::NotFound, "cluster not found"));
    }
    let page = parameters
        .iter()
        .find(|(name, _)| *name == behaviour.page_parameter);
    let page = page.map_or(Ok(1), |(_, value)| positive(value));
    let page = page.map_err(|wrong| behaviour.refuse(Reason::Invalid, wrong))?;

    let mut all: Vec<_> = state.all_in(&cluster, now).collect();
    if behaviour.newest_first {
        all.reverse();
    }
    let size = behaviour.page_size.unwrap_or(usize::MAX);
    let skipped = (page - 1).saturating_mul(size);
    let wire = |one| InstanceWire::new(one, View::Listed, now, service.user_id(), behaviour);
    let total_count = all.len();
    let nodes: Vec<_> = all.into_iter().skip(skipped).take(size).map(wire).collect();
    Ok(Json(ListAnswer {
        has_next_page: skipped.saturating_add(size) < total_count,
        nodes,
        total_count,
    }))
}

fn positive(value: &str) -> Result<usize, String> {
    let number = value.parse().ok().filter(|&number: &usize| number > 0);
    number.ok_or_else(|| format!("page {value:?} is not a positive integer"))
}
