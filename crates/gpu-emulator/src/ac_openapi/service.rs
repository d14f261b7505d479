//! The service: its account and tokens, its routes, and which instances its calls see.

use std::net::{Ipv4Addr, SocketAddr};
use std::time::Duration;

use axum::http::header;

use super::account::{Account, Given};
use super::behaviour::Behaviour;
use super::envelope::Code;
use super::instance::Instance;
use super::issued::{Issued, Tokens, written};
use super::order::Order;
use super::regions::{CurrentRegion, Region};
use super::{catalogue_calls, change, create, detail, list, login, platform};
use crate::shared::{self, Builder, Held, Ids, Refusal, Route, Vendor, nowhere, sealed};

/// AC OpenAPI, as an [`Emulator`](crate::Emulator) serves it.
#[derive(Debug)]
#[expect(clippy::exhaustive_enums, reason = "a name, which has no value")]
pub enum AcOpenApiService {}

pub(super) type Call<'a> = shared::Call<'a, AcOpenApiService>;
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
}

impl sealed::Sealed for AcOpenApiService {}

impl Vendor for AcOpenApiService {
    type Behaviour = Behaviour;
    type Given = Given;
    type Account = Account;
    type Own = Tokens;
    type Place = CurrentRegion;
    type Machine = Instance;

    // The documented paths are absolute.
    const BASE_PATH: &'static str = "";
    const ROUTES: &'static [Route<Self>] = &[
        ("POST", "/api/user/v3/tokens", login::tokens),
        ("POST", "/ac/openapi/v2/tokens/next", platform::next),
        ("GET", "/ac/openapi/v2/tokens/state", platform::state),
        ("GET", "/ac/openapi/v2/center", platform::center),
        ("GET", "/ac/openapi/v2/user", platform::user),
        ("POST", "/ai/openapi/v2/instance-service/task", create::create),
        ("GET", "/ai/openapi/v2/instance-service/task", list::by_body),
        ("DELETE", "/ai/openapi/v2/instance-service/task", change::delete),
        ("GET", "/ai/openapi/v2/instance-service/task/list", list::by_query),
        ("POST", "/ai/openapi/v2/instance-service/task/actions/restart", change::restart),
        ("POST", "/ai/openapi/v2/instance-service/task/actions/stop", change::stop),
        (
            "POST",
            "/ai/openapi/v2/instance-service/task/actions/execute-script",
            change::execute_script,
        ),
        ("GET", "/ai/openapi/v2/instance-service/{id}/detail", detail::get),
        ("GET", "/ai/openapi/v2/instance-service/{id}/url", detail::url),
        ("POST", "/ai/openapi/v2/instance-service/resource-spec/actions/update", create::update),
        ("GET", "/ai/openapi/v2/instance-service/resources", catalogue_calls::resources),
        ("GET", "/ai/openapi/v2/instance-service/resource-group", catalogue_calls::groups),
        ("GET", "/ai/openapi/v2/instance-service/allowed-mount-dir", catalogue_calls::mount_dirs),
        ("GET", "/ai/openapi/v2/instance-service/images", catalogue_calls::by_get),
        ("POST", "/ai/openapi/v2/image/images", catalogue_calls::images),
    ];

    fn open((given, token): (Given, Option<String>), ids: &mut Ids) -> (Account, Tokens) {
        let account = Account::new(given, token, ids);
        let mut tokens = Tokens::default();
        if let Some(token) = &account.token {
            tokens.add(token.clone(), Issued::for_ever(Region::first()));
        }
        (account, tokens)
    }

    /// Container calls need the token of a usable region in the header `token`; the others see to
    /// that themselves. What a missing token and that of the platform are told is inferred.
    fn admit(call: &mut Call<'_>, state: &State) -> Result<(), Refusal> {
        if !call.route.starts_with("/ai/") {
            return Ok(());
        }
        let behaviour = &state.behaviour;
        let issued = state.own.find(platform::token(call, state)?, call.now, Duration::ZERO);
        let Issued { region, disabled, .. } = issued.ok_or_else(|| behaviour.refuse_token())?;
        if region.is_platform() {
            return Err(behaviour.refuse(Code::NotAllowed));
        }
        if behaviour.regions_without_gateway.contains(region.id) {
            return Err(Refusal::new(nowhere()));
        }
        if behaviour.frozen || disabled {
            return Err(behaviour.refuse(Code::Frozen));
        }
        call.place = region;
        Ok(())
    }

    fn foreign(_: &Account, state: &mut State, now: Duration, key: &str) -> Held<Instance> {
        let (order, number) = (Order::documented(key), state.machines.len() + 1);
        Instance::held(order, Region::first(), number, now, &state.behaviour, &mut state.ids)
    }
}

impl Call<'_> {
    /// Where the caller reaches this server: the address that it names, which may be a proxy's, if it
    /// is on loopback.
    pub(super) fn reached_at(&self) -> SocketAddr {
        let named = self.header(header::HOST.as_str()).and_then(on_loopback);
        let nobody = SocketAddr::from((Ipv4Addr::LOCALHOST, 0));
        named.or_else(|| self.service.address()).unwrap_or(nobody)
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
    /// The instance with this id in the region of the call, as it was at `at`.
    ///
    /// # Errors
    /// There is none, or it is deleted.
    pub(super) fn find(
        &self,
        call: &Call<'_>,
        id: &str,
        at: Duration,
    ) -> Result<&Held<Instance>, Refusal> {
        let found = self.machines.by_id(id, at);
        found
            .filter(|one| one.machine.is_visible(call.place, at))
            .ok_or_else(|| self.behaviour.refuse(Code::NotFound))
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
