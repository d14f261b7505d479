//! `POST …/task/actions/restart?instanceServiceId=`: starts an instance that has ended once more.

use std::sync::Arc;

use axum::Extension;
use axum::extract::{Query, State};
use axum::response::Response;

use super::auth::Here;
use super::code::Code;
use super::envelope::Refusal;
use super::life::Phase;
use super::service::AcOpenApiService;

/// What has not ended is refused; that the code is 716868 is a guess, the document shows none.
pub(super) async fn restart(
    service: State<Arc<AcOpenApiService>>,
    Extension(region): Extension<Here>,
    Query(parameters): Query<Vec<(String, String)>>,
) -> Result<Response, Refusal> {
    let now = service.now();
    let state = &mut *service.state();
    let behaviour = &state.behaviour;
    let mut ids = parameters
        .iter()
        .filter(|(name, id)| name == "instanceServiceId" && !id.is_empty());
    let (Some((_, id)), None) = (ids.next(), ids.next()) else {
        return Err(behaviour.refuse_because(Code::Missing, "one instanceServiceId"));
    };
    let instance = state.find(region, id, now)?;
    let has_ended = matches!(instance.life.phase(now), Phase::Ended(_));
    if !has_ended || instance.life.is_being_deleted() {
        return Err(behaviour.refuse(Code::Start));
    }
    let answer = behaviour.success(id);
    let behaviour = behaviour.clone();
    state.change(id, |instance| instance.restart(now, &behaviour));
    Ok(answer)
}
