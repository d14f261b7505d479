//! The tokens that were issued: whose containers they are for, and until when.

use std::collections::HashMap;
use std::time::Duration;

use super::account::Account;
use super::claims;
use super::regions::Region;
use super::service::State;

/// The tokens that were issued, expired ones included.
#[derive(Default)]
pub(super) struct Tokens(HashMap<String, Issued>);

/// What a token is good for.
#[derive(Debug, Clone, Copy)]
pub(super) struct Issued {
    pub(super) region: &'static Region,
    /// `None` for never.
    expires: Option<Duration>,
    /// The account is disabled in the region.
    pub(super) disabled: bool,
}

impl Issued {
    pub(super) fn for_ever(region: &'static Region) -> Self {
        Self {
            region,
            expires: None,
            disabled: false,
        }
    }

    /// Whether it has not been expired for `grace` or longer.
    fn is_good(&self, now: Duration, grace: Duration) -> bool {
        let end = self.expires.map(|expires| expires.saturating_add(grace));
        end.is_none_or(|end| now < end)
    }
}

impl Tokens {
    pub(super) fn add(&mut self, token: String, issued: Issued) {
        self.0.insert(token, issued);
    }

    /// Lets all of them expire at `now`, unless they have before. What they claim stays as it is.
    pub(super) fn expire(&mut self, now: Duration) {
        for one in self.0.values_mut() {
            one.expires = Some(one.expires.map_or(now, |expires| expires.min(now)));
        }
    }

    /// What this token is good for, if it is one and has not been expired for `grace` or longer.
    pub(super) fn find(&self, token: &str, now: Duration, grace: Duration) -> Option<Issued> {
        let issued = self.0.get(token).copied();
        issued.filter(|one| one.is_good(now, grace))
    }
}

impl State {
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
        let token = claims::token(account, status, expires, &self.ids.fake_secret(32));
        let issued = Issued {
            region,
            expires: Some(expires),
            disabled,
        };
        self.tokens.add(token.clone(), issued);
        Some(token)
    }
}
