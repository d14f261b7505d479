//! `GET /instance/list`: a page of instances.

use std::sync::Arc;
use std::time::Duration;

use axum::extract::{Query, State};
use serde::Serialize;

use super::address::{Parameters, parameter};
use super::envelope::{Refusal, Success};
use super::instance::Instance;
use super::service::{self, GlowsService};
use super::wire::InstanceWire;

#[derive(Serialize)]
pub(super) struct ListAnswer {
    pagination: Pagination,
    /// `None` is sent as `null`.
    instances: Option<Vec<InstanceWire>>,
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct Pagination {
    total: u64,
    num_pages: u64,
    page: u64,
    per_page: u64,
}

pub(super) async fn list(
    State(service): State<Arc<GlowsService>>,
    Query(parameters): Query<Parameters>,
) -> Result<Success<ListAnswer>, Refusal> {
    let now = service.now();
    let state = &*service.state();
    let asked = Asked::read(&parameters)
        .map_err(|reason| Refusal::invalid(state.behaviour.code_invalid, &reason))?;
    Ok(Success::new(answer(&asked, state, now)))
}

fn answer(asked: &Asked, state: &service::State, now: Duration) -> ListAnswer {
    let per_page = asked
        .per_page
        .min(state.behaviour.max_per_page.unwrap_or(u64::MAX));
    let wanted = |one: &&Instance| asked.wants(one.status(now, &state.behaviour));
    let mut matching: Vec<_> = state.all_visible(now).filter(wanted).collect();
    if !asked.ascending {
        matching.reverse();
    }
    let total = matching.len() as u64;
    let skipped = (asked.page - 1).saturating_mul(per_page);
    let instances: Vec<_> = matching
        .into_iter()
        .skip(usize::try_from(skipped).unwrap_or(usize::MAX))
        .take(usize::try_from(per_page).unwrap_or(usize::MAX))
        .map(|one| InstanceWire::new(one, now, state))
        .collect();
    let as_null = instances.is_empty() && state.behaviour.null_for_empty_list;
    ListAnswer {
        pagination: Pagination {
            total,
            num_pages: total.div_ceil(per_page),
            page: asked.page,
            per_page,
        },
        instances: (!as_null).then_some(instances),
    }
}

/// The parameters, checked. Refusing 0 is a guess.
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
        let named = parameters.iter().filter(|(name, _)| name == "statuses");
        let statuses = named.flat_map(|(_, value)| value.split(','));
        Ok(Self {
            page: positive(parameters, "page")?,
            per_page: positive(parameters, "per_page")?,
            ascending,
            statuses: statuses
                .filter(|one| !one.is_empty())
                .map(str::to_owned)
                .collect(),
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
