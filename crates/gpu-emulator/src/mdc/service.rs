//! The service: its routes, whom it admits, which instances its calls see, and who gets a card.

use std::time::Duration;

use http::{StatusCode, header};

use super::behaviour::{Behaviour, NoGpu};
use super::catalogue::{CATALOGUE, Sku, Stock};
use super::identity::{Account, Identity};
use super::instance::{Instance, Phase, Start};
use super::order::Order;
use super::{calls, catalogue, power};
use crate::shared::{self, Builder, Held, Ids, Refusal, Route, Vendor, bearer};

/// MatrixDC, as an [`Emulator`](crate::Emulator) serves it.
#[derive(Debug)]
#[expect(clippy::exhaustive_enums, reason = "a name, which has no value")]
pub enum MdcService {}

pub(super) type Call<'a> = shared::Call<'a, MdcService>;
pub(super) type State = shared::State<MdcService>;

/// What the account has besides machines.
pub struct Own {
    pub(super) stock: Stock,
    pub(super) saved_images: Vec<String>,
    /// The names of those that wait for a card, longest first.
    waiting: Vec<String>,
}

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
        ("GET", "/mdc/api/v1/regions", catalogue::regions),
        ("GET", "/mdc/api/v1/skus/computings", catalogue::skus),
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
        Own { stock: CATALOGUE.stock.clone(), saved_images: Vec::new(), waiting: Vec::new() }
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

    /// Lets waiting machines come up as far as there are cards. They find their card when somebody
    /// looks, not at the very moment it became free.
    fn catch_up(state: &mut State, now: Duration) {
        for name in std::mem::take(&mut state.own.waiting) {
            let found = state.machines.by_id(&name, now);
            let Some(one) = found.filter(|one| one.waits_for_cards(now)) else {
                continue;
            };
            if state.free_cards(one.machine.order.sku, now) < one.machine.order.sku.cards {
                state.own.waiting.push(name);
                continue;
            }
            let takes = match one.life.phase(now) {
                Phase::Creating(_) => state.behaviour.creating_for,
                _ => state.behaviour.starting_for,
            };
            if let Some(one) = state.machines.find_mut(&name) {
                one.card_found(now, now.saturating_add(takes));
            }
        }
    }
}

impl Behaviour {
    /// Whether calls for this cluster saw the instance at `at`.
    pub(super) fn shows(&self, one: &Held<Instance>, cluster: &str, at: Duration) -> bool {
        let is_there = self.deleted_stay_visible || one.life.phase(at) != Phase::Gone;
        is_there && one.machine.order.sku.cluster == cluster
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
            .ok_or_else(|| self.behaviour.not_found("instance not found"))
    }

    pub(super) fn add(&mut self, held: Held<Instance>) {
        if held.waits_for_cards(held.created) {
            self.own.waiting.push(held.id.clone());
        }
        self.machines.add(held);
    }

    /// Powers the instance of this name on, which may have to wait for a card then.
    pub(super) fn power_on(&mut self, name: &str, now: Duration, start: Start) {
        let waiting = &mut self.own.waiting;
        self.machines.change(name, |one| {
            one.power_on(now, start);
            if one.waits_for_cards(now) && !waiting.contains(&one.id) {
                waiting.push(one.id.clone());
            }
        });
    }

    /// The cards that a new machine of this SKU could have, and others of the same GPU as well.
    pub(super) fn free_cards(&self, sku: &Sku, now: Duration) -> u64 {
        if self.behaviour.no_capacity {
            return 0;
        }
        let all = self.own.stock.get(&sku.cluster).and_then(|cards| cards.get(&sku.gpu));
        let holding = self.machines.at(now).filter(|one| one.holds_cards(now));
        let skus = holding.map(|one| one.machine.order.sku);
        let held = skus.filter(|one| one.shares_cards(sku)).map(|one| one.cards);
        all.copied().unwrap_or_default().saturating_sub(held.sum())
    }

    /// How a machine that is to come up now, taking `takes`, does so.
    ///
    /// # Errors
    /// No card is free and `otherwise` says to refuse.
    pub(super) fn start(
        &self,
        sku: &Sku,
        now: Duration,
        takes: Duration,
        otherwise: NoGpu,
    ) -> Result<Start, Refusal> {
        let done = now.saturating_add(takes);
        if self.free_cards(sku, now) >= sku.cards {
            return Ok(Start::Runs(done));
        }
        match otherwise {
            NoGpu::Refused => Err(self.behaviour.conflict("no free GPU")),
            NoGpu::Waits => Ok(Start::Waits),
            NoGpu::Fails => Ok(Start::Fails(done)),
        }
    }
}
