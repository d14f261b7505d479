//! `GET …/{id}/detail`: one instance.

use std::sync::Arc;
use std::time::Duration;

use axum::Extension;
use axum::extract::{Path, State};
use axum::response::Response;
use serde::Serialize;

use super::auth::Here;
use super::behaviour::Behaviour;
use super::envelope::Refusal;
use super::instance::Instance;
use super::life::Phase;
use super::order::Mount;
use super::service::AcOpenApiService;
use super::{time, url};

pub(super) async fn detail(
    service: State<Arc<AcOpenApiService>>,
    Extension(region): Extension<Here>,
    Path(id): Path<String>,
) -> Result<Response, Refusal> {
    let now = service.now();
    let state = &*service.state();
    let instance = state.find(region, &id, now)?;
    let user = &service.account().compute_user;
    let detail = Detail::new(instance, now, user, &state.behaviour);
    Ok(state.behaviour.success_saying("SUCCESS", detail))
}

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
    status: &'a str,
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
    /// How a running or ended instance looks is in part a guess: the only sample waits.
    pub(super) fn new(
        instance: &'a Instance,
        now: Duration,
        user_name: &'a str,
        behaviour: &Behaviour,
    ) -> Self {
        let Instance { order, life, .. } = instance;
        let (started, ended) = (life.started(now), life.ended(now));
        let runs = life.phase(now) == Phase::Running;
        let lasted = started.map(|from| ended.unwrap_or(now).saturating_sub(from));
        let limit = order.timeout.filter(|_| runs);
        let remaining = limit
            .zip(lasted)
            .map(|(limit, lasted)| limit.saturating_sub(lasted));
        let length = |of: Option<Duration>| of.map_or(time::UNKNOWN.into(), time::length);
        let ports = order.ports.iter().map(|port| PortInfo {
            access_url: match runs {
                true => url::of_port(instance, port, behaviour),
                false => String::new(),
            },
            container_port: port.number.to_string(),
            protocol_type: &port.protocol,
        });
        Self {
            id: &instance.id,
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
            status: instance.status(now),
            task_type: &order.task_type,
            description: &order.description,
            create_time: time::local(instance.created),
            start_time: started.map(time::local),
            end_time: ended.map(time::local),
            duration: length(lasted),
            remaining_time: length(remaining),
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
