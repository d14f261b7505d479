//! What can be chosen before the start, alike for all vendors.

use std::fmt;
use std::sync::Arc;

use tokio::sync::watch;

use super::clock::Clock;
use super::edit::Edit;
use super::emulator::Emulator;
use super::fault::Fault;
use super::fault_layer::FaultLayer;
use super::server::{Server, StartError};
use super::service::{Service, Vendor};

/// Chooses how an emulator starts. Made by [`Emulator::builder`].
#[derive(Clone)]
#[must_use]
pub struct Builder<V: Vendor> {
    pub(crate) given: V::Given,
    port: u16,
    clock: Clock,
    seed: u64,
    behaviour: V::Behaviour,
    faults: Vec<(usize, Fault)>,
    edits: Vec<(usize, Edit)>,
}

impl<V: Vendor> Default for Builder<V> {
    fn default() -> Self {
        Self {
            given: V::Given::default(),
            port: 0,
            clock: Clock::real(),
            seed: 1,
            behaviour: V::Behaviour::default(),
            faults: Vec::new(),
            edits: Vec::new(),
        }
    }
}

impl<V: Vendor> Emulator<V> {
    /// Starts on any free port with the real clock.
    ///
    /// # Errors
    /// No port of 127.0.0.1 can be listened on.
    pub async fn start() -> Result<Self, StartError> {
        Self::builder().start().await
    }

    /// Chooses port, clock, credentials, switches and faults first.
    pub fn builder() -> Builder<V> {
        Builder::default()
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

    /// Changes the switches to start with.
    pub fn behaviour(mut self, change: impl FnOnce(&mut V::Behaviour)) -> Self {
        change(&mut self.behaviour);
        self
    }

    /// Starts with a fault waiting, as [`Emulator::fail_next`] adds one.
    pub fn fail_next(mut self, times: usize, fault: Fault) -> Self {
        self.faults.push((times, fault));
        self
    }

    /// Starts with an edit waiting, as [`Emulator::edit_next`] adds one.
    pub fn edit_next(mut self, times: usize, edit: Edit) -> Self {
        self.edits.push((times, edit));
        self
    }

    /// Starts listening.
    ///
    /// # Errors
    /// The port cannot be listened on.
    pub async fn start(self) -> Result<Emulator<V>, StartError> {
        let service = Service::new(self.given, self.seed, self.clock, self.behaviour);
        let service = Arc::new(service);
        let stopping = watch::Sender::new(false);
        let layer = FaultLayer::new(V::ENDPOINTS, stopping.subscribe());
        for (times, fault) in self.faults {
            layer.fail(times, fault);
        }
        for (times, edit) in self.edits {
            layer.edit(times, edit);
        }
        let routes = layer.before(V::routes(Arc::clone(&service)));
        let server = Server::start(self.port, routes, stopping)?;
        service.address.get_or_init(|| server.address());
        Ok(Emulator::new(service, layer, server))
    }
}

/// Neither tokens nor passwords.
impl<V: Vendor> fmt::Debug for Builder<V> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Builder")
            .field("port", &self.port)
            .field("clock", &self.clock)
            .field("seed", &self.seed)
            .field("behaviour", &self.behaviour)
            .finish_non_exhaustive()
    }
}
