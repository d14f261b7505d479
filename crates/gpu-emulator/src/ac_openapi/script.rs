//! `POST …/task/actions/execute-script`: hands a script to a running instance.

use std::sync::Arc;

use axum::Extension;
use axum::body::Bytes;
use axum::extract::State;
use axum::http::HeaderMap;
use axum::response::Response;

use super::auth::Here;
use super::code::Code;
use super::create::json;
use super::envelope::Refusal;
use super::life::Phase;
use super::order::Script;
use super::service::AcOpenApiService;

/// What does not run is refused with 716864 (guess).
pub(super) async fn execute(
    service: State<Arc<AcOpenApiService>>,
    Extension(region): Extension<Here>,
    headers: HeaderMap,
    body: Bytes,
) -> Result<Response, Refusal> {
    let now = service.now();
    let state = &mut *service.state();
    let behaviour = &state.behaviour;
    let asked =
        json(&headers, &body).and_then(|fields| Ok((fields.text("id")?, Script::read(&fields)?)));
    let (id, script) = asked.map_err(|wrong| behaviour.wrong(&wrong))?;
    let instance = state.find(region, &id, now)?;
    if instance.life.phase(now) != Phase::Running {
        return Err(behaviour.refuse_because(Code::Script, "it is not running"));
    }
    let answer = behaviour.success(());
    state.change(&id, |instance| instance.scripts.push(script.content));
    Ok(answer)
}
