//! What can be chosen before the start.

use std::sync::Arc;

use super::behaviour::Behaviour;
use super::routes;
use super::service::GlowsService;
use crate::shared::{Ids, Setup, shared_choices};
use crate::{Glows, StartError};

/// Chooses how an emulated Glows.ai starts. Made by [`Glows::builder`].
#[derive(Clone, Default)]
#[must_use]
pub struct GlowsBuilder {
    setup: Setup,
    token: Option<String>,
    ssh_password: Option<String>,
    behaviour: Behaviour,
}

shared_choices!(GlowsBuilder, Behaviour);

impl GlowsBuilder {
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
