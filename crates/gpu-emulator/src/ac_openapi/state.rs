//! Where a call comes in, and which instances and tokens it sees.

use std::net::{Ipv4Addr, SocketAddr};
use std::time::Duration;

use http::header;

use super::account::{Account, Issued};
use super::catalogue::Region;
use super::instance::Instance;
use crate::shared::{self, Held, Refusal};

/// AC OpenAPI, as an [`Emulator`](crate::Emulator) serves it.
#[derive(Debug)]
#[expect(clippy::exhaustive_enums, reason = "a name, which has no value")]
pub enum AcOpenApiService {}

pub(super) type Call<'a> = shared::Call<'a, AcOpenApiService>;
pub(super) type State = shared::State<AcOpenApiService>;

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
