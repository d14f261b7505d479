//! What can be chosen before the start.

use std::fmt;
use std::sync::Arc;

use super::behaviour::Behaviour;
use super::routes;
use super::service::GlowsService;
use crate::shared::{Ids, Setup};
use crate::{Clock, Glows, StartError};

/// Chooses how an emulated Glows.ai starts. Made by [`Glows::builder`].
#[derive(Clone, Default)]
#[must_use]
pub struct GlowsBuilder {
    setup: Setup,
    token: Option<String>,
    ssh_password: Option<String>,
    behaviour: Behaviour,
}

impl GlowsBuilder {
    /// Listens on this port of 127.0.0.1; 0, the default, takes any free one.
    pub fn port(mut self, port: u16) -> Self {
        self.setup.port = port;
        self
    }

    /// Lives by this clock instead of the real one.
    pub fn clock(mut self, clock: Clock) -> Self {
        self.setup.clock = clock;
        self
    }

    /// Draws ids and fake passwords from this seed instead of 1: the same seed gives the same ids.
    pub fn seed(mut self, seed: u64) -> Self {
        self.setup.seed = seed;
        self
    }

    /// Accepts this token instead of a made-up one.
    pub fn token(mut self, token: impl Into<String>) -> Self {
        self.token = Some(token.into());
        self
    }

    /// Gives every machine this login password instead of one made up for each.
    pub fn ssh_password(mut self, password: impl Into<String>) -> Self {
        self.ssh_password = Some(password.into());
        self
    }

    /// Changes the [`Behaviour`] to start with.
    pub fn behaviour(mut self, change: impl FnOnce(&mut Behaviour)) -> Self {
        change(&mut self.behaviour);
        self
    }

    /// Starts listening.
    ///
    /// # Errors
    /// The port is taken.
    pub async fn start(self) -> Result<Glows, StartError> {
        let mut ids = Ids::new(self.setup.seed);
        let token = match self.token {
            Some(token) => token,
            None => format!("emulated-{}", ids.fake_secret(24)),
        };
        let clock = self.setup.clock.clone();
        let service = GlowsService::new(token, self.ssh_password, clock, ids, self.behaviour);
        let service = Arc::new(service);
        let routes = routes::routes(Arc::clone(&service));
        self.setup.start(service, routes)
    }
}

impl fmt::Debug for GlowsBuilder {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("GlowsBuilder")
            .field("setup", &self.setup)
            .field("behaviour", &self.behaviour)
            .finish_non_exhaustive()
    }
}
