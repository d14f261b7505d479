//! What can be chosen before the start.

use std::fmt;
use std::sync::Arc;

use super::behaviour::Behaviour;
use super::identity::Secrets;
use super::routes;
use super::service::MdcService;
use crate::shared::{Ids, Setup};
use crate::{Clock, Mdc, StartError};

/// Chooses how an emulated MatrixDC starts. Made by [`Mdc::builder`].
#[derive(Clone, Default)]
#[must_use]
pub struct MdcBuilder {
    setup: Setup,
    token: Option<String>,
    user_id: Option<String>,
    secrets: Secrets,
    behaviour: Behaviour,
}

impl MdcBuilder {
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

    /// Draws names and fake secrets from this seed instead of 1: the same seed gives the same ones.
    pub fn seed(mut self, seed: u64) -> Self {
        self.setup.seed = seed;
        self
    }

    /// Accepts this token instead of a made-up one.
    pub fn token(mut self, token: impl Into<String>) -> Self {
        self.token = Some(token.into());
        self
    }

    /// Accepts this user id as namespace instead of a made-up one.
    pub fn user_id(mut self, user_id: impl Into<String>) -> Self {
        self.user_id = Some(user_id.into());
        self
    }

    /// Gives every machine this SSH password instead of one made up for each.
    pub fn ssh_password(mut self, password: impl Into<String>) -> Self {
        self.secrets.ssh_password = Some(password.into());
        self
    }

    /// Puts this token in every Jupyter URL instead of one made up for each machine. It should
    /// need no escaping in a query.
    pub fn jupyter_token(mut self, token: impl Into<String>) -> Self {
        self.secrets.jupyter_token = Some(token.into());
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
    pub async fn start(self) -> Result<Mdc, StartError> {
        let mut ids = Ids::new(self.setup.seed);
        let token = match self.token {
            Some(token) => token,
            None => format!("emulated-{}", ids.fake_secret(24)),
        };
        let user_id = match self.user_id {
            Some(user_id) => user_id,
            None => format!("user-{}", ids.id(8)),
        };
        let clock = self.setup.clock.clone();
        let account = (token, user_id);
        let service = MdcService::new(account, self.secrets, clock, ids, self.behaviour);
        let service = Arc::new(service);
        let routes = routes::routes(Arc::clone(&service));
        self.setup.start(service, routes)
    }
}

impl fmt::Debug for MdcBuilder {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("MdcBuilder")
            .field("setup", &self.setup)
            .field("behaviour", &self.behaviour)
            .finish_non_exhaustive()
    }
}
