//! `DELETE /clusters/{clusterName}/instances?name=`: accepts the delete of one instance.

use std::sync::Arc;

use axum::extract::{Path, Query, State};
use axum::response::Response;

use super::life::Phase;
use super::refusal::{Reason, Refusal};
use super::service::MdcService;

/// Without a name, with an empty one or with several it is refused (guess).
pub(super) async fn delete(
    State(service): State<Arc<MdcService>>,
    Path(cluster): Path<String>,
    Query(parameters): Query<Vec<(String, String)>>,
) -> Result<Response, Refusal> {
    let now = service.now();
    let state = &mut *service.state_at(now);
    let behaviour = &state.behaviour;
    let mut names = parameters.iter().filter(|(key, _)| key == "name");
    let name = match (names.next(), names.next()) {
        (Some((_, name)), None) if !name.is_empty() => name,
        _ => return Err(behaviour.refuse(Reason::Invalid, "give one name")),
    };
    let phase = match state.find((&cluster, name), now) {
        Ok(instance) => instance.life.phase(now),
        Err(_) if behaviour.delete_missing_is_accepted => return Ok(behaviour.ok()),
        Err(refusal) => return Err(refusal),
    };
    match phase {
        Phase::Deleting | Phase::Gone if behaviour.refuses_repeats => {
            return Err(behaviour.refuse(Reason::Conflict, "it is being deleted"));
        }
        Phase::Deleting | Phase::Gone => return Ok(behaviour.ok()),
        Phase::Off | Phase::Failed => (),
        _ if behaviour.delete_needs_off => {
            return Err(behaviour.refuse(Reason::Conflict, "it is not off"));
        }
        _ => (),
    }
    let done = now.saturating_add(behaviour.deleting_for);
    let ok = behaviour.ok();
    state.change(name, |instance| instance.life.delete(now, done));
    Ok(ok)
}
