//! `DELETE /instance` and `POST /snapshot`: what changes an instance.

use axum::Json;
use axum::body::Bytes;
use axum::extract::Query;
use axum::http::HeaderMap;
use serde::Deserialize;
use serde_json::{Value, json};

use super::create::check_content_type;
use super::envelope::{Refusal, success};
use super::service::{Service, Snapshot};
use crate::shared::{Object, Parameters};

/// Accepts the release of one instance. A second release of the same instance is accepted as well,
/// as long as it can be seen (inferred).
pub(super) async fn release(
    service: Service,
    Query(parameters): Query<Parameters>,
) -> Result<Json<Value>, Refusal> {
    let (now, mut state) = service.open();
    let found = state.find(&parameters, now)?;
    if state.behaviour.refuses_repeats && found.machine.is_being_released() {
        return Err(state.behaviour.not_found());
    }
    let id = found.id.clone();
    let forgets = state.lapses().forgets();
    let takes = state.behaviour.releasing_for;
    state.machines.change(&id, |one| {
        if !forgets {
            one.release(now, takes);
        }
    });
    Ok(success(json!({})))
}

#[derive(Deserialize)]
struct Body {
    instance_id: String,
    name: String,
}

/// Takes a snapshot. The call is seen in use; the answer is made up. The pause of the machine that
/// the user guide describes is not emulated.
pub(super) async fn snapshot(
    service: Service,
    headers: HeaderMap,
    body: Bytes,
) -> Result<Json<Value>, Refusal> {
    let (now, mut state) = service.open();
    let state = &mut *state;
    let behaviour = &state.behaviour;
    check_content_type(&headers, behaviour)?;
    let Object(body): Object<Body> = serde_json::from_slice(&body)
        .map_err(|error| behaviour.invalid(format!("body: {error}")))?;
    if state.by_id(&body.instance_id, now).is_none() {
        return Err(behaviour.not_found());
    }
    let id = state.ids.id(8);
    let answer = json!({"snapshot": {"snapID": id, "snapName": body.name}});
    state.own.push(Snapshot { id, name: body.name });
    Ok(success(answer))
}
