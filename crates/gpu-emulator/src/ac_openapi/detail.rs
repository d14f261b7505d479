//! `GET …/{id}/detail` and `GET …/{id}/url`: one instance, and where it is used from.

use std::time::Duration;

use serde_json::{Value, json};

use super::behaviour::Behaviour;
use super::choices::NoUrl;
use super::envelope::Code;
use super::instance::{Instance, Phase};
use super::order::Port;
use super::state::{Call, State};
use crate::shared::{Answer, Held, china};

/// No such host can exist.
const HOST: &str = "ai.emulated.example";

/// For a duration that is not known.
const UNKNOWN: &str = "--";

pub(super) fn get(call: &Call<'_>, state: &mut State) -> Answer {
    let at = call.now.saturating_sub(state.behaviour.lapses.get_lags);
    let other = state.answers_about();
    let id = other.as_deref().unwrap_or_else(|| call.path("id"));
    let shown = detail(state.find(call, id, at)?, at, call, &state.behaviour);
    Ok(state.behaviour.success_saying("SUCCESS", shown))
}

/// As in the sample, the id in it is none that another call shows, and its credential repeats it.
/// That all kinds of instance have one is inferred.
pub(super) fn url(call: &Call<'_>, state: &mut State) -> Answer {
    let behaviour = &state.behaviour;
    let held = state.find(call, call.path("id"), call.now)?;
    let instance = &held.machine;
    if held.life.phase(call.now) == Phase::Running {
        let (at, kind) = (host(behaviour, 7090), &instance.order.task_type);
        let id = &instance.access_id;
        let url = format!("http://{at}/{kind}-forward/{id}/?token=sothisai_{id}");
        return Ok(behaviour.success(url));
    }
    match behaviour.no_url {
        NoUrl::Refused => Err(behaviour.refuse_because(Code::Internal, "it is not running")),
        NoUrl::EmptyText => Ok(behaviour.success("")),
        NoUrl::Null => Ok(behaviour.success(())),
    }
}

/// An instance as the documented sample shows it. How a running or ended one looks is in part
/// inferred: the only sample waits.
pub(super) fn detail(
    held: &Held<Instance>,
    now: Duration,
    call: &Call<'_>,
    behaviour: &Behaviour,
) -> Value {
    let instance = &held.machine;
    let order = &instance.order;
    let (started, ended) = (held.started(now), held.ended(now));
    let runs = held.life.phase(now) == Phase::Running;
    let lasted = started.map(|from| ended.unwrap_or(now).saturating_sub(from));
    let limit = order.timeout.filter(|_| runs);
    let remaining = limit.zip(lasted).map(|(limit, lasted)| limit.saturating_sub(lasted));
    let shown = |of: Option<Duration>| of.map_or(UNKNOWN.into(), length);
    let ports = order.ports.iter().map(|port| {
        json!({
            "accessUrl": match runs {
                true => url_of_port(instance, port, behaviour),
                false => String::new(),
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
        "gpuNumber": order.spec.accelerators,
        "cpuNumber": order.spec.cpus,
        "ramSize": order.spec.ram_mb,
        "acceleratorType": order.accelerator,
        "resourceGroup": order.resource_group,
        "resourceSpec": order.spec.shown(),
        "taskNumber": order.tasks,
        "timeoutLimit": order.timeout_text,
        "userName": call.service.account.compute_user,
        "version": order.version,
        "imagePath": order.image_path,
        "status": held.status(now, behaviour),
        "taskType": order.task_type,
        "description": order.description,
        "createTime": local(held.created),
        "startTime": started.map(local),
        "endTime": ended.map(local),
        "duration": shown(lasted),
        "remainingTime": shown(remaining),
        "tensorboardId": null,
        "tensorboardPath": null,
        "mountInfoList": order.mounts,
        "containerPortInfoList": ports.collect::<Value>(),
        "useStartScript": order.start_script,
        "startScriptContent": order.script.content,
        "startScriptPath": null,
        "startScriptActionScope": order.script.scope,
        "headerNotebookIp": runs.then(|| instance.ip()),
    })
}

/// `accessUrl` of a port: a URL for HTTP, host and port for SSH. Both forms are inferred.
fn url_of_port(instance: &Instance, port: &Port, behaviour: &Behaviour) -> String {
    let at = host(behaviour, instance.outer_port(port));
    match port.protocol.as_str() {
        "HTTP" => format!("http://{at}/"),
        _ => at,
    }
}

fn host(behaviour: &Behaviour, port: u16) -> String {
    let given = behaviour.access_at;
    given.map_or_else(|| format!("{HOST}:{port}"), |at| at.to_string())
}

/// A date and time without zone. That it is China's is inferred.
fn local(since_epoch: Duration) -> String {
    china(since_epoch, "%Y-%m-%d %H:%M:%S")
}

/// Days, hours and minutes, as the web console shows what remains.
fn length(of: Duration) -> String {
    let minutes = of.as_secs() / 60;
    let (days, hours) = (minutes / 60 / 24, minutes / 60 % 24);
    format!("{days}d {hours}h {}m", minutes % 60)
}
