//! `GET …/task` with a JSON body and `GET …/task/list` with a query: a page of instances.

use std::sync::Arc;
use std::time::Duration;

use axum::Extension;
use axum::body::Bytes;
use axum::extract::{Query, State};
use axum::http::HeaderMap;
use axum::response::Response;

use super::auth::Here;
use super::choices::ListShape;
use super::create::json;
use super::detail::Detail;
use super::envelope::{Page, Refusal};
use super::fields::{Fields, Wrong, among, wrong};
use super::instance::Instance;
use super::order::TASK_TYPES;
use super::service::AcOpenApiService;

const STATUSES: [&str; 6] = [
    "Running",
    "Deploying",
    "Waiting",
    "Terminated",
    "Failed",
    "Completed",
];

/// The documented form.
pub(super) async fn by_body(
    service: State<Arc<AcOpenApiService>>,
    Extension(region): Extension<Here>,
    headers: HeaderMap,
    body: Bytes,
) -> Result<Response, Refusal> {
    let asked = json(&headers, &body).and_then(|fields| Asked::in_body(&fields));
    answer(&service, region, asked)
}

/// The form of public clients.
pub(super) async fn by_query(
    service: State<Arc<AcOpenApiService>>,
    Extension(region): Extension<Here>,
    Query(parameters): Query<Vec<(String, String)>>,
) -> Result<Response, Refusal> {
    answer(&service, region, Asked::in_query(&parameters))
}

/// What is asked for, checked. Names match exactly (guess).
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

    /// An empty parameter is as good as absent; several names are repeated (guess).
    fn in_query(parameters: &[(String, String)]) -> Result<Self, Wrong> {
        let all = |name: &'static str| {
            let given = parameters.iter();
            let given = given.filter(move |(given, value)| given == name && !value.is_empty());
            given.map(|(_, value)| value.clone())
        };
        let one_of = |name, known: &[&str]| {
            let value = all(name).next();
            value.map(|value| among(name, value, known)).transpose()
        };
        let count = |name| {
            let value = all(name).next();
            value
                .map(|value| value.parse::<u64>().map_err(|_| wrong(name, "a count")))
                .transpose()
        };
        let missing = |name: &str| Wrong::Missing(name.into());
        Ok(Self {
            names: all("instanceServiceName").collect(),
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

    fn wants(&self, instance: &Instance, now: Duration) -> bool {
        let order = &instance.order;
        let is = |wanted: &Option<String>, is: &str| wanted.as_deref().is_none_or(|one| one == is);
        is(&self.status, instance.status(now))
            && is(&self.task_type, &order.task_type)
            && (self.names.is_empty() || self.names.contains(&order.name))
    }
}

fn answer(
    service: &AcOpenApiService,
    region: Here,
    asked: Result<Asked, Wrong>,
) -> Result<Response, Refusal> {
    let now = service.now();
    let state = &*service.state();
    let behaviour = &state.behaviour;
    let asked = asked.map_err(|wrong| behaviour.wrong(&wrong))?;
    let all = state.all_in(region, now);
    let mut matching: Vec<_> = all.filter(|one| asked.wants(one, now)).collect();
    if !asked.ascending {
        matching.reverse();
    }
    let total = matching.len();
    let largest = behaviour.largest_limit.unwrap_or(usize::MAX);
    let limit = usize::try_from(asked.limit)
        .unwrap_or(usize::MAX)
        .min(largest);
    let user = &service.account().compute_user;
    let page = matching
        .into_iter()
        .skip(usize::try_from(asked.start).unwrap_or(usize::MAX))
        .take(limit)
        .map(|one| Detail::new(one, now, user, behaviour));
    let data: Vec<_> = page.collect();
    Ok(match behaviour.list_shape {
        ListShape::Bare => behaviour.success(data),
        ListShape::Nested => behaviour.success(Page { total: None, data }),
        ListShape::NestedWithTotal => {
            let total = Some(total);
            behaviour.success(Page { total, data })
        }
    })
}
