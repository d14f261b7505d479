//! `POST …/resource-spec/actions/update`: gives an instance that does not run other resources.

use std::sync::Arc;

use axum::Extension;
use axum::body::Bytes;
use axum::extract::State;
use axum::http::HeaderMap;
use axum::response::Response;

use super::auth::Here;
use super::code::Code;
use super::create::{check, json};
use super::envelope::Refusal;
use super::life::Phase;
use super::order::Spec;
use super::service::AcOpenApiService;

/// That it must not run is a public client's word; the codes and the `null` are guesses.
pub(super) async fn update(
    service: State<Arc<AcOpenApiService>>,
    Extension(region): Extension<Here>,
    headers: HeaderMap,
    body: Bytes,
) -> Result<Response, Refusal> {
    let now = service.now();
    let state = &mut *service.state();
    let behaviour = &state.behaviour;
    let asked =
        json(&headers, &body).and_then(|fields| Ok((fields.text("id")?, Spec::read(&fields)?)));
    let (id, spec) = asked.map_err(|wrong| behaviour.wrong(&wrong))?;
    let instance = state.find(region, &id, now)?;
    if !matches!(instance.life.phase(now), Phase::Ended(_)) {
        return Err(behaviour.refuse_because(Code::Invalid, "it has not ended"));
    }
    let order = &instance.order;
    check(&order.resource_group, &order.accelerator, spec, behaviour)?;
    let answer = behaviour.success(());
    state.change(&id, |instance| instance.order.spec = spec);
    Ok(answer)
}
