//! What can be chosen before the start.

use std::sync::Arc;

use super::behaviour::Behaviour;
use super::identity::Secrets;
use super::routes;
use super::service::MdcService;
use crate::shared::{Ids, Setup, shared_choices};
use crate::{Mdc, StartError};

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

shared_choices!(MdcBuilder, Behaviour);

impl MdcBuilder {
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
