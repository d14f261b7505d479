//! Which path leads where.

use std::sync::Arc;

use axum::routing::{get, post};
use axum::{Router, middleware};

use super::service::MdcService;
use super::{auth, create, delete, list, power, regions, skus};
use crate::shared::{Endpoint, not_found};

/// Everything that is served, as the ledger calls it.
pub(super) const ENDPOINTS: &[Endpoint] = &[
    ("GET", "/mdc/api/v1/regions"),
    ("GET", "/mdc/api/v1/skus/computings"),
    ("POST", "/mdc/api/v1/clusters/{clusterName}/instances"),
    ("GET", "/mdc/api/v1/clusters/{clusterName}/instances"),
    ("DELETE", "/mdc/api/v1/clusters/{clusterName}/instances"),
    ("GET", "/mdc/api/v1/clusters/{clusterName}/instances/{name}"),
    (
        "POST",
        "/mdc/api/v1/clusters/{clusterName}/instances/{name}/power_off",
    ),
    (
        "POST",
        "/mdc/api/v1/clusters/{clusterName}/instances/{name}/power_on",
    ),
];

pub(super) fn routes(service: Arc<MdcService>) -> Router {
    let collection = post(create::create).get(list::list).delete(delete::delete);
    let clusters = Router::new()
        .route("/instances", collection)
        .route("/instances/{name}", get(super::get::get))
        .route("/instances/{name}/power_off", post(power::off))
        .route("/instances/{name}/power_on", post(power::on));
    let base = Router::new()
        .route("/regions", get(regions::regions))
        .route("/skus/computings", get(skus::skus))
        .nest("/clusters/{clusterName}", clusters);
    Router::new()
        .nest("/mdc/api/v1", base)
        .route_layer(middleware::from_fn_with_state(
            Arc::clone(&service),
            auth::check,
        ))
        .fallback(not_found)
        .with_state(service)
}
