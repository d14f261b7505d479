//! Which path leads where.

use std::sync::Arc;

use axum::routing::{get, post};
use axum::{Router, middleware};

use super::service::AcOpenApiService;
use super::{
    auth, center, create, delete, detail, images, limits, list, restart, script, session, spec,
    stop, tokens, url, user,
};
use crate::shared::{Endpoint, not_found};

/// Everything that is served, as the ledger calls it.
pub(super) const ENDPOINTS: &[Endpoint] = &[
    ("POST", "/api/user/v3/tokens"),
    ("POST", "/ac/openapi/v2/tokens/next"),
    ("GET", "/ac/openapi/v2/tokens/state"),
    ("GET", "/ac/openapi/v2/center"),
    ("GET", "/ac/openapi/v2/user"),
    ("POST", "/ai/openapi/v2/instance-service/task"),
    ("GET", "/ai/openapi/v2/instance-service/task"),
    ("DELETE", "/ai/openapi/v2/instance-service/task"),
    ("GET", "/ai/openapi/v2/instance-service/task/list"),
    (
        "POST",
        "/ai/openapi/v2/instance-service/task/actions/restart",
    ),
    ("POST", "/ai/openapi/v2/instance-service/task/actions/stop"),
    (
        "POST",
        "/ai/openapi/v2/instance-service/task/actions/execute-script",
    ),
    ("GET", "/ai/openapi/v2/instance-service/{id}/detail"),
    ("GET", "/ai/openapi/v2/instance-service/{id}/url"),
    (
        "POST",
        "/ai/openapi/v2/instance-service/resource-spec/actions/update",
    ),
    ("GET", "/ai/openapi/v2/instance-service/resources"),
    ("GET", "/ai/openapi/v2/instance-service/resource-group"),
    ("GET", "/ai/openapi/v2/instance-service/allowed-mount-dir"),
    ("GET", "/ai/openapi/v2/instance-service/images"),
    ("POST", "/ai/openapi/v2/image/images"),
];

pub(super) fn routes(service: Arc<AcOpenApiService>) -> Router {
    let task = post(create::create)
        .get(list::by_body)
        .delete(delete::delete);
    let instances = Router::new()
        .route("/task", task)
        .route("/task/list", get(list::by_query))
        .route("/task/actions/restart", post(restart::restart))
        .route("/task/actions/stop", post(stop::stop))
        .route("/task/actions/execute-script", post(script::execute))
        .route("/{id}/detail", get(detail::detail))
        .route("/{id}/url", get(url::url))
        .route("/resource-spec/actions/update", post(spec::update))
        .route("/resources", get(limits::resources))
        .route("/resource-group", get(limits::groups))
        .route("/allowed-mount-dir", get(limits::mount_dirs))
        .route("/images", get(images::by_get));
    let containers = Router::new()
        .nest("/instance-service", instances)
        .route("/image/images", post(images::images))
        .route_layer(middleware::from_fn_with_state(
            Arc::clone(&service),
            auth::check,
        ));
    let platform = Router::new()
        .route("/tokens/next", post(session::next))
        .route("/tokens/state", get(session::state))
        .route("/center", get(center::center))
        .route("/user", get(user::user));
    Router::new()
        .route("/api/user/v3/tokens", post(tokens::tokens))
        .nest("/ac/openapi/v2", platform)
        .nest("/ai/openapi/v2", containers)
        .fallback(not_found)
        .with_state(service)
}
