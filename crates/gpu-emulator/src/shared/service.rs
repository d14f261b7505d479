//! The core of every emulated service: its account, its clock, and its state behind one lock.

use std::net::SocketAddr;
use std::sync::{Arc, Mutex, MutexGuard, OnceLock, PoisonError};
use std::time::Duration;

use axum::Router;

use super::aim::Endpoint;
use super::clock::Clock;
use super::ids::Ids;
use super::lapses::Lapses;
use super::ledger::Machine;
use super::store::{Held, Rented, Store};

/// An emulated vendor. Sealed: the three of this crate.
pub trait Vendor: sealed::Sealed + Sized + Send + Sync + 'static {
    /// Its switches.
    type Behaviour: Clone + std::fmt::Debug + Default + Send;

    /// The path that its documented base URL ends with, without a trailing slash.
    #[doc(hidden)]
    const BASE_PATH: &'static str;

    /// Method and route of everything that it serves.
    #[doc(hidden)]
    const ENDPOINTS: &'static [Endpoint];

    /// What a builder was given of the account.
    #[doc(hidden)]
    type Given: Clone + Default + Send;

    /// The account and its secrets.
    #[doc(hidden)]
    type Account: Send + Sync;

    /// What changes besides machines and switches.
    #[doc(hidden)]
    type Own: Send;

    #[doc(hidden)]
    type Machine: Rented<Behaviour = Self::Behaviour>;

    #[doc(hidden)]
    fn open(given: Self::Given, ids: &mut Ids) -> (Self::Account, Self::Own);

    #[doc(hidden)]
    fn routes(service: Arc<Service<Self>>) -> Router;

    #[doc(hidden)]
    fn lapses(behaviour: &mut Self::Behaviour) -> &mut Lapses;

    /// A machine of somebody else, as the vendor's document orders one.
    #[doc(hidden)]
    fn foreign(service: &Service<Self>, state: &mut State<Self>, key: &str) -> Held<Self::Machine>;

    /// Does what has become possible by `now`.
    #[doc(hidden)]
    fn catch_up(_state: &mut State<Self>, _now: Duration) {}
}

pub(crate) mod sealed {
    /// Only this crate's emulators are vendors.
    pub trait Sealed {}
}

/// One emulated service.
pub struct Service<V: Vendor> {
    pub(crate) account: V::Account,
    pub(crate) clock: Clock,
    /// Known once it listens.
    pub(super) address: OnceLock<SocketAddr>,
    state: Mutex<State<V>>,
}

/// What changes while it runs.
pub struct State<V: Vendor> {
    pub(crate) behaviour: V::Behaviour,
    pub(crate) ids: Ids,
    pub(crate) machines: Store<V::Machine>,
    pub(crate) own: V::Own,
}

impl<V: Vendor> Service<V> {
    pub(super) fn new(given: V::Given, seed: u64, clock: Clock, behaviour: V::Behaviour) -> Self {
        let mut ids = Ids::new(seed);
        let (account, own) = V::open(given, &mut ids);
        let state = State { behaviour, ids, machines: Store::default(), own };
        Self { account, clock, address: OnceLock::new(), state: Mutex::new(state) }
    }

    /// Where it listens.
    pub(crate) fn address(&self) -> Option<SocketAddr> {
        self.address.get().copied()
    }

    pub(crate) fn state(&self) -> MutexGuard<'_, State<V>> {
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// The time, and the state after everything that has become possible by then.
    pub(crate) fn open(&self) -> (Duration, MutexGuard<'_, State<V>>) {
        let mut state = self.state();
        let now = self.clock.now();
        V::catch_up(&mut state, now);
        (now, state)
    }

    /// Every machine there ever was, in order of their orders.
    pub(super) fn machines(&self) -> Vec<Machine> {
        let (now, state) = self.open();
        let machines = state.machines.at(now);
        machines.map(|one| one.listed(now, &state.behaviour)).collect()
    }

    /// Changes the machine with this id or, the newest first, key. `false` if there is none.
    pub(super) fn change(
        &self,
        id_or_key: &str,
        change: impl FnOnce(&mut Held<V::Machine>, Duration),
    ) -> bool {
        let (now, mut state) = self.open();
        let held = state.machines.find_mut(id_or_key);
        held.map(|held| change(held, now)).is_some()
    }
}

impl<V: Vendor> State<V> {
    pub(crate) fn lapses(&mut self) -> &mut Lapses {
        V::lapses(&mut self.behaviour)
    }
}
