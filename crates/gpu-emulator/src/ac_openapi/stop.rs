//! `POST …/task/actions/stop?ids=&ids=`: stops instances.

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
use super::life::{End, Phase};
use super::service::AcOpenApiService;

/// That `data` is `null` is a guess: no answer has been published.
pub(super) async fn stop(
    service: State<Arc<AcOpenApiService>>,
    Extension(region): Extension<Here>,
    Query(parameters): Query<Parameters>,
) -> Result<Response, Refusal> {
    let now = service.now();
    let state = &mut *service.state();
    let done = now.saturating_add(state.behaviour.stopping_for);
    change_each(state, (region, now), &parameters, objection, |instance| {
        instance.life.end_by(done, End::Terminated);
    })?;
    Ok(state.behaviour.success(()))
}

fn objection(instance: &Instance, now: Duration, behaviour: &Behaviour) -> Option<Code> {
    let has_ended = matches!(instance.life.phase(now), Phase::Ended(_));
    (has_ended && behaviour.refuses_repeated_stops).then_some(Code::Stop)
}
