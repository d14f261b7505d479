//! `POST /snapshot`: takes a snapshot. Seen in public use; the answer is made up.

use std::sync::Arc;

use axum::body::Bytes;
use axum::extract::State;
use axum::http::HeaderMap;
use serde::{Deserialize, Serialize};

use super::envelope::{Refusal, Success};
use super::service::GlowsService;
use crate::shared::{Object, says_json};

/// A snapshot that was taken.
pub(super) struct Snapshot {
    /// Never prefixed.
    pub(super) id: String,
    pub(super) name: String,
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

/// The pause of the machine that the user guide describes is not emulated.
pub(super) async fn snapshot(
    State(service): State<Arc<GlowsService>>,
    headers: HeaderMap,
    body: Bytes,
) -> Result<Success<SnapshotAnswer>, Refusal> {
    let now = service.now();
    let state = &mut *service.state();
    let invalid = state.behaviour.code_invalid;
    let not_found = state.behaviour.code_not_found;
    if !says_json(&headers) {
        let reason = "content-type is not application/json";
        return Err(Refusal::invalid(invalid, reason));
    }
    let Object(body): Object<Body> = serde_json::from_slice(&body)
        .map_err(|error| Refusal::invalid(invalid, &format!("body: {error}")))?;
    if state.by_id(&body.instance_id, now).is_none() {
        return Err(Refusal::new(not_found, "instance not found"));
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
    state.snapshots.push(snapshot);
    Ok(Success::new(answer))
}
