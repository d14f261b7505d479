//! The service: its routes, and whom it admits.

use std::time::Duration;

use http::{StatusCode, header};

use super::behaviour::Behaviour;
use super::catalogue::CATALOGUE;
use super::identity::{Account, Identity};
use super::instance::{Instance, Start};
use super::order::Order;
use super::state::{Call, MdcService, Own, State};
use super::{calls, power, skus};
use crate::shared::{Builder, Held, Ids, Refusal, Route, Vendor, bearer};

impl Builder<MdcService> {
    /// Accepts this user id as namespace instead of a made-up one.
    pub fn user_id(mut self, user_id: impl Into<String>) -> Self {
        self.account.user_id = user_id.into();
        self
    }

    /// Gives every machine this SSH password instead of one made up for each.
    pub fn ssh_password(mut self, password: impl Into<String>) -> Self {
        self.account.ssh_password = Some(password.into());
        self
    }

    /// Puts this token in every Jupyter URL instead of one made up for each machine. It should
    /// need no escaping in a query.
    pub fn jupyter_token(mut self, token: impl Into<String>) -> Self {
        self.account.jupyter_token = Some(token.into());
        self
    }
}

impl Vendor for MdcService {
    type Behaviour = Behaviour;
    type Account = Account;
    type Own = Own;
    type Place = ();
    type Machine = Instance;

    const BASE_PATH: &'static str = "/mdc/api/v1";
    const ROUTES: &'static [Route<Self>] = &[
        ("GET", "/mdc/api/v1/regions", skus::regions),
        ("GET", "/mdc/api/v1/skus/computings", skus::skus),
        ("POST", "/mdc/api/v1/clusters/{clusterName}/instances", calls::create),
        ("GET", "/mdc/api/v1/clusters/{clusterName}/instances", calls::list),
        ("DELETE", "/mdc/api/v1/clusters/{clusterName}/instances", calls::delete),
        ("GET", "/mdc/api/v1/clusters/{clusterName}/instances/{name}", calls::get),
        ("POST", "/mdc/api/v1/clusters/{clusterName}/instances/{name}/power_off", power::off),
        ("POST", "/mdc/api/v1/clusters/{clusterName}/instances/{name}/power_on", power::on),
    ];

    fn open(account: &mut Account, token: Option<String>, ids: &mut Ids) -> Own {
        account.token = token.unwrap_or_else(|| format!("emulated-{}", ids.fake_secret(24)));
        ids.make_up(&mut account.user_id, |ids| format!("user-{}", ids.id(8)));
        Own { stock: CATALOGUE.stock.clone(), ..Own::default() }
    }

    /// Needs `Authorization: bearer <token>` (the scheme in any case) and the user id in the header
    /// `namespace`.
    fn admit(call: &mut Call<'_>, state: &State) -> Result<(), Refusal> {
        let (account, behaviour) = (&call.service.account, &state.behaviour);
        let token = call.header(header::AUTHORIZATION.as_str()).and_then(bearer);
        if token != Some(account.token.as_str()) {
            return Err(behaviour.refuse(StatusCode::UNAUTHORIZED, "invalid token"));
        }
        if call.header("namespace") != Some(account.user_id.as_str()) {
            return Err(behaviour.refuse(StatusCode::FORBIDDEN, "namespace is not allowed"));
        }
        Ok(())
    }

    fn foreign(account: &Account, state: &mut State, now: Duration, key: &str) -> Held<Instance> {
        let behaviour = &state.behaviour;
        let start = Start::Runs(now.saturating_add(behaviour.creating_for));
        let identity = Identity::new(0, account, &mut state.ids);
        Instance::held(Order::documented(key), identity, start, now, behaviour)
    }

    fn catch_up(state: &mut State, now: Duration) {
        state.place_waiting(now);
    }
}
