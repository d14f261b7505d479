//! The service: its account, its routes, and which instances its calls see.

use std::time::Duration;

use axum::http::header;

use super::behaviour::Behaviour;
use super::choices::Deleted;
use super::instance::{Identity, Instance, Secrets};
use super::life::{Phase, Start};
use super::order::Order;
use super::refusal::Reason;
use super::stock::Stock;
use super::{calls, power, skus};
use crate::shared::{self, Builder, Held, Ids, Refusal, Route, Vendor, bearer, sealed};

/// MatrixDC, as an [`Emulator`](crate::Emulator) serves it.
#[derive(Debug)]
#[expect(clippy::exhaustive_enums, reason = "a name, which has no value")]
pub enum MdcService {}

pub(super) type Call<'a> = shared::Call<'a, MdcService>;
pub(super) type State = shared::State<MdcService>;

/// What the builder was given.
#[derive(Clone, Default)]
pub struct Given {
    user_id: Option<String>,
    secrets: Secrets,
}

/// The one account.
pub struct Account {
    pub(super) token: String,
    pub(super) user_id: String,
    pub(super) secrets: Secrets,
}

/// What the account has besides machines.
#[derive(Default)]
pub struct Own {
    pub(super) stock: Stock,
    pub(super) saved_images: Vec<String>,
    /// The names of those that wait for a card, longest first.
    pub(super) waiting: Vec<String>,
}

impl Builder<MdcService> {
    /// Accepts this user id as namespace instead of a made-up one.
    pub fn user_id(mut self, user_id: impl Into<String>) -> Self {
        self.given.user_id = Some(user_id.into());
        self
    }

    /// Gives every machine this SSH password instead of one made up for each.
    pub fn ssh_password(mut self, password: impl Into<String>) -> Self {
        self.given.secrets.ssh_password = Some(password.into());
        self
    }

    /// Puts this token in every Jupyter URL instead of one made up for each machine. It should
    /// need no escaping in a query.
    pub fn jupyter_token(mut self, token: impl Into<String>) -> Self {
        self.given.secrets.jupyter_token = Some(token.into());
        self
    }
}

impl sealed::Sealed for MdcService {}

impl Vendor for MdcService {
    type Behaviour = Behaviour;
    type Given = Given;
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

    fn open((given, token): (Given, Option<String>), ids: &mut Ids) -> (Account, Own) {
        let token = token.unwrap_or_else(|| format!("emulated-{}", ids.fake_secret(24)));
        let user_id = given.user_id.unwrap_or_else(|| format!("user-{}", ids.id(8)));
        (Account { token, user_id, secrets: given.secrets }, Own::default())
    }

    /// Needs `Authorization: bearer <token>` (the scheme in any case) and the user id in the header
    /// `namespace`.
    fn admit(call: &mut Call<'_>, state: &State) -> Result<(), Refusal> {
        let (account, behaviour) = (&call.service.account, &state.behaviour);
        let token = call.header(header::AUTHORIZATION.as_str()).and_then(bearer);
        if token != Some(account.token.as_str()) {
            return Err(behaviour.refuse(Reason::Token, "invalid token"));
        }
        if call.header("namespace") != Some(account.user_id.as_str()) {
            return Err(behaviour.refuse(Reason::Namespace, "namespace is not allowed"));
        }
        Ok(())
    }

    fn foreign(account: &Account, state: &mut State, now: Duration, key: &str) -> Held<Instance> {
        let behaviour = &state.behaviour;
        let start = Start::Runs(now.saturating_add(behaviour.creating_for));
        let identity = Identity::new(0, &account.secrets, &mut state.ids);
        Instance::held(Order::documented(key), identity, start, now, behaviour)
    }

    fn catch_up(state: &mut State, now: Duration) {
        state.place_waiting(now);
    }
}

impl Behaviour {
    /// Whether calls for this cluster saw the instance at `at`.
    pub(super) fn shows(&self, one: &Held<Instance>, cluster: &str, at: Duration) -> bool {
        let is_there = self.deleted == Deleted::StaysVisible;
        one.machine.sku().region.cluster == cluster
            && (is_there || one.machine.life.phase(at) != Phase::Gone)
    }
}

impl State {
    /// The instance of this name in the cluster of the call, as it was at `at`.
    ///
    /// # Errors
    /// There is none, or it is deleted and not shown any more.
    pub(super) fn find(
        &self,
        call: &Call<'_>,
        name: &str,
        at: Duration,
    ) -> Result<&Held<Instance>, Refusal> {
        let found = self.machines.by_id(name, at);
        found
            .filter(|one| self.behaviour.shows(one, call.path("clusterName"), at))
            .ok_or_else(|| self.behaviour.refuse(Reason::NotFound, "instance not found"))
    }
}
