//! The tokens that were issued: what they look like, whose containers they are for, and until when.

use std::collections::HashMap;
use std::time::Duration;

use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use serde::Serialize;

use super::account::Account;
use super::regions::Region;

/// The tokens that were issued, expired ones included.
#[derive(Default)]
pub struct Tokens(HashMap<String, Issued>);

#[derive(Debug, Clone, Copy)]
pub(super) struct Issued {
    pub(super) region: &'static Region,
    /// `None` for never.
    expires: Option<Duration>,
    /// The account is disabled in the region.
    pub(super) disabled: bool,
}

impl Issued {
    pub(super) fn until(region: &'static Region, expires: Duration, disabled: bool) -> Self {
        Self { region, expires: Some(expires), disabled }
    }

    pub(super) fn for_ever(region: &'static Region) -> Self {
        Self { region, expires: None, disabled: false }
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

    /// Lets one of them expire at `now`, unless it has before.
    pub(super) fn expire_one(&mut self, token: &str, now: Duration) {
        if let Some(one) = self.0.get_mut(token) {
            one.expires = Some(one.expires.map_or(now, |expires| expires.min(now)));
        }
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

/// The documented claims, in the order of the samples. All are texts.
#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct Claims<'a> {
    compute_user: &'a str,
    account_status: &'a str,
    creator: &'a str,
    role: &'a str,
    /// Milliseconds since 1970-01-01T00:00:00Z.
    expire_time: String,
    /// The same in every token: in the documented samples, too, it is not the region's.
    cluster_id: &'a str,
    invoker: &'a str,
    user: &'a str,
    user_id: &'a str,
}

/// Writes a token that nothing but its emulator accepts. `unique` tells it from others.
pub(super) fn written(
    account: &Account,
    account_status: &str,
    expires: Duration,
    unique: &str,
) -> String {
    let claims = Claims {
        compute_user: &account.compute_user,
        account_status,
        creator: "ac",
        role: "1",
        expire_time: expires.as_millis().to_string(),
        cluster_id: "11112",
        invoker: "emulated",
        user: &account.user,
        user_id: &account.user_id,
    };
    // Texts can always be written.
    let claims = serde_json::to_vec(&claims).unwrap_or_default();
    let head = URL_SAFE_NO_PAD.encode(br#"{"alg":"HS256","typ":"JWT"}"#);
    let claims = URL_SAFE_NO_PAD.encode(claims);
    format!("{head}.{claims}.fake-{unique}")
}
