//! Which path leads where, and the token in front of the container calls.

use std::sync::Arc;
use std::time::Duration;

use axum::Router;
use axum::extract::{Request, State};
use axum::http::HeaderMap;
use axum::middleware::{Next, from_fn_with_state};
use axum::response::{IntoResponse as _, Response};
use axum::routing::{get, post};

use super::account::{Account, Given};
use super::behaviour::Behaviour;
use super::code::Code;
use super::envelope::Refusal;
use super::instance::Instance;
use super::issued::{Issued, Tokens};
use super::order::Order;
use super::regions::{CurrentRegion, Region};
use super::service::{AcOpenApiService, opened};
use super::{catalogue_calls, change, create, list, login, platform, read};
use crate::shared::Lapses;
use crate::shared::{self, Endpoint, Held, Ids, Service, Vendor, not_found, sealed};

impl sealed::Sealed for AcOpenApiService {}

impl Vendor for AcOpenApiService {
    type Behaviour = Behaviour;
    type Given = Given;
    type Account = Account;
    type Own = Tokens;
    type Machine = Instance;

    // The documented paths are absolute.
    const BASE_PATH: &'static str = "";
    const ENDPOINTS: &'static [Endpoint] = &[
        ("POST", "/api/user/v3/tokens"),
        ("POST", "/ac/openapi/v2/tokens/next"),
        ("GET", "/ac/openapi/v2/tokens/state"),
        ("GET", "/ac/openapi/v2/center"),
        ("GET", "/ac/openapi/v2/user"),
        ("POST", "/ai/openapi/v2/instance-service/task"),
        ("GET", "/ai/openapi/v2/instance-service/task"),
        ("DELETE", "/ai/openapi/v2/instance-service/task"),
        ("GET", "/ai/openapi/v2/instance-service/task/list"),
        ("POST", "/ai/openapi/v2/instance-service/task/actions/restart"),
        ("POST", "/ai/openapi/v2/instance-service/task/actions/stop"),
        ("POST", "/ai/openapi/v2/instance-service/task/actions/execute-script"),
        ("GET", "/ai/openapi/v2/instance-service/{id}/detail"),
        ("GET", "/ai/openapi/v2/instance-service/{id}/url"),
        ("POST", "/ai/openapi/v2/instance-service/resource-spec/actions/update"),
        ("GET", "/ai/openapi/v2/instance-service/resources"),
        ("GET", "/ai/openapi/v2/instance-service/resource-group"),
        ("GET", "/ai/openapi/v2/instance-service/allowed-mount-dir"),
        ("GET", "/ai/openapi/v2/instance-service/images"),
        ("POST", "/ai/openapi/v2/image/images"),
    ];

    fn open(given: Given, ids: &mut Ids) -> (Account, Tokens) {
        opened(given, ids)
    }

    fn routes(service: Arc<Service<Self>>) -> Router {
        let task = post(create::create).get(list::by_body).delete(change::delete);
        let instances = Router::new()
            .route("/task", task)
            .route("/task/list", get(list::by_query))
            .route("/task/actions/restart", post(change::restart))
            .route("/task/actions/stop", post(change::stop))
            .route("/task/actions/execute-script", post(change::execute_script))
            .route("/{id}/detail", get(read::detail))
            .route("/{id}/url", get(read::url))
            .route("/resource-spec/actions/update", post(create::update))
            .route("/resources", get(catalogue_calls::resources))
            .route("/resource-group", get(catalogue_calls::groups))
            .route("/allowed-mount-dir", get(catalogue_calls::mount_dirs))
            .route("/images", get(catalogue_calls::by_get));
        let containers = Router::new()
            .nest("/instance-service", instances)
            .route("/image/images", post(catalogue_calls::images))
            .route_layer(from_fn_with_state(Arc::clone(&service), check));
        let platform = Router::new()
            .route("/tokens/next", post(platform::next))
            .route("/tokens/state", get(platform::state))
            .route("/center", get(platform::center))
            .route("/user", get(platform::user));
        Router::new()
            .route("/api/user/v3/tokens", post(login::tokens))
            .nest("/ac/openapi/v2", platform)
            .nest("/ai/openapi/v2", containers)
            .fallback(not_found)
            .with_state(service)
    }

    fn lapses(behaviour: &mut Behaviour) -> &mut Lapses {
        &mut behaviour.lapses
    }

    fn foreign(
        service: &Service<Self>,
        state: &mut shared::State<Self>,
        key: &str,
    ) -> Held<Instance> {
        let (now, number) = (service.clock.now(), state.machines.len() + 1);
        let order = Order::documented(key);
        Instance::held(order, Region::first(), number, now, &state.behaviour, &mut state.ids)
    }
}

/// Lets container calls pass that have the token of a usable region in the header `token`.
async fn check(
    State(service): State<Arc<Service<AcOpenApiService>>>,
    mut request: Request,
    next: Next,
) -> Response {
    let region = region(&service, request.headers());
    match region {
        Ok(region) => {
            request.extensions_mut().insert::<CurrentRegion>(region);
            next.run(request).await
        }
        Err(refusal) => refusal.into_response(),
    }
}

/// What a missing token and that of the platform are told is inferred.
fn region(
    service: &Service<AcOpenApiService>,
    headers: &HeaderMap,
) -> Result<CurrentRegion, Refusal> {
    let (now, state) = service.open();
    let behaviour = &state.behaviour;
    let token = platform::token(headers);
    let token = token.ok_or_else(|| behaviour.refuse_because(Code::Missing, "token"))?;
    let issued = state.own.find(token, now, Duration::ZERO);
    let Issued { region, disabled, .. } = issued.ok_or_else(|| behaviour.refuse_token())?;
    if region.is_platform() {
        Err(behaviour.refuse(Code::NotAllowed))
    } else if behaviour.regions_without_gateway.contains(region.id) {
        Err(Refusal::no_gateway())
    } else if behaviour.frozen || disabled {
        Err(behaviour.refuse(Code::Frozen))
    } else {
        Ok(region)
    }
}
