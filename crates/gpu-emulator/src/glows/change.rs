//! `DELETE /instance` and `POST /snapshot`: what changes an instance.

use axum::body::Bytes;
use axum::extract::Query;
use axum::http::HeaderMap;
use serde::{Deserialize, Serialize};

use super::create::check_content_type;
use super::envelope::{Nothing, Refusal, Success};
use super::service::{Service, Snapshot};
use crate::shared::{Object, Parameters};

/// Accepts the release of one instance. A second release of the same instance is accepted as well,
/// as long as it can be seen (inferred).
pub(super) async fn release(
    service: Service,
    Query(parameters): Query<Parameters>,
) -> Result<Success<Nothing>, Refusal> {
    let (now, mut state) = service.open();
    let id = state.find(&parameters, now)?.id.clone();
    let forgets = state.lapses().forgets();
    let takes = state.behaviour.releasing_for;
    state.machines.change(&id, |one| {
        if !forgets {
            one.release(now, takes);
        }
    });
    Ok(Success::new(Nothing {}))
}

#[derive(Deserialize)]
struct Body {
    instance_id: String,
    name: String,
}

#[derive(Serialize)]
pub(super) struct SnapshotAnswer {
    snapshot: SnapshotWire,
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct SnapshotWire {
    #[serde(rename = "snapID")]
    snap_id: String,
    snap_name: String,
}

/// Takes a snapshot. The call is seen in use; the answer is made up. The pause of the machine that
/// the user guide describes is not emulated.
pub(super) async fn snapshot(
    service: Service,
    headers: HeaderMap,
    body: Bytes,
) -> Result<Success<SnapshotAnswer>, Refusal> {
    let (now, mut state) = service.open();
    let state = &mut *state;
    let behaviour = &state.behaviour;
    check_content_type(&headers, behaviour)?;
    let Object(body): Object<Body> = serde_json::from_slice(&body)
        .map_err(|error| behaviour.invalid(format!("body: {error}")))?;
    if state.by_id(&body.instance_id, now).is_none() {
        return Err(behaviour.not_found());
    }
    let snapshot = Snapshot {
        id: state.ids.id(8),
        name: body.name,
    };
    let answer = SnapshotAnswer {
        snapshot: SnapshotWire {
            snap_id: snapshot.id.clone(),
            snap_name: snapshot.name.clone(),
        },
    };
    state.own.push(snapshot);
    Ok(Success::new(answer))
}
