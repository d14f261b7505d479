//! The one account: who logs in, the signature that proves it, and the tokens that it has.

use std::time::Duration;

use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use hmac_sha256::HMAC;
use serde_json::json;

use super::catalogue::Region;
use crate::shared::Ids;

#[derive(Clone, Default)]
pub struct Account {
    pub(super) user: String,
    pub(super) access_key: String,
    pub(super) secret_key: String,
    /// A token of the first region that never expires, where one was given.
    pub(super) token: Option<String>,
    /// The account on the cluster, another name than the login's.
    pub(super) compute_user: String,
    pub(super) user_id: String,
}

impl Account {
    pub(super) fn make_up(&mut self, ids: &mut Ids) {
        let fake = |ids: &mut Ids| format!("fake{}", ids.fake_secret(28));
        ids.make_up(&mut self.access_key, fake);
        ids.make_up(&mut self.secret_key, fake);
        ids.make_up(&mut self.user, |ids| format!("user-{}", ids.id(8)));
        self.compute_user = format!("ac{}", ids.id(8));
        self.user_id = format!("1{:010}", ids.number() % 10_000_000_000);
    }

    pub(super) fn home(&self) -> String {
        format!("/public/home/{}", self.compute_user)
    }

    /// What `signature` has to be, in lower case (the page says hexadecimal, all clients that are
    /// known to work send lower case): over compact JSON of these members in this order.
    pub(super) fn signature(&self, timestamp: &str) -> String {
        let [key, timestamp, user] =
            [&self.access_key, timestamp, &self.user].map(|one| json!(one));
        let message = format!(r#"{{"accessKey":{key},"timestamp":{timestamp},"user":{user}}}"#);
        let mac = HMAC::mac(message, &self.secret_key);
        mac.iter().map(|byte| format!("{byte:02x}")).collect()
    }

    /// Writes a token with the documented claims, all texts, that nothing but its emulator accepts.
    /// `unique` tells it from others.
    pub(super) fn token(&self, status: &str, expires: Duration, unique: &str) -> String {
        let claims = json!({
            "computeUser": self.compute_user,
            "accountStatus": status,
            "creator": "ac",
            "role": "1",
            // Milliseconds since 1970-01-01T00:00:00Z.
            "expireTime": expires.as_millis().to_string(),
            // The same in every token: in the documented samples, too, it is not the region's.
            "clusterId": "11112",
            "invoker": "emulated",
            "user": self.user,
            "userId": self.user_id,
        });
        let head = URL_SAFE_NO_PAD.encode(br#"{"alg":"HS256","typ":"JWT"}"#);
        let claims = URL_SAFE_NO_PAD.encode(claims.to_string());
        format!("{head}.{claims}.fake-{unique}")
    }
}

/// What a token that was issued is good for.
#[derive(Debug, Clone, Copy)]
pub struct Issued {
    pub(super) region: &'static Region,
    /// The latest time there is for never.
    pub(super) expires: Duration,
    /// The account is disabled in the region.
    pub(super) disabled: bool,
}

impl Issued {
    /// Lets it expire at `now`, unless it has before. What it claims stays as it is.
    pub(super) fn expire(&mut self, now: Duration) {
        self.expires = self.expires.min(now);
    }
}
