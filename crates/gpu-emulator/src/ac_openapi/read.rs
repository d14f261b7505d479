//! `GET …/{id}/detail` and `GET …/{id}/url`: one instance, and where it is used from.

use axum::Extension;
use axum::extract::Path;
use axum::response::Response;

use super::choices::NoUrl;
use super::code::Code;
use super::detail::{self, host};
use super::envelope::Refusal;
use super::life::Phase;
use super::regions::CurrentRegion;
use super::service::Service;

pub(super) async fn detail(
    service: Service,
    Extension(region): Extension<CurrentRegion>,
    Path(id): Path<String>,
) -> Result<Response, Refusal> {
    let (now, mut state) = service.open();
    let behaviour = state.behaviour.clone();
    let (at, instance) = state.asked_about(region, &id, now)?;
    let shown = detail::detail(instance, at, &service.account.compute_user, &behaviour);
    Ok(behaviour.success_saying("SUCCESS", shown))
}

/// As in the sample, the id in it is none that another call shows, and its credential repeats it.
/// That all kinds of instance have one is inferred.
pub(super) async fn url(
    service: Service,
    Extension(region): Extension<CurrentRegion>,
    Path(id): Path<String>,
) -> Result<Response, Refusal> {
    let (now, state) = service.open();
    let behaviour = &state.behaviour;
    let instance = &state.find(region, &id, now)?.machine;
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
