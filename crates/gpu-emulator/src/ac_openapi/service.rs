//! The service: its routes, and whom it admits.

use std::time::Duration;

use super::account::Account;
use super::behaviour::Behaviour;
use super::envelope::Code;
use super::instance::Instance;
use super::issued::{Issued, Tokens};
use super::order::Order;
use super::regions::{CurrentRegion, Region};
use super::state::{AcOpenApiService, Call, State};
use super::{catalogue_calls, change, create, detail, list, login, platform};
use crate::shared::{Builder, Held, Ids, Refusal, Route, Vendor, nowhere, sealed};

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

impl sealed::Sealed for AcOpenApiService {}

impl Vendor for AcOpenApiService {
    type Behaviour = Behaviour;
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

    fn open(account: &mut Account, token: Option<String>, ids: &mut Ids) -> Tokens {
        account.make_up(ids);
        let mut tokens = Tokens::default();
        if let Some(token) = &token {
            tokens.add(token.clone(), Issued::for_ever(Region::first()));
        }
        account.token = token;
        tokens
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
            return Err(nowhere().into());
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
