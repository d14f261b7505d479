//! `GET …/{id}/url`: where a running instance is used from, and the addresses of its ports.

use std::sync::Arc;

use axum::Extension;
use axum::extract::{Path, State};
use axum::response::Response;

use super::auth::Here;
use super::behaviour::Behaviour;
use super::choices::NoUrl;
use super::code::Code;
use super::envelope::Refusal;
use super::instance::Instance;
use super::life::Phase;
use super::order::Port;
use super::service::AcOpenApiService;

/// No such host can exist.
const HOST: &str = "ai.emulated.example";

/// As in the sample, the id in it is none that another call shows, and its credential repeats it.
/// That all kinds of instance have one is a guess.
pub(super) async fn url(
    service: State<Arc<AcOpenApiService>>,
    Extension(region): Extension<Here>,
    Path(id): Path<String>,
) -> Result<Response, Refusal> {
    let now = service.now();
    let state = &*service.state();
    let behaviour = &state.behaviour;
    let instance = state.find(region, &id, now)?;
    if instance.life.phase(now) == Phase::Running {
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

/// `accessUrl` of a port: a URL for HTTP, host and port for SSH. Both forms are guesses.
pub(super) fn of_port(instance: &Instance, port: &Port, behaviour: &Behaviour) -> String {
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
