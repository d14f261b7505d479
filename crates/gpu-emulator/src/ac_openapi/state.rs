//! Where a call comes in, and which instances and tokens it sees.

use std::net::{Ipv4Addr, SocketAddr};
use std::time::Duration;

use http::header;

use super::account::Account;
use super::behaviour::Behaviour;
use super::envelope::Code;
use super::fields::{Fields, Wrong};
use super::instance::Instance;
use super::issued::{Issued, written};
use super::regions::Region;
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
        let nobody = SocketAddr::from((Ipv4Addr::LOCALHOST, 0));
        named.or(self.service.address.get().copied()).unwrap_or(nobody)
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

impl Behaviour {
    /// Reads a body that says that it is JSON, as all samples do (that it must is inferred).
    pub(super) fn fields(&self, call: &Call<'_>) -> Result<Fields, Wrong> {
        if call.body.is_empty() || call.says_json() || !self.needs_content_type {
            return Fields::read(call.body);
        }
        Err(Wrong::Invalid("the body is not application/json".into()))
    }
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
            .filter(|one| one.is_visible(call.place, at))
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
