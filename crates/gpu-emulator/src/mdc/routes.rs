//! Which path leads where, behind the check of token and namespace.

use std::sync::Arc;
use std::time::Duration;

use axum::Router;
use axum::extract::{Request, State};
use axum::http::{HeaderMap, header};
use axum::middleware::{Next, from_fn_with_state};
use axum::response::{IntoResponse as _, Response};
use axum::routing::{get, post};

use super::behaviour::Behaviour;
use super::identity::Identity;
use super::instance::Instance;
use super::life::Start;
use super::order::Order;
use super::refusal::{Reason, Refusal};
use super::service::{Account, Given, MdcService, Own};
use super::{calls, power, skus};
use crate::shared::Lapses;
use crate::shared::{self, Endpoint, Held, Ids, Service, Vendor, bearer, not_found, sealed};

impl sealed::Sealed for MdcService {}

impl Vendor for MdcService {
    type Behaviour = Behaviour;
    type Given = Given;
    type Account = Account;
    type Own = Own;
    type Machine = Instance;

    const BASE_PATH: &'static str = "/mdc/api/v1";
    const ENDPOINTS: &'static [Endpoint] = &[
        ("GET", "/mdc/api/v1/regions"),
        ("GET", "/mdc/api/v1/skus/computings"),
        ("POST", "/mdc/api/v1/clusters/{clusterName}/instances"),
        ("GET", "/mdc/api/v1/clusters/{clusterName}/instances"),
        ("DELETE", "/mdc/api/v1/clusters/{clusterName}/instances"),
        ("GET", "/mdc/api/v1/clusters/{clusterName}/instances/{name}"),
        ("POST", "/mdc/api/v1/clusters/{clusterName}/instances/{name}/power_off"),
        ("POST", "/mdc/api/v1/clusters/{clusterName}/instances/{name}/power_on"),
    ];

    fn open(given: Given, ids: &mut Ids) -> (Account, Own) {
        let Given { token, user_id, secrets } = given;
        let token = token.unwrap_or_else(|| format!("emulated-{}", ids.fake_secret(24)));
        let user_id = user_id.unwrap_or_else(|| format!("user-{}", ids.id(8)));
        let account = Account { token, user_id, secrets };
        (account, Own::default())
    }

    fn routes(service: Arc<Service<Self>>) -> Router {
        let collection = post(calls::create).get(calls::list).delete(calls::delete);
        let clusters = Router::new()
            .route("/instances", collection)
            .route("/instances/{name}", get(calls::get))
            .route("/instances/{name}/power_off", post(power::off))
            .route("/instances/{name}/power_on", post(power::on));
        let base = Router::new()
            .route("/regions", get(skus::regions))
            .route("/skus/computings", get(skus::skus))
            .nest("/clusters/{clusterName}", clusters);
        Router::new()
            .nest("/mdc/api/v1", base)
            .route_layer(from_fn_with_state(Arc::clone(&service), check))
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
        let now = service.clock.now();
        let behaviour = &state.behaviour;
        let start = Start::Runs(now.saturating_add(behaviour.creating_for));
        let identity = Identity::new(0, &service.account.secrets, &mut state.ids);
        Instance::held(Order::documented(key), identity, start, now, behaviour)
    }

    fn catch_up(state: &mut shared::State<Self>, now: Duration) {
        state.place_waiting(now);
    }
}

/// Lets requests pass that have `Authorization: bearer <token>` (the scheme in any case) and the
/// user id in the header `namespace`.
async fn check(
    State(service): State<Arc<Service<MdcService>>>,
    request: Request,
    next: Next,
) -> Response {
    match refusal(&service, request.headers()) {
        None => next.run(request).await,
        Some(refusal) => refusal.into_response(),
    }
}

fn refusal(service: &Service<MdcService>, headers: &HeaderMap) -> Option<Refusal> {
    let value = |name| headers.get(name).and_then(|value| value.to_str().ok());
    let token = value(header::AUTHORIZATION.as_str()).and_then(bearer);
    let behaviour = &service.state().behaviour;
    if token != Some(service.account.token.as_str()) {
        Some(behaviour.refuse(Reason::Token, "invalid token"))
    } else if value("namespace") != Some(service.account.user_id.as_str()) {
        Some(behaviour.refuse(Reason::Namespace, "namespace is not allowed"))
    } else {
        None
    }
}
