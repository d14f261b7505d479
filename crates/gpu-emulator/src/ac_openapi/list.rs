//! `GET …/task` with a JSON body or a query, and `GET …/task/list` with a query: a page of instances.

use std::time::Duration;

use super::behaviour::Behaviour;
use super::detail::detail;
use super::fields::{Fields, Wrong, among, wrong};
use super::instance::Instance;
use super::order::TASK_TYPES;
use super::state::{Call, State};
use crate::shared::{Answer, Held};

const STATUSES: [&str; 6] =
    ["Running", "Deploying", "Waiting", "Terminated", "Failed", "Completed"];

/// The documented form, with a body. A query in its place is seen in use.
pub(super) fn by_body(call: &Call<'_>, state: &mut State) -> Answer {
    if call.body.is_empty() && !call.query.is_empty() {
        return by_query(call, state);
    }
    let fields = state.behaviour.fields(call);
    answer(call, state, fields.and_then(|fields| Asked::in_body(&fields)))
}

/// The form of public clients.
pub(super) fn by_query(call: &Call<'_>, state: &mut State) -> Answer {
    answer(call, state, Asked::in_query(call))
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
    fn in_query(call: &Call<'_>) -> Result<Self, Wrong> {
        let one_of = |name, known: &[&str]| {
            let value = call.parameter(name);
            value.map(|value| among(name, value.into(), known)).transpose()
        };
        let count = |name| {
            let value = call.parameter(name);
            value.map(|value| value.parse::<u64>().map_err(|_| wrong(name, "a count"))).transpose()
        };
        let missing = |name: &str| Wrong::Missing(name.into());
        Ok(Self {
            names: call.all("instanceServiceName").map(str::to_owned).collect(),
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

fn answer(call: &Call<'_>, state: &State, asked: Result<Asked, Wrong>) -> Answer {
    let behaviour = &state.behaviour;
    let lapses = &behaviour.lapses;
    let at = call.now.saturating_sub(lapses.list_lags);
    let asked = asked.map_err(|wrong| behaviour.wrong(&wrong))?;
    let instances = state.machines.at(at).filter(|one| one.is_visible(call.place, at));
    let mut matching: Vec<_> = instances.collect();
    if !lapses.ignores_filters {
        matching.retain(|one| asked.wants(one, at, behaviour));
    }
    if !asked.ascending {
        matching.reverse();
    }
    let total = matching.len();
    let limit = behaviour.largest_limit.map_or(asked.limit, |most| asked.limit.min(most as u64));
    let page = lapses.page(matching, asked.start, limit);
    let items = page.map(|one| detail(one, at, call, behaviour)).collect();
    Ok(behaviour.page(behaviour.list_shape, total, items))
}
