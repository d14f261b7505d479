//! Who asks for tokens: user, access key, secret key, and the signature that they make.

use std::fmt;

use gpu_common::{Secret, Timestamp, WithSecrets};
use serde::Serialize;

use crate::{Error, Result};

/// A user's access key and secret key, made in the platform's personal centre under access
/// control (访问控制). Documented.
///
/// `Debug` shows neither key.
///
/// ```
/// use ac_openapi_client::Credentials;
///
/// let keys = Credentials::new("login name", "access key", "secret key")?;
/// assert_eq!(keys.user(), "login name");
/// # Ok::<(), ac_openapi_client::Error>(())
/// ```
#[derive(Clone, PartialEq, Eq)]
pub struct Credentials {
    pub(crate) user: String,
    pub(crate) access_key: Secret,
    pub(crate) secret_key: Secret,
}

impl Credentials {
    /// Takes user (the login name), access key and secret key, without white space around them.
    ///
    /// # Errors
    ///
    /// Kind `Invalid`, field `user`, `access_key` or `secret_key`, if one is blank.
    pub fn new(
        user: impl Into<String>,
        access_key: impl Into<Secret>,
        secret_key: impl Into<Secret>,
    ) -> Result<Self> {
        let (user, access, secret) = (user.into(), access_key.into(), secret_key.into());
        let trimmed = |field, text: &str| match text.trim() {
            "" => Err(Error::invalid(field, "is blank")),
            text => Ok(text.to_owned()),
        };
        Ok(Self {
            user: trimmed("user", &user)?,
            access_key: trimmed("access_key", access.expose())?.into(),
            secret_key: trimmed("secret_key", secret.expose())?.into(),
        })
    }

    /// The values of the `timestamp` and `signature` headers of the token request: Unix time in seconds, and
    /// HMAC-SHA256 of the message under the secret key in lower-case hexadecimal. Documented.
    pub(crate) fn sign(&self, now: Timestamp) -> (String, Secret) {
        // What is signed: compact JSON with its keys in alphabetical order, all values texts.
        #[derive(Serialize)]
        #[serde(rename_all = "camelCase")]
        struct Message<'a> {
            access_key: &'a Secret,
            timestamp: &'a str,
            user: &'a str,
        }
        let timestamp = now.as_second().to_string();
        let message =
            Message { access_key: &self.access_key, timestamp: &timestamp, user: &self.user };
        // Three texts are always JSON; non-ASCII stays UTF-8, as the working clients sign it.
        let message = serde_json::to_vec(&WithSecrets(&message)).unwrap_or_default();
        let mac = hmac_sha256::HMAC::mac(message, self.secret_key.expose());
        let signature: String = mac.iter().map(|byte| format!("{byte:02x}")).collect();
        (timestamp, signature.into())
    }

    /// The login name.
    pub fn user(&self) -> &str {
        &self.user
    }
}

impl fmt::Debug for Credentials {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Credentials({:?})", self.user)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_blank_part_is_named() {
        for (user, access, secret, field) in [
            (" ", "ak", "sk", "user"),
            ("bob", "", "sk", "access_key"),
            ("bob", "ak", "\n", "secret_key"),
        ] {
            let error = Credentials::new(user, access, secret).unwrap_err();
            assert_eq!(error.field(), Some(field));
        }
    }

    #[test]
    fn a_line_break_left_behind_is_dropped_and_no_key_is_shown() {
        let credentials =
            Credentials::new("bob\n", "the-access-key\n", " the-secret-key ").unwrap();
        assert_eq!(credentials.secret_key.expose(), "the-secret-key");
        assert_eq!(format!("{credentials:?}"), r#"Credentials("bob")"#);
    }

    /// The vendor prints no whole signature. The first is worked out from the documented rule and the
    /// documented message (whose access key is the page's own sample), under a key of ours.
    #[test]
    fn the_documented_message_is_signed_by_the_documented_rule() {
        #[derive(serde::Deserialize)]
        struct Vector {
            key: String,
            signature: String,
        }
        let vector = include_str!("../tests/fixtures/tokens.signature.json");
        let fixture: Vector = serde_json::from_str(vector).unwrap();
        let ours = "c3a95054e89423eb8161db068df56a9298e48259326306a35ea1a66bf095349f";
        for (access_key, secret_key, signed) in [
            ("85f96a42b13f4d2c8b760d2775bbcca8", "test-secret", ours),
            ("fake-access-key", &fixture.key, &fixture.signature),
        ] {
            let credentials = Credentials::new("bob", access_key, secret_key).unwrap();
            let now = Timestamp::from_millisecond(1_764_597_591_999).unwrap();
            let (timestamp, signature) = credentials.sign(now);
            assert_eq!((&*timestamp, signature.expose()), ("1764597591", signed));
        }
    }
}
