//! `POST /snapshot`: takes a snapshot. Seen in public use; the answer is made up.

use std::sync::Arc;

use axum::body::Bytes;
use axum::extract::State;
use serde::{Deserialize, Serialize};

use super::envelope::{Refusal, Success};
use super::service::GlowsService;

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
    body: Bytes,
) -> Result<Success<SnapshotAnswer>, Refusal> {
    let now = service.now();
    let state = &mut *service.state();
    let invalid = state.behaviour.code_invalid;
    let not_found = state.behaviour.code_not_found;
    let body: Body = serde_json::from_slice(&body)
        .map_err(|error| Refusal::invalid(invalid, &format!("body: {error}")))?;
    if state.by_id(&body.instance_id, now).is_none() {
        return Err(Refusal::new(not_found, "instance not found"));
    }
    let snap_id = state.ids.id(8);
    state.snapshots.insert(snap_id.clone(), body.name.clone());
    Ok(Success::new(SnapshotAnswer {
        snapshot: SnapshotWire {
            snap_id,
            snap_name: body.name,
        },
    }))
}
