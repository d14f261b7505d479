//! What can be chosen before the start.

use std::sync::Arc;

use super::account::{Account, Given};
use super::behaviour::Behaviour;
use super::routes;
use super::service::AcOpenApiService;
use crate::shared::{Ids, Setup, shared_choices};
use crate::{AcOpenApi, StartError};

/// Chooses how an emulated AC OpenAPI starts. Made by [`AcOpenApi::builder`].
#[derive(Clone, Default)]
#[must_use]
pub struct AcOpenApiBuilder {
    setup: Setup,
    given: Given,
    behaviour: Behaviour,
}

shared_choices!(AcOpenApiBuilder, Behaviour);

impl AcOpenApiBuilder {
    /// Knows the account by this login name instead of a made-up one.
    pub fn user(mut self, user: impl Into<String>) -> Self {
        self.given.user = Some(user.into());
        self
    }

    /// Knows the account by these keys instead of made-up ones.
    pub fn keys(mut self, access_key: impl Into<String>, secret_key: impl Into<String>) -> Self {
        self.given.access_key = Some(access_key.into());
        self.given.secret_key = Some(secret_key.into());
        self
    }

    /// Accepts this token, too, for the containers of region `11112`. It never expires and need
    /// not look like one.
    pub fn token(mut self, token: impl Into<String>) -> Self {
        self.given.token = Some(token.into());
        self
    }

    /// Starts listening.
    ///
    /// # Errors
    /// The port is taken.
    pub async fn start(self) -> Result<AcOpenApi, StartError> {
        let mut ids = Ids::new(self.setup.seed);
        let account = Account::new(self.given, &mut ids);
        let clock = self.setup.clock.clone();
        let service = AcOpenApiService::new(account, clock, ids, self.behaviour);
        let service = Arc::new(service);
        let routes = routes::routes(Arc::clone(&service));
        let emulator = self.setup.start(Arc::clone(&service), routes)?;
        service.listens_at(emulator.address());
        Ok(emulator)
    }
}
