//! What calls show of instances: one, a page of them, and where one is used from.

use std::num::NonZeroU64;
use std::time::Duration;

use serde_json::{Value, json};

use super::behaviour::Behaviour;
use super::envelope::Code;
use super::fields::Fields;
use super::instance::{Instance, Phase};
use super::order::TASK_TYPES;
use super::state::{Call, State};
use crate::shared::{Answer, Held, china};

const STATUSES: [&str; 6] =
    ["Running", "Deploying", "Waiting", "Terminated", "Failed", "Completed"];

/// No such host can exist.
const HOST: &str = "ai.emulated.example";

/// `GET …/{id}/detail`.
pub(super) fn detail(call: &Call<'_>, state: &mut State) -> Answer {
    let at = call.now.saturating_sub(state.behaviour.lapses.get_lags);
    let other = state.answers_about();
    let id = other.as_deref().unwrap_or_else(|| call.path("id"));
    let shown = instance(state.find(call, id, at)?, at, call, &state.behaviour);
    Ok(state.behaviour.answer("0", "SUCCESS", Some(shown)))
}

/// `GET …/task` in its documented form, with a JSON body. A query in its place is seen in use.
pub(super) fn list(call: &Call<'_>, state: &mut State) -> Answer {
    if call.body.is_empty() && !call.query.is_empty() {
        return list_by_query(call, state);
    }
    page(call, state, &Fields::of(call, &state.behaviour)?)
}

/// `GET …/task/list` with a query, the form of public clients.
pub(super) fn list_by_query(call: &Call<'_>, state: &mut State) -> Answer {
    page(call, state, &Fields::of_query(call, NAMES, &state.behaviour))
}

const NAMES: &str = "instanceServiceName";

/// Names match exactly (inferred).
fn page(call: &Call<'_>, state: &State, fields: &Fields<'_>) -> Answer {
    let behaviour = &state.behaviour;
    let lapses = &behaviour.lapses;
    let at = call.now.saturating_sub(lapses.list_lags);
    let names: Vec<&str> = fields.get(NAMES)?.unwrap_or_default();
    let status = fields.word("status", &STATUSES)?;
    let task_type = fields.word("taskType", &TASK_TYPES)?;
    let start = fields.get("start")?.unwrap_or(0);
    let limit = fields.required::<NonZeroU64>("limit")?.get();
    let ascending = fields.required_word("sort", &["desc", "asc"])? == "asc";

    let instances = state.machines.at(at).filter(|one| one.is_visible(call.place, at));
    let mut matching: Vec<_> = instances.collect();
    if !lapses.ignores_filters {
        let is = |wanted: &Option<String>, is: &str| wanted.as_ref().is_none_or(|one| one == is);
        matching.retain(|one| {
            let order = &one.machine.order;
            is(&status, &one.status(at, behaviour))
                && is(&task_type, &order.task_type)
                && (names.is_empty() || names.contains(&order.name.as_str()))
        });
    }
    if !ascending {
        matching.reverse();
    }
    let total = matching.len();
    let limit = behaviour.largest_limit.map_or(limit, |most| limit.min(most as u64));
    let page = lapses.page(matching, start, limit);
    let items = page.map(|one| instance(one, at, call, behaviour)).collect();
    Ok(behaviour.page(behaviour.list_shape, total, items))
}

/// `GET …/{id}/url`. As in the sample, the id in it is none that another call shows, and its
/// credential repeats it. That all kinds of instance have one is inferred.
pub(super) fn url(call: &Call<'_>, state: &mut State) -> Answer {
    let behaviour = &state.behaviour;
    let held = state.find(call, call.path("id"), call.now)?;
    if held.life.phase(call.now) == Phase::Running {
        let (at, kind) = (host(behaviour, 7090), &held.machine.order.task_type);
        let id = &held.machine.access_id;
        let url = format!("http://{at}/{kind}-forward/{id}/?token=sothisai_{id}");
        return Ok(behaviour.success(url));
    }
    match &behaviour.no_url {
        None => Err(behaviour.refuse_because(Code::INTERNAL, "it is not running")),
        Some(data) => Ok(behaviour.success(data)),
    }
}

/// An instance as the documented sample shows it. How a running or ended one looks is in part
/// inferred: the only sample waits.
fn instance(held: &Held<Instance>, now: Duration, call: &Call<'_>, behaviour: &Behaviour) -> Value {
    let instance = &held.machine;
    let order = &instance.order;
    let (started, ended) = (held.started(now), held.ended(now));
    let runs = held.life.phase(now) == Phase::Running;
    let lasted = started.map(|from| ended.unwrap_or(now).saturating_sub(from));
    let limit = order.timeout.filter(|_| runs);
    let remaining = limit.zip(lasted).map(|(limit, lasted)| limit.saturating_sub(lasted));
    // No node has so much memory that a float could not hold it.
    let (spec, ram_gb) = (order.spec, order.spec.ram_mb as f64 / 1024.0);
    let ports = order.ports.iter().map(|port| {
        let mixed = instance.number.wrapping_mul(31).wrapping_add(port.number.into());
        let outer = 30_000 + u16::try_from(mixed % 30_000).unwrap_or_default();
        let at = || host(behaviour, outer);
        json!({
            // A URL for HTTP, host and port for SSH. Both forms are inferred.
            "accessUrl": match port.protocol.as_str() {
                _ if !runs => String::new(),
                "HTTP" => format!("http://{}/", at()),
                _ => at(),
            },
            // A text.
            "containerPort": port.number.to_string(),
            "protocolType": port.protocol,
        })
    });
    json!({
        "id": held.id,
        "headerNotebookId": instance.header_id,
        "instanceServiceName": order.name,
        "currentIndex": instance.number,
        "gpuNumber": spec.accelerators,
        "cpuNumber": spec.cpus,
        "ramSize": spec.ram_mb,
        "acceleratorType": order.accelerator,
        "resourceGroup": order.resource_group,
        "resourceSpec": format!(
            "{} 核心; {} 加速器; {ram_gb:.1}G 内存", spec.cpus, spec.accelerators
        ),
        "taskNumber": order.tasks,
        "timeoutLimit": order.timeout_limit,
        "userName": call.service.account.compute_user,
        "version": order.version,
        "imagePath": order.image_path,
        "status": held.status(now, behaviour),
        "taskType": order.task_type,
        "description": order.description,
        "createTime": local(held.created),
        "startTime": started.map(local),
        "endTime": ended.map(local),
        "duration": length(lasted),
        "remainingTime": length(remaining),
        "tensorboardId": null,
        "tensorboardPath": null,
        "mountInfoList": order.mounts,
        "containerPortInfoList": ports.collect::<Value>(),
        "useStartScript": order.uses_script,
        "startScriptContent": order.script,
        "startScriptPath": null,
        "startScriptActionScope": order.script_scope,
        "headerNotebookIp": runs.then(|| {
            format!("172.20.{}.{}", instance.number / 250 % 250, instance.number % 250)
        }),
    })
}

fn host(behaviour: &Behaviour, port: u16) -> String {
    let given = behaviour.access_at;
    given.map_or_else(|| format!("{HOST}:{port}"), |at| at.to_string())
}

/// A date and time without zone. That it is China's is inferred.
fn local(since_epoch: Duration) -> String {
    china(since_epoch, "%Y-%m-%d %H:%M:%S")
}

/// Days, hours and minutes, as the web console shows what remains; `--` if it is not known.
fn length(of: Option<Duration>) -> String {
    of.map_or("--".into(), |of| {
        let minutes = of.as_secs() / 60;
        format!("{}d {}h {}m", minutes / 60 / 24, minutes / 60 % 24, minutes % 60)
    })
}
