//! `GET …/task` with a JSON body or a query, and `GET …/task/list` with a query: a page of instances.

use std::time::Duration;

use axum::Extension;
use axum::body::Bytes;
use axum::extract::Query;
use axum::http::HeaderMap;
use axum::response::Response;

use super::behaviour::Behaviour;
use super::create::json;
use super::detail::detail;
use super::envelope::Refusal;
use super::fields::{Fields, Wrong, among, wrong};
use super::instance::Instance;
use super::order::TASK_TYPES;
use super::regions::CurrentRegion;
use super::service::{Service, State};
use crate::shared::{Held, Parameters, all, parameter};

const STATUSES: [&str; 6] =
    ["Running", "Deploying", "Waiting", "Terminated", "Failed", "Completed"];

/// The documented form, with a body. A query in its place is seen in use.
pub(super) async fn by_body(
    service: Service,
    Extension(region): Extension<CurrentRegion>,
    Query(parameters): Query<Parameters>,
    headers: HeaderMap,
    body: Bytes,
) -> Result<Response, Refusal> {
    let (now, state) = service.open();
    let asked = match body.is_empty() && !parameters.is_empty() {
        true => Asked::in_query(&parameters),
        false => json(&headers, &body, &state.behaviour).and_then(|fields| Asked::in_body(&fields)),
    };
    answer(&state, now, &service.account.compute_user, region, asked)
}

/// The form of public clients.
pub(super) async fn by_query(
    service: Service,
    Extension(region): Extension<CurrentRegion>,
    Query(parameters): Query<Parameters>,
) -> Result<Response, Refusal> {
    let (now, state) = service.open();
    let asked = Asked::in_query(&parameters);
    answer(&state, now, &service.account.compute_user, region, asked)
}

/// What is asked for, checked. Names match exactly (inferred).
struct Asked {
    /// Empty for all.
    names: Vec<String>,
    status: Option<String>,
    task_type: Option<String>,
    start: u64,
    limit: u64,
    ascending: bool,
}

impl Asked {
    fn in_body(fields: &Fields) -> Result<Self, Wrong> {
        Ok(Self {
            names: fields.texts("instanceServiceName")?,
            status: fields.optional_one_of("status", &STATUSES)?,
            task_type: fields.optional_one_of("taskType", &TASK_TYPES)?,
            start: fields.optional_count("start")?.unwrap_or(0),
            limit: fields.positive("limit")?,
            ascending: fields.one_of("sort", &["desc", "asc"])? == "asc",
        })
    }

    /// An empty parameter is as good as absent; several names are repeated (inferred).
    fn in_query(parameters: &Parameters) -> Result<Self, Wrong> {
        let one_of = |name, known: &[&str]| {
            let value = parameter(parameters, name);
            value.map(|value| among(name, value.into(), known)).transpose()
        };
        let count = |name| {
            let value = parameter(parameters, name);
            value.map(|value| value.parse::<u64>().map_err(|_| wrong(name, "a count"))).transpose()
        };
        let missing = |name: &str| Wrong::Missing(name.into());
        Ok(Self {
            names: all(parameters, "instanceServiceName").map(str::to_owned).collect(),
            status: one_of("status", &STATUSES)?,
            task_type: one_of("taskType", &TASK_TYPES)?,
            start: count("start")?.unwrap_or(0),
            limit: match count("limit")? {
                Some(0) => return Err(wrong("limit", "positive")),
                limit => limit.ok_or_else(|| missing("limit"))?,
            },
            ascending: one_of("sort", &["desc", "asc"])?.ok_or_else(|| missing("sort"))? == "asc",
        })
    }

    fn wants(&self, held: &Held<Instance>, at: Duration, behaviour: &Behaviour) -> bool {
        let order = &held.machine.order;
        let is = |wanted: &Option<String>, is: &str| wanted.as_deref().is_none_or(|one| one == is);
        is(&self.status, &held.status(at, behaviour))
            && is(&self.task_type, &order.task_type)
            && (self.names.is_empty() || self.names.contains(&order.name))
    }
}

fn answer(
    state: &State,
    now: Duration,
    user: &str,
    region: CurrentRegion,
    asked: Result<Asked, Wrong>,
) -> Result<Response, Refusal> {
    let behaviour = &state.behaviour;
    let lapses = &behaviour.lapses;
    let at = now.saturating_sub(lapses.list_lags);
    let asked = asked.map_err(|wrong| behaviour.wrong(&wrong))?;
    let mut matching: Vec<_> = state.all_in(region, at).collect();
    if !lapses.ignores_filters {
        matching.retain(|one| asked.wants(one, at, behaviour));
    }
    if !asked.ascending {
        matching.reverse();
    }
    let total = matching.len();
    let largest = behaviour.largest_limit.unwrap_or(usize::MAX);
    let limit = usize::try_from(asked.limit).unwrap_or(usize::MAX);
    let start = if lapses.ignores_paging { 0 } else { asked.start };
    let page = matching
        .into_iter()
        .skip(usize::try_from(start).unwrap_or(usize::MAX))
        .take(limit.min(largest))
        .map(|one| detail(one, at, user, behaviour));
    let items: Vec<_> = page.collect();
    Ok(behaviour.page(behaviour.list_shape, total, items))
}
