//! The service: its routes, whom it admits, and which instances and tokens its calls see.

use std::collections::HashMap;
use std::net::{Ipv4Addr, SocketAddr};
use std::time::Duration;

use http::header;

use super::account::{Account, Issued};
use super::behaviour::Behaviour;
use super::catalogue::Region;
use super::envelope::Code;
use super::instance::Instance;
use super::order::Order;
use super::{catalogue, change, read, session};
use crate::shared::{self, Builder, Held, Ids, Refusal, Route, Vendor, nowhere};

/// AC OpenAPI, as an [`Emulator`](crate::Emulator) serves it.
#[derive(Debug)]
#[expect(clippy::exhaustive_enums, reason = "a name, which has no value")]
pub enum AcOpenApiService {}

pub(super) type Call<'a> = shared::Call<'a, AcOpenApiService>;
pub(super) type State = shared::State<AcOpenApiService>;

impl Builder<AcOpenApiService> {
    /// Knows the account by this login name instead of a made-up one.
    pub fn user(mut self, user: impl Into<String>) -> Self {
        self.account.user = user.into();
        self
    }

    /// Knows the account by these keys instead of made-up ones.
    pub fn keys(mut self, access_key: impl Into<String>, secret_key: impl Into<String>) -> Self {
        self.account.access_key = access_key.into();
        self.account.secret_key = secret_key.into();
        self
    }
}

impl Vendor for AcOpenApiService {
    type Behaviour = Behaviour;
    type Account = Account;
    /// The tokens that were issued, expired ones included.
    type Own = HashMap<String, Issued>;
    /// The region whose containers a request is about.
    type Place = &'static Region;
    type Machine = Instance;

    // The documented paths are absolute.
    const BASE_PATH: &'static str = "";
    const ROUTES: &'static [Route<Self>] = &[
        ("POST", "/api/user/v3/tokens", session::login),
        ("POST", "/ac/openapi/v2/tokens/next", session::next),
        ("GET", "/ac/openapi/v2/tokens/state", session::state),
        ("GET", "/ac/openapi/v2/center", session::center),
        ("GET", "/ac/openapi/v2/user", session::user),
        ("POST", "/ai/openapi/v2/instance-service/task", change::create),
        ("GET", "/ai/openapi/v2/instance-service/task", read::list),
        ("DELETE", "/ai/openapi/v2/instance-service/task", change::delete),
        ("GET", "/ai/openapi/v2/instance-service/task/list", read::list_by_query),
        ("POST", "/ai/openapi/v2/instance-service/task/actions/restart", change::restart),
        ("POST", "/ai/openapi/v2/instance-service/task/actions/stop", change::stop),
        (
            "POST",
            "/ai/openapi/v2/instance-service/task/actions/execute-script",
            change::execute_script,
        ),
        ("GET", "/ai/openapi/v2/instance-service/{id}/detail", read::detail),
        ("GET", "/ai/openapi/v2/instance-service/{id}/url", read::url),
        ("POST", "/ai/openapi/v2/instance-service/resource-spec/actions/update", change::update),
        ("GET", "/ai/openapi/v2/instance-service/resources", catalogue::resources),
        ("GET", "/ai/openapi/v2/instance-service/resource-group", catalogue::groups),
        ("GET", "/ai/openapi/v2/instance-service/allowed-mount-dir", catalogue::mount_dirs),
        ("GET", "/ai/openapi/v2/instance-service/images", catalogue::images_by_get),
        ("POST", "/ai/openapi/v2/image/images", catalogue::images),
    ];

    fn open(account: &mut Account, token: Option<String>, ids: &mut Ids) -> Self::Own {
        account.make_up(ids);
        account.token = token.clone();
        let for_ever = Issued { region: Region::first(), expires: Duration::MAX, disabled: false };
        token.map(|token| (token, for_ever)).into_iter().collect()
    }

    /// Container calls need the token of a usable region in the header `token`; the others see to
    /// that themselves. What a missing token and that of the platform are told is inferred.
    fn admit(call: &mut Call<'_>, state: &State) -> Result<(), Refusal> {
        if !call.route.starts_with("/ai/") {
            return Ok(());
        }
        let behaviour = &state.behaviour;
        let issued = state.issued(session::token(call, state)?, call.now, Duration::ZERO);
        let Issued { region, disabled, .. } = issued.ok_or_else(|| behaviour.refuse_token())?;
        if region.is_platform() {
            return Err(behaviour.refuse(Code::NOT_ALLOWED));
        }
        if behaviour.regions_without_gateway.contains(region.id) {
            return Err(nowhere().into());
        }
        if behaviour.frozen || disabled {
            return Err(behaviour.refuse(Code::FROZEN));
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
        named.unwrap_or(self.service.address)
    }
}

/// The address that a `Host` on loopback means. `localhost` is where everything listens here.
fn on_loopback(host: &str) -> Option<SocketAddr> {
    if let Some((name, port)) = host.split_once(':')
        && name.eq_ignore_ascii_case("localhost")
    {
        return Some(SocketAddr::from((Ipv4Addr::LOCALHOST, port.parse().ok()?)));
    }
    host.parse().ok().filter(|address: &SocketAddr| address.ip().is_loopback())
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
        let found = self.machines.by_id(id, at).filter(|one| one.is_visible(call.place, at));
        let behaviour = &self.behaviour;
        found.ok_or_else(|| behaviour.refuse_saying(&behaviour.not_found_code, "任务不存在"))
    }

    /// What this token is good for, if it is one and has not been expired for `grace` or longer.
    pub(super) fn issued(&self, token: &str, now: Duration, grace: Duration) -> Option<Issued> {
        let issued = self.own.get(token).copied();
        issued.filter(|one| now < one.expires.saturating_add(grace))
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
        let token = account.token(status, expires, &self.ids.fake_secret(32));
        self.own.insert(token.clone(), Issued { region, expires, disabled });
        Some(token)
    }
}
