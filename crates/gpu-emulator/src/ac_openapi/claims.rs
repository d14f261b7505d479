//! A token: it looks like the vendor's, and its signature says that it is fake.

use std::time::Duration;

use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use serde::Serialize;

use super::account::Account;

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
pub(super) fn token(
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
