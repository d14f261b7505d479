//! The service: its routes, and whom it admits.

use std::time::Duration;

use http::header;

use super::behaviour::Behaviour;
use super::instance::Instance;
use super::order::Order;
use super::state::{Account, Call, GlowsService, Snapshot, State};
use super::{change, read};
use crate::shared::{Builder, Held, Ids, Refusal, Route, Vendor, bearer};

impl Builder<GlowsService> {
    /// Gives every machine this login password instead of one made up for each.
    pub fn ssh_password(mut self, password: impl Into<String>) -> Self {
        self.account.ssh_password = Some(password.into());
        self
    }
}

impl Vendor for GlowsService {
    type Behaviour = Behaviour;
    type Account = Account;
    /// Snapshots in the order in which they were taken.
    type Own = Vec<Snapshot>;
    type Place = ();
    type Machine = Instance;

    const BASE_PATH: &'static str = "/sdk/v1";
    const ROUTES: &'static [Route<Self>] = &[
        ("POST", "/sdk/v1/instance", change::create),
        ("GET", "/sdk/v1/instance", read::get),
        ("DELETE", "/sdk/v1/instance", change::release),
        ("GET", "/sdk/v1/instance/stats", read::stats),
        ("GET", "/sdk/v1/instance/list", read::list),
        ("GET", "/sdk/v1/spec/list", read::specs),
        ("POST", "/sdk/v1/snapshot", change::snapshot),
    ];

    fn open(account: &mut Account, token: Option<String>, ids: &mut Ids) -> Vec<Snapshot> {
        account.token = token.unwrap_or_else(|| format!("emulated-{}", ids.fake_secret(24)));
        Vec::new()
    }

    /// The documented ways are `Authorization: Bearer <token>` and, in the newest edition, a query
    /// parameter of the same name that the server copies into the header.
    fn admit(call: &mut Call<'_>, state: &State) -> Result<(), Refusal> {
        let header = || call.header(header::AUTHORIZATION.as_str());
        let given = call.parameter("Authorization").or_else(header);
        if given.and_then(bearer) == Some(call.service.account.token.as_str()) {
            return Ok(());
        }
        // As public users saw it for a token of another kind, with HTTP status 200.
        Err(state.behaviour.refuse(176, "check jwt token failed"))
    }

    fn foreign(_: &Account, state: &mut State, now: Duration, key: &str) -> Held<Instance> {
        Instance::held(Order::documented(key), None, now, &state.behaviour, &mut state.ids)
    }
}
