//! Which path leads where, behind the check of the token.

use std::sync::Arc;

use axum::Router;
use axum::extract::{Query, Request, State};
use axum::http::{HeaderMap, header};
use axum::middleware::{Next, from_fn_with_state};
use axum::response::{IntoResponse as _, Response};
use axum::routing::{get, post};

use super::behaviour::Behaviour;
use super::instance::Instance;
use super::order::Order;
use super::service::{Account, Given, GlowsService, Snapshot};
use super::{change, create, read};
use crate::shared::Lapses;
use crate::shared::{
    self, Endpoint, Held, Ids, Parameters, Service, Vendor, bearer, not_found, parameter, sealed,
};

/// The code and message that public users saw for a token of another kind, with HTTP status 200.
const REJECTED: (i32, &str) = (176, "check jwt token failed");

impl sealed::Sealed for GlowsService {}

impl Vendor for GlowsService {
    type Behaviour = Behaviour;
    type Given = Given;
    type Account = Account;
    /// Snapshots in the order in which they were taken.
    type Own = Vec<Snapshot>;
    type Machine = Instance;

    const BASE_PATH: &'static str = "/sdk/v1";
    const ENDPOINTS: &'static [Endpoint] = &[
        ("POST", "/sdk/v1/instance"),
        ("GET", "/sdk/v1/instance"),
        ("DELETE", "/sdk/v1/instance"),
        ("GET", "/sdk/v1/instance/stats"),
        ("GET", "/sdk/v1/instance/list"),
        ("GET", "/sdk/v1/spec/list"),
        ("POST", "/sdk/v1/snapshot"),
    ];

    fn open(given: Given, ids: &mut Ids) -> (Account, Vec<Snapshot>) {
        let made_up = || format!("emulated-{}", ids.fake_secret(24));
        let account = Account {
            token: given.token.unwrap_or_else(made_up),
            ssh_password: given.ssh_password,
        };
        (account, Vec::new())
    }

    fn routes(service: Arc<Service<Self>>) -> Router {
        let instance = post(create::create).get(read::get).delete(change::release);
        Router::new()
            .route("/sdk/v1/instance", instance)
            .route("/sdk/v1/instance/stats", get(read::stats))
            .route("/sdk/v1/instance/list", get(read::list))
            .route("/sdk/v1/spec/list", get(read::spec_list))
            .route("/sdk/v1/snapshot", post(change::snapshot))
            .route_layer(from_fn_with_state(Arc::clone(&service), check_token))
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
        Instance::held(Order::documented(key), None, now, &state.behaviour, &mut state.ids)
    }
}

/// Lets requests with the right token pass.
///
/// The documented ways are `Authorization: Bearer <token>` and, in the newest edition, a query
/// parameter of the same name that the server copies into the header.
async fn check_token(
    State(service): State<Arc<Service<GlowsService>>>,
    Query(query): Query<Parameters>,
    request: Request,
    next: Next,
) -> Response {
    let given = parameter(&query, "Authorization").or_else(|| in_header(request.headers()));
    if given.and_then(bearer) == Some(service.account.token.as_str()) {
        next.run(request).await
    } else {
        let (code, msg) = REJECTED;
        service.state().behaviour.refuse(code, msg).into_response()
    }
}

fn in_header(headers: &HeaderMap) -> Option<&str> {
    headers.get(header::AUTHORIZATION)?.to_str().ok()
}
