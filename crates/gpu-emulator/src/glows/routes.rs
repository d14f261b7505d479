//! Which path leads where.

use std::sync::Arc;

use axum::http::StatusCode;
use axum::routing::{get, post};
use axum::{Router, middleware};

use super::service::GlowsService;
use super::{auth, create, list, release, snapshot, spec_list, stats};

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
        .fallback(|| async { (StatusCode::NOT_FOUND, "404 page not found") })
        .with_state(service)
}
