//! The service: its routes, and whom it admits.

use std::collections::HashMap;
use std::time::Duration;

use super::account::{Account, Issued};
use super::behaviour::Behaviour;
use super::catalogue::Region;
use super::envelope::Code;
use super::instance::Instance;
use super::order::Order;
use super::state::{AcOpenApiService, Call, State};
use super::{change, offers, read, session};
use crate::shared::{Builder, Held, Ids, Refusal, Route, Vendor, nowhere};

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
        ("GET", "/ai/openapi/v2/instance-service/resources", offers::resources),
        ("GET", "/ai/openapi/v2/instance-service/resource-group", offers::groups),
        ("GET", "/ai/openapi/v2/instance-service/allowed-mount-dir", offers::mount_dirs),
        ("GET", "/ai/openapi/v2/instance-service/images", offers::images_by_get),
        ("POST", "/ai/openapi/v2/image/images", offers::images),
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
