//! The core of every emulated service: its account, its clock, its state behind one lock, and how a
//! request comes to its handler.

use std::net::SocketAddr;
use std::sync::{Arc, Mutex, MutexGuard};
use std::time::Duration;

use bytes::Bytes;
use http::{HeaderMap, Request, StatusCode};
use percent_encoding::percent_decode_str;

use super::clock::Clock;
use super::ids::Ids;
use super::lapses::Lapses;
use super::response::{Response, empty, nowhere};
use super::route::{Endpoint, variable_parts};
use super::server::lock;
use super::store::{Held, Rented, Store};

/// An emulated vendor: the three of this crate, as nobody else can name what one has to have.
pub trait Vendor: Sized + Send + Sync + 'static {
    /// Its switches.
    type Behaviour: AsMut<Lapses> + Clone + std::fmt::Debug + Default + Send;

    /// The path that its documented base URL ends with, without a trailing slash.
    #[doc(hidden)]
    const BASE_PATH: &'static str;

    /// Everything that it serves.
    #[doc(hidden)]
    const ROUTES: &'static [Route<Self>];

    /// The account and its secrets. A builder is given some of them.
    #[doc(hidden)]
    type Account: Clone + Default + Send + Sync;

    /// What changes besides machines and switches.
    #[doc(hidden)]
    type Own: Send;

    /// Where a credential leads.
    #[doc(hidden)]
    type Place: Default + Send;

    #[doc(hidden)]
    type Machine: Rented<Behaviour = Self::Behaviour>;

    /// Makes up what was not given of the account.
    #[doc(hidden)]
    fn open(account: &mut Self::Account, token: Option<String>, ids: &mut Ids) -> Self::Own;

    /// Lets a call pass whose credential is good for its route.
    #[doc(hidden)]
    fn admit(call: &mut Call<'_, Self>, state: &State<Self>) -> Result<(), Refusal>;

    /// A machine of somebody else, as the vendor's document orders one.
    #[doc(hidden)]
    fn foreign(
        account: &Self::Account,
        state: &mut State<Self>,
        now: Duration,
        key: &str,
    ) -> Held<Self::Machine>;

    /// Does what has become possible by `now`.
    #[doc(hidden)]
    fn catch_up(_state: &mut State<Self>, _now: Duration) {}

    /// Method and route of everything that it serves.
    #[doc(hidden)]
    fn endpoints() -> Arc<[Endpoint]> {
        Self::ROUTES.iter().map(|(method, route, _)| (*method, *route)).collect()
    }
}

pub(crate) type Route<V> = (&'static str, &'static str, Handler<V>);

pub(super) type Handler<V> = fn(&Call<'_, V>, &mut State<V>) -> Answer;

/// What a handler comes to.
pub(crate) type Answer = Result<Response, Refusal>;

/// The answer to a request that is not done.
pub(crate) type Refusal = Box<Response>;

/// A request that has arrived whole.
pub struct Call<'a, V: Vendor> {
    pub(crate) service: &'a Service<V>,
    pub(crate) now: Duration,
    /// The path of its route.
    pub(crate) route: &'static str,
    /// Where its credential leads.
    pub(crate) place: V::Place,
    pub(crate) query: Vec<(String, String)>,
    pub(crate) headers: &'a HeaderMap,
    pub(crate) body: &'a Bytes,
    /// The variable parts of its path, by name.
    pub(super) path: Vec<(&'static str, String)>,
}

pub(crate) struct Service<V: Vendor> {
    pub(crate) account: V::Account,
    pub(crate) clock: Clock,
    /// Where it listens.
    pub(crate) address: SocketAddr,
    pub(super) state: Mutex<State<V>>,
}

/// What changes while it runs.
pub struct State<V: Vendor> {
    pub(crate) behaviour: V::Behaviour,
    pub(crate) ids: Ids,
    pub(crate) machines: Store<V::Machine>,
    pub(crate) own: V::Own,
}

impl<V: Vendor> Service<V> {
    /// Leads a request to the handler of its route.
    pub(super) fn answer(&self, request: &Request<Bytes>) -> Response {
        let uri = request.uri();
        let of_path = |&(method, route, handler): &Route<V>| {
            Some((method, route, handler, variable_parts(route, uri.path())?))
        };
        let mut known = V::ROUTES.iter().filter_map(of_path).peekable();
        if known.peek().is_none() {
            return nowhere();
        }
        let Some((_, route, handler, path)) = known.find(|(method, ..)| request.method() == method)
        else {
            return empty(StatusCode::METHOD_NOT_ALLOWED);
        };
        let decoded = |part| percent_decode_str(part).decode_utf8_lossy().into_owned();
        let mut state = self.state();
        let mut call = Call {
            service: self,
            now: self.clock.now(),
            route,
            place: V::Place::default(),
            query: form_urlencoded::parse(uri.query().unwrap_or_default().as_bytes())
                .into_owned()
                .collect(),
            headers: request.headers(),
            body: request.body(),
            path: path.into_iter().map(|(name, part)| (name, decoded(part))).collect(),
        };
        let answer = V::admit(&mut call, &state).and_then(|()| {
            V::catch_up(&mut state, call.now);
            handler(&call, &mut state)
        });
        answer.unwrap_or_else(|refusal| *refusal)
    }

    pub(crate) fn state(&self) -> MutexGuard<'_, State<V>> {
        lock(&self.state)
    }

    /// The time, and the state after everything that has become possible by then.
    pub(crate) fn open(&self) -> (Duration, MutexGuard<'_, State<V>>) {
        let mut state = self.state();
        let now = self.clock.now();
        V::catch_up(&mut state, now);
        (now, state)
    }
}

impl<V: Vendor> State<V> {
    /// The id of the machine that a query of one machine is answered about instead, if any.
    pub(crate) fn answers_about(&mut self) -> Option<String> {
        let other = self.behaviour.as_mut().answers_about.clone()?;
        self.machines.find_mut(&other).map(|one| one.id.clone())
    }

    /// Accepts the release of these machines. The service may forget it then.
    pub(crate) fn release<'a>(
        &mut self,
        ids: impl IntoIterator<Item = &'a str>,
        release: impl Fn(&mut Held<V::Machine>),
    ) -> bool {
        let mut ids = ids.into_iter().peekable();
        let forgets = ids.peek().is_some() && self.behaviour.as_mut().forgets();
        for id in ids {
            self.machines.change(id, |one| {
                if !forgets {
                    release(one);
                }
            });
        }
        !forgets
    }
}
