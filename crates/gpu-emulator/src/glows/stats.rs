//! `GET /instance/stats`: instances by status.

use std::collections::BTreeMap;
use std::sync::Arc;

use axum::extract::State;
use serde::Serialize;

use super::envelope::Success;
use super::service::GlowsService;

#[derive(Serialize)]
pub(super) struct StatsAnswer {
    /// A status without instances has no entry (documented).
    stats: BTreeMap<String, u64>,
}

pub(super) async fn stats(State(service): State<Arc<GlowsService>>) -> Success<StatsAnswer> {
    let now = service.now();
    let state = service.state();
    let mut stats = BTreeMap::new();
    for instance in state.all_visible(now) {
        let status = instance.status(now, &state.behaviour).to_owned();
        *stats.entry(status).or_default() += 1;
    }
    Success::new(StatsAnswer { stats })
}
