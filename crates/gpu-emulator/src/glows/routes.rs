//! Which path leads where.

use std::sync::Arc;

use axum::routing::{get, post};
use axum::{Router, middleware};

use super::service::GlowsService;
use super::{auth, create, list, release, snapshot, spec_list, stats};
use crate::shared::{Endpoint, not_found};

/// Everything that is served, as the ledger calls it.
pub(super) const ENDPOINTS: &[Endpoint] = &[
    ("POST", "/sdk/v1/instance"),
    ("GET", "/sdk/v1/instance"),
    ("DELETE", "/sdk/v1/instance"),
    ("GET", "/sdk/v1/instance/stats"),
    ("GET", "/sdk/v1/instance/list"),
    ("GET", "/sdk/v1/spec/list"),
    ("POST", "/sdk/v1/snapshot"),
];

pub(super) fn routes(service: Arc<GlowsService>) -> Router {
    let instance = post(create::create)
        .get(super::get::get)
        .delete(release::release);
    Router::new()
        .route("/sdk/v1/instance", instance)
        .route("/sdk/v1/instance/stats", get(stats::stats))
        .route("/sdk/v1/instance/list", get(list::list))
        .route("/sdk/v1/spec/list", get(spec_list::spec_list))
        .route("/sdk/v1/snapshot", post(snapshot::snapshot))
        .route_layer(middleware::from_fn_with_state(
            Arc::clone(&service),
            auth::check_token,
        ))
        .fallback(not_found)
        .with_state(service)
}
