//! Who asks for tokens: user, access key, secret key.

use std::fmt;

use gpu_common::Secret;
use gpu_http::HttpConfig;

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

    /// Lets nothing that such a client shows show a key, wherever it turns up.
    pub(crate) fn mask_in(&self, http: HttpConfig) -> HttpConfig {
        http.mask(self.access_key.clone()).mask(self.secret_key.clone())
    }

    /// The login name.
    #[must_use]
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
}
