//! What a token says about itself.

use base64::Engine;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use gpu_common::{Secret, Text, Timestamp};
use gpu_json::{Field, open_enum};
use serde::{Deserialize, Serialize};

gpu_json::object! {
    /// What a token says about itself: the middle part of a JWT, read without checking the signature.
    ///
    /// Documented only by the vendor's sample tokens, whose claims these are.
    #[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
    #[serde(rename_all = "camelCase")]
    #[non_exhaustive]
    pub struct Claims {
        /// The account on the cluster; can differ from [`user`](Self::user).
        pub compute_user: Field<Text>,
        /// The account's standing when the token was issued.
        pub account_status: Field<AccountStatus>,
        /// Who issued it: `ac` in every sample.
        pub creator: Field<Text>,
        /// `1` in every sample.
        pub role: Field<Text>,
        /// When it expires, in milliseconds of Unix time; see [`expires`](Self::expires).
        pub expire_time: Field<i64>,
        /// A region's id. In two of three samples not the id of the region the token was listed for.
        pub cluster_id: Field<Text>,
        /// A mark of the organisation.
        pub invoker: Field<Text>,
        /// The login name.
        pub user: Field<Text>,
        /// The user's id. Missing in older samples.
        pub user_id: Field<Text>,
    }
}

open_enum! {
    /// An account's standing. The words are those that samples show; others may exist.
    pub enum AccountStatus {
        /// In order. From the sample of the user call.
        Normal = "Normal",
        /// On trial. From a sample token.
        Trial = "Trial",
        /// In arrears. From a sample token.
        Owe = "Owe",
        /// Disabled. From a sample token.
        Disable = "Disable",
    }
}

impl Claims {
    /// Reads a token's claims; `None` if it is not a JWT.
    ///
    /// ```
    /// use ac_openapi_client::{Claims, Secret};
    ///
    /// let token = Secret::from("e30.eyJleHBpcmVUaW1lIjoiMTY4NjEyMzM0NjU2OCJ9.fake-signature");
    /// let expires = Claims::of(&token).and_then(|claims| claims.expires());
    /// assert_eq!(expires.map(|time| time.to_string()).as_deref(), Some("2023-06-07T07:35:46.568Z"));
    /// ```
    pub fn of(token: &Secret) -> Option<Self> {
        let mut parts = token.expose().trim().split('.');
        let (_header, claims) = (parts.next()?, parts.next()?);
        let claims = URL_SAFE_NO_PAD.decode(claims.trim_end_matches('=')).ok()?;
        serde_json::from_str(std::str::from_utf8(&claims).ok()?).ok()
    }

    /// When the token expires; `None` if it does not say. There is no standard `exp` claim.
    pub fn expires(&self) -> Option<Timestamp> {
        Timestamp::from_millisecond(self.expire_time.copied()?).ok()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn token(claims: &str) -> Secret {
        Secret::from(format!("e30.{}.fake-signature", URL_SAFE_NO_PAD.encode(claims)))
    }

    #[test]
    fn the_expiry_is_text_or_number_in_milliseconds_and_may_be_missing() {
        for (token, expires) in [
            (token(r#"{"expireTime":"1686123346568"}"#), Some(1_686_123_346_568)),
            (token(r#"{"expireTime":1686123346568}"#), Some(1_686_123_346_568)),
            (token(r#"{"expireTime":"soon"}"#), None),
            (token(r#"{"exp":1686123346}"#), None),
            ("".into(), None),
            ("opaque".into(), None),
            ("a.b.c".into(), None),
            ("e30.e30.x".into(), None),
            ("e30.%%%.x".into(), None),
        ] {
            let read = Claims::of(&token).and_then(|claims| claims.expires());
            assert_eq!(read.map(Timestamp::as_millisecond), expires, "{}", token.expose());
        }
    }

    #[test]
    fn the_sample_tokens_say_what_their_page_shows() {
        #[derive(serde::Deserialize)]
        struct Sample {
            headers: std::collections::BTreeMap<String, Secret>,
        }
        let sample = include_str!("../tests/fixtures/create.request.json");
        let sample: Sample = serde_json::from_str(sample).unwrap();
        let claims = Claims::of(&sample.headers["token"]).unwrap();
        assert_eq!(claims.account_status.get(), Some(&AccountStatus::Trial));
        assert_eq!(claims.expire_time.copied(), Some(1_686_123_346_568));
        assert!(claims.extra.is_empty());
    }
}
