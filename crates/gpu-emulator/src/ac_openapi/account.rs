//! The one account: who logs in, with which keys, and the signature that proves it.

use hmac_sha256::HMAC;
use serde::Serialize;

use crate::shared::Ids;

/// The one account.
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
    /// known to work send lower case).
    pub(super) fn signature(&self, timestamp: &str) -> String {
        let message = message(&self.access_key, timestamp, &self.user);
        let mac = HMAC::mac(message, &self.secret_key);
        mac.iter().map(|byte| format!("{byte:02x}")).collect()
    }
}

/// The compact JSON that is signed: these members in this order.
fn message(access_key: &str, timestamp: &str, user: &str) -> String {
    #[derive(Serialize)]
    #[serde(rename_all = "camelCase")]
    struct Message<'a> {
        access_key: &'a str,
        timestamp: &'a str,
        user: &'a str,
    }
    let message = Message { access_key, timestamp, user };
    // Three texts can always be written.
    serde_json::to_string(&message).unwrap_or_default()
}
