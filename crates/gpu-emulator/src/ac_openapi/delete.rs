//! `DELETE …/task?ids=&ids=`: deletes instances.

use std::sync::Arc;
use std::time::Duration;

use axum::Extension;
use axum::extract::{Query, State};
use axum::response::Response;

use super::auth::Here;
use super::batch::{Parameters, change_each};
use super::behaviour::Behaviour;
use super::code::Code;
use super::envelope::Refusal;
use super::instance::Instance;
use super::life::Phase;
use super::service::AcOpenApiService;

pub(super) async fn delete(
    service: State<Arc<AcOpenApiService>>,
    Extension(region): Extension<Here>,
    Query(parameters): Query<Parameters>,
) -> Result<Response, Refusal> {
    let now = service.now();
    let state = &mut *service.state();
    let done = now.saturating_add(state.behaviour.deleting_for);
    change_each(state, (region, now), &parameters, objection, |instance| {
        instance.life.delete(done);
    })?;
    Ok(state.behaviour.success(()))
}

fn objection(instance: &Instance, now: Duration, behaviour: &Behaviour) -> Option<Code> {
    let has_ended = matches!(instance.life.phase(now), Phase::Ended(_));
    (!has_ended && behaviour.delete_needs_end).then_some(Code::Delete)
}
