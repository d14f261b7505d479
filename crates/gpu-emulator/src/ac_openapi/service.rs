//! The account's tokens, and which instances the calls see.

use std::net::{Ipv4Addr, SocketAddr};
use std::sync::Arc;
use std::time::Duration;

use axum::extract;
use axum::http::{HeaderMap, header};

use super::account::{Account, Given};
use super::code::Code;
use super::envelope::Refusal;
use super::instance::Instance;
use super::issued::{Issued, Tokens, written};
use super::regions::Region;
use crate::shared::Builder;
use crate::shared::{self, Held};

/// AC OpenAPI, as an [`Emulator`](crate::Emulator) serves it.
#[derive(Debug)]
#[expect(clippy::exhaustive_enums, reason = "a name, which has no value")]
pub enum AcOpenApiService {}

pub(super) type Service = extract::State<Arc<shared::Service<AcOpenApiService>>>;
pub(super) type State = shared::State<AcOpenApiService>;

impl Builder<AcOpenApiService> {
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
}

/// The account, and its tokens at the start.
pub(super) fn opened(given: Given, ids: &mut shared::Ids) -> (Account, Tokens) {
    let account = Account::new(given, ids);
    let mut tokens = Tokens::default();
    if let Some(token) = &account.token {
        tokens.add(token.clone(), Issued::for_ever(Region::first()));
    }
    (account, tokens)
}

impl shared::Service<AcOpenApiService> {
    /// Where whoever sent these headers reaches this server: the address they name, which may be a
    /// proxy's, if it is on loopback.
    pub(super) fn reached_at(&self, headers: &HeaderMap) -> SocketAddr {
        let host = headers.get(header::HOST);
        let named = host.and_then(|value| on_loopback(value.to_str().ok()?));
        let own = || self.address();
        let nobody = SocketAddr::from((Ipv4Addr::LOCALHOST, 0));
        named.or_else(own).unwrap_or(nobody)
    }
}

/// The address that a `Host` on loopback means. `localhost` is where everything listens here.
fn on_loopback(host: &str) -> Option<SocketAddr> {
    if let Some((name, port)) = host.split_once(':')
        && name.eq_ignore_ascii_case("localhost")
    {
        return Some(SocketAddr::from((Ipv4Addr::LOCALHOST, port.parse().ok()?)));
    }
    let address: SocketAddr = host.parse().ok()?;
    address.ip().is_loopback().then_some(address)
}

impl State {
    /// The instance with this id in this region, as it was at `at`.
    ///
    /// # Errors
    /// There is none, or it is deleted.
    pub(super) fn find(
        &self,
        region: &Region,
        id: &str,
        at: Duration,
    ) -> Result<&Held<Instance>, Refusal> {
        let found = self.machines.by_id(id, at);
        found
            .filter(|one| one.machine.is_visible(region, at))
            .ok_or_else(|| self.behaviour.refuse(Code::NotFound))
    }

    /// What a query about this id shows: the instance, as it was at `at`, or another one.
    ///
    /// # Errors
    /// There is none, or it is deleted.
    pub(super) fn asked_about(
        &mut self,
        region: &Region,
        id: &str,
        now: Duration,
    ) -> Result<(Duration, &Held<Instance>), Refusal> {
        let at = now.saturating_sub(self.behaviour.lapses.get_lags);
        let other = self.behaviour.lapses.answers_about.clone();
        let other = other.and_then(|one| self.machines.find_mut(&one).map(|one| one.id.clone()));
        let found = self.find(region, other.as_deref().unwrap_or(id), at)?;
        Ok((at, found))
    }

    /// What a region showed at `at`, in order of creation.
    pub(super) fn all_in(
        &self,
        region: &Region,
        at: Duration,
    ) -> impl Iterator<Item = &Held<Instance>> {
        let all = self.machines.at(at);
        all.filter(move |one| one.machine.is_visible(region, at))
    }

    /// A new token of the region; `None` where the account is disabled and has none.
    pub(super) fn issue(
        &mut self,
        region: &'static Region,
        account: &Account,
        now: Duration,
    ) -> Option<String> {
        let behaviour = &self.behaviour;
        let disabled = behaviour.disabled_regions.contains(region.id);
        if disabled && !behaviour.disabled_regions_have_tokens {
            return None;
        }
        let expires = now.saturating_add(behaviour.token_lifetime);
        // The claim says no less than milliseconds.
        let expires = Duration::from_millis(u64::try_from(expires.as_millis()).unwrap_or(u64::MAX));
        let status = if disabled { "Disable" } else { "Trial" };
        let token = written(account, status, expires, &self.ids.fake_secret(32));
        let issued = Issued::until(region, expires, disabled);
        self.own.add(token.clone(), issued);
        Some(token)
    }
}
