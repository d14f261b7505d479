//! An instance as answers show it.

use std::time::Duration;

use serde::Serialize;

use super::behaviour::Behaviour;
use super::instance::Instance;
use super::life::Phase;
use super::order::{Mount, Port};
use crate::shared::{Held, china};

/// No such host can exist.
const HOST: &str = "ai.emulated.example";

/// An instance as the documented sample shows it. Members that are `()` are `null` there and here.
#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
pub(super) struct Detail<'a> {
    id: &'a str,
    header_notebook_id: &'a str,
    instance_service_name: &'a str,
    current_index: usize,
    gpu_number: u64,
    cpu_number: u64,
    ram_size: u64,
    accelerator_type: &'a str,
    resource_group: &'a str,
    resource_spec: String,
    task_number: u64,
    timeout_limit: &'a str,
    user_name: &'a str,
    version: &'a str,
    image_path: &'a str,
    status: String,
    task_type: &'a str,
    description: &'a str,
    create_time: String,
    start_time: Option<String>,
    end_time: Option<String>,
    duration: String,
    remaining_time: String,
    tensorboard_id: (),
    tensorboard_path: (),
    mount_info_list: &'a [Mount],
    container_port_info_list: Vec<PortInfo<'a>>,
    use_start_script: bool,
    start_script_content: &'a str,
    start_script_path: (),
    start_script_action_scope: &'a str,
    header_notebook_ip: Option<String>,
}

/// A published port; its number is a text.
#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct PortInfo<'a> {
    access_url: String,
    container_port: String,
    protocol_type: &'a str,
}

impl<'a> Detail<'a> {
    /// How a running or ended instance looks is in part inferred: the only sample waits.
    pub(super) fn new(
        held: &'a Held<Instance>,
        now: Duration,
        user_name: &'a str,
        behaviour: &Behaviour,
    ) -> Self {
        let instance = &held.machine;
        let Instance { order, life, .. } = instance;
        let (started, ended) = (life.started(now), life.ended(now));
        let runs = life.phase(now) == Phase::Running;
        let lasted = started.map(|from| ended.unwrap_or(now).saturating_sub(from));
        let limit = order.timeout.filter(|_| runs);
        let remaining = limit
            .zip(lasted)
            .map(|(limit, lasted)| limit.saturating_sub(lasted));
        let shown = |of: Option<Duration>| of.map_or(UNKNOWN.into(), length);
        let ports = order.ports.iter().map(|port| PortInfo {
            access_url: match runs {
                true => url_of_port(instance, port, behaviour),
                false => String::new(),
            },
            container_port: port.number.to_string(),
            protocol_type: &port.protocol,
        });
        Self {
            id: &held.id,
            header_notebook_id: &instance.header_id,
            instance_service_name: &order.name,
            current_index: instance.number,
            gpu_number: order.spec.accelerators,
            cpu_number: order.spec.cpus,
            ram_size: order.spec.ram_mb,
            accelerator_type: &order.accelerator,
            resource_group: &order.resource_group,
            resource_spec: order.spec.shown(),
            task_number: order.tasks,
            timeout_limit: &order.timeout_text,
            user_name,
            version: &order.version,
            image_path: &order.image_path,
            status: held.status(now, behaviour),
            task_type: &order.task_type,
            description: &order.description,
            create_time: local(held.created),
            start_time: started.map(local),
            end_time: ended.map(local),
            duration: shown(lasted),
            remaining_time: shown(remaining),
            tensorboard_id: (),
            tensorboard_path: (),
            mount_info_list: &order.mounts,
            container_port_info_list: ports.collect(),
            use_start_script: order.start_script,
            start_script_content: &order.script.content,
            start_script_path: (),
            start_script_action_scope: &order.script.scope,
            header_notebook_ip: runs.then(|| instance.ip()),
        }
    }
}

/// `accessUrl` of a port: a URL for HTTP, host and port for SSH. Both forms are inferred.
fn url_of_port(instance: &Instance, port: &Port, behaviour: &Behaviour) -> String {
    let at = host(behaviour, instance.outer_port(port));
    match port.protocol.as_str() {
        "HTTP" => format!("http://{at}/"),
        _ => at,
    }
}

pub(super) fn host(behaviour: &Behaviour, port: u16) -> String {
    let given = behaviour.access_at;
    given.map_or_else(|| format!("{HOST}:{port}"), |at| at.to_string())
}
/// For a duration that is not known.
const UNKNOWN: &str = "--";

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

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn times_are_written_as_in_the_sample() {
        // 2022-05-11T11:30:34Z.
        let at = Duration::from_secs(1_652_268_634);
        assert_eq!(local(at), "2022-05-11 19:30:34");
        assert!(local(Duration::MAX).starts_with("9999-12-31 "));
    }

    #[test]
    fn a_length_is_written_as_at_the_console() {
        let fourteen_days = Duration::from_secs(((14 * 24 + 23) * 60 + 48) * 60 + 59);
        assert_eq!(length(fourteen_days), "14d 23h 48m");
        assert_eq!(length(Duration::ZERO), "0d 0h 0m");
    }
}
