//! What every builder can choose, and the start of an emulator from it.

use std::sync::Arc;

use axum::Router;
use tokio::sync::watch;

use super::clock::Clock;
use super::emulator::{Emulator, Vendor};
use super::gate::Gate;
use super::server::{Server, StartError};

/// The choices that all three builders share.
#[derive(Debug, Clone)]
pub(crate) struct Setup {
    /// 0 for any free port.
    pub(crate) port: u16,
    pub(crate) clock: Clock,
    /// The seed of ids and fake passwords.
    pub(crate) seed: u64,
}

impl Default for Setup {
    fn default() -> Self {
        Self {
            port: 0,
            clock: Clock::real(),
            seed: 1,
        }
    }
}

impl Setup {
    /// Serves `routes`, which answer for `vendor`, behind the gate.
    ///
    /// # Errors
    /// The port cannot be listened on.
    pub(crate) fn start<V: Vendor>(
        self,
        vendor: Arc<V>,
        routes: Router,
    ) -> Result<Emulator<V>, StartError> {
        let stopping = watch::Sender::new(false);
        let gate = Gate::new(stopping.subscribe());
        let server = Server::start(self.port, gate.before(routes), stopping)?;
        Ok(Emulator::new(vendor, self.clock, gate, server))
    }
}
