//! What can be chosen before the start, alike for all vendors.

use std::fmt;
use std::sync::{Arc, Mutex};

use tokio::sync::watch;

use super::clock::Clock;
use super::emulator::Emulator;
use super::ids::Ids;
use super::port::{Port, StartError};
use super::server::{FaultLayer, accept};
use super::service::{Service, State, Vendor};
use super::store::Store;

/// Chooses how an emulator starts. Made by [`Emulator::builder`].
#[derive(Clone)]
#[must_use]
pub struct Builder<V: Vendor> {
    pub(crate) account: V::Account,
    token: Option<String>,
    port: u16,
    clock: Clock,
    seed: u64,
    behaviour: V::Behaviour,
}

impl<V: Vendor> Emulator<V> {
    /// Starts on any free port with the real clock.
    ///
    /// # Errors
    /// No port of 127.0.0.1 can be listened on.
    pub async fn start() -> Result<Self, StartError> {
        Self::builder().start().await
    }

    /// Chooses port, clock, credentials and switches first.
    pub fn builder() -> Builder<V> {
        Builder::default()
    }
}

impl<V: Vendor> Default for Builder<V> {
    fn default() -> Self {
        Self {
            account: V::Account::default(),
            token: None,
            port: 0,
            clock: Clock::real(),
            seed: 1,
            behaviour: V::Behaviour::default(),
        }
    }
}

impl<V: Vendor> Builder<V> {
    /// Listens on this port of 127.0.0.1; 0, the default, takes any free one.
    pub fn port(mut self, port: u16) -> Self {
        self.port = port;
        self
    }

    /// Lives by this clock instead of the real one.
    pub fn clock(mut self, clock: Clock) -> Self {
        self.clock = clock;
        self
    }

    /// Draws ids and fake secrets from this seed instead of 1: the same seed gives the same ones.
    pub fn seed(mut self, seed: u64) -> Self {
        self.seed = seed;
        self
    }

    /// Accepts this token instead of a made-up one. AC OpenAPI accepts it beside those that it issues, for
    /// the containers of region `11112`; it never expires and need not look like one.
    pub fn token(mut self, token: impl Into<String>) -> Self {
        self.token = Some(token.into());
        self
    }

    /// Changes the switches to start with.
    pub fn behaviour(mut self, change: impl FnOnce(&mut V::Behaviour)) -> Self {
        change(&mut self.behaviour);
        self
    }

    /// Starts listening.
    ///
    /// # Errors
    /// The port cannot be listened on.
    pub async fn start(self) -> Result<Emulator<V>, StartError> {
        let Self { mut account, token, port, clock, seed, behaviour } = self;
        let port = Arc::new(Port::reserve(port)?);
        port.open()?;
        let mut ids = Ids::new(seed);
        let own = V::open(&mut account, token, &mut ids);
        let state = Mutex::new(State { behaviour, ids, machines: Store::default(), own });
        let service = Arc::new(Service { account, clock, address: port.address(), state });
        let (stopping, answering) = (watch::Sender::new(false), Arc::clone(&service));
        let layer = Arc::new(FaultLayer {
            endpoints: V::endpoints(),
            log: Mutex::default(),
            edits: Mutex::default(),
            stopping: stopping.subscribe(),
            service: Box::new(move |request| answering.answer(request)),
        });
        let task = tokio::spawn(accept(Arc::clone(&port), Arc::clone(&layer)));
        Ok(Emulator { service, layer, port, stopping, task })
    }
}

/// Neither tokens nor passwords.
impl<V: Vendor> fmt::Debug for Builder<V> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self { port, clock, seed, behaviour, .. } = self;
        write!(f, "Builder {{ port: {port}, clock: {clock:?}, seed: {seed}, {behaviour:?} }}")
    }
}
