//! The state of the emulated service: the account, its tokens, and every instance ever created.

use std::collections::HashMap;
use std::net::{Ipv4Addr, SocketAddr};
use std::sync::{Mutex, MutexGuard, OnceLock, PoisonError};
use std::time::Duration;

use axum::http::{HeaderMap, header};

use super::account::Account;
use super::behaviour::Behaviour;
use super::code::Code;
use super::envelope::Refusal;
use super::instance::Instance;
use super::issued::{Issued, Tokens};
use super::life::End;
use super::regions::Region;
use super::routes;
use crate::shared::{Endpoint, Ids, Vendor, sealed};
use crate::{Clock, Machine};

/// The emulated platform behind an [`AcOpenApi`](crate::AcOpenApi).
pub struct AcOpenApiService {
    account: Account,
    clock: Clock,
    /// Known once it listens.
    address: OnceLock<SocketAddr>,
    state: Mutex<State>,
}

/// What changes while it runs.
pub(super) struct State {
    pub(super) behaviour: Behaviour,
    pub(super) ids: Ids,
    pub(super) tokens: Tokens,
    /// In order of creation; never removed, so that the ledger forgets nothing.
    instances: Vec<Instance>,
    by_id: HashMap<String, usize>,
}

impl AcOpenApiService {
    pub(super) fn new(account: Account, clock: Clock, ids: Ids, behaviour: Behaviour) -> Self {
        let mut tokens = Tokens::default();
        if let Some(token) = &account.token {
            tokens.add(token.clone(), Issued::for_ever(Region::first()));
        }
        let state = State {
            behaviour,
            ids,
            tokens,
            instances: Vec::new(),
            by_id: HashMap::new(),
        };
        Self {
            account,
            clock,
            address: OnceLock::new(),
            state: Mutex::new(state),
        }
    }

    pub(super) fn listens_at(&self, address: SocketAddr) {
        self.address.get_or_init(|| address);
    }

    pub(super) fn account(&self) -> &Account {
        &self.account
    }

    pub(super) fn now(&self) -> Duration {
        self.clock.now()
    }

    pub(super) fn state(&self) -> MutexGuard<'_, State> {
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// A new token of this region, if there is such a region and the account has one there.
    pub(super) fn issue(&self, region_id: &str) -> Option<String> {
        let region = Region::by_id(region_id)?;
        self.state().issue(region, &self.account, self.now())
    }

    /// Whether there is such an instance.
    pub(super) fn end(&self, id_or_name: &str, end: End) -> bool {
        let mut state = self.state();
        let instance = state.any_mut(id_or_name);
        instance
            .map(|one| one.life.end_by(self.clock.now(), end))
            .is_some()
    }

    /// Where whoever sent these headers reaches this server: the address they name, which may be a
    /// proxy's, if it is on loopback.
    pub(super) fn reached_at(&self, headers: &HeaderMap) -> SocketAddr {
        let host = headers.get(header::HOST);
        let named = host.and_then(|value| on_loopback(value.to_str().ok()?));
        let own = || self.address.get().copied();
        let nobody = SocketAddr::from((Ipv4Addr::LOCALHOST, 0));
        named.or_else(own).unwrap_or(nobody)
    }
}

/// The address that a `Host` on loopback means. `localhost` is where everything listens here.
fn on_loopback(host: &str) -> Option<SocketAddr> {
    if let Some((name, port)) = host.split_once(':')
        && name.eq_ignore_ascii_case("localhost")
    {
        return Some(SocketAddr::from((Ipv4Addr::LOCALHOST, port.parse().ok()?)));
    }
    let address: SocketAddr = host.parse().ok()?;
    address.ip().is_loopback().then_some(address)
}

impl sealed::Sealed for AcOpenApiService {}

impl Vendor for AcOpenApiService {
    // The documented paths are absolute.
    const BASE_PATH: &'static str = "";
    const ENDPOINTS: &'static [Endpoint] = routes::ENDPOINTS;

    fn machines(&self, now: Duration) -> Vec<Machine> {
        let state = self.state();
        state.instances.iter().map(|one| one.machine(now)).collect()
    }
}

impl State {
    pub(super) fn add(&mut self, instance: Instance) {
        self.by_id.insert(instance.id.clone(), self.instances.len());
        self.instances.push(instance);
    }

    /// How many instances there ever were.
    pub(super) fn created(&self) -> usize {
        self.instances.len()
    }

    /// The instance with this id in this region.
    ///
    /// # Errors
    /// There is none, or it is deleted.
    pub(super) fn find(
        &self,
        region: &Region,
        id: &str,
        now: Duration,
    ) -> Result<&Instance, Refusal> {
        let at = self.by_id.get(id).copied();
        at.and_then(|at| self.instances.get(at))
            .filter(|one| one.is_visible(region, now))
            .ok_or_else(|| self.behaviour.refuse(Code::NotFound))
    }

    /// Changes the instance of this id, if there is one.
    pub(super) fn change(&mut self, id: &str, change: impl FnOnce(&mut Instance)) {
        let at = self.by_id.get(id).copied();
        if let Some(instance) = at.and_then(|at| self.instances.get_mut(at)) {
            change(instance);
        }
    }

    /// What a region shows, in order of creation.
    pub(super) fn all_in(&self, region: &Region, now: Duration) -> impl Iterator<Item = &Instance> {
        let instances = self.instances.iter();
        instances.filter(move |one| one.is_visible(region, now))
    }

    /// Whether there is such an instance.
    pub(super) fn set_status(&mut self, id_or_name: &str, status: Option<&str>) -> bool {
        let instance = self.any_mut(id_or_name);
        instance
            .map(|one| one.shown_status = status.map(str::to_owned))
            .is_some()
    }

    /// Any instance with this id or, the newest first, name.
    pub(super) fn any_mut(&mut self, id_or_name: &str) -> Option<&mut Instance> {
        let matches = |one: &&mut Instance| one.id == id_or_name || one.order.name == id_or_name;
        self.instances.iter_mut().rev().find(matches)
    }
}
