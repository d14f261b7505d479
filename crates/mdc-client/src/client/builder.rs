//! The client's settings.

use std::fmt;

use gpu_common::Secret;
use gpu_http::{BaseUrl, HttpConfig, Settings};

use super::Client;
use crate::error::parse_error_body;
use crate::{Credentials, InstanceStatus, Result};

/// The path that all calls begin with (documented).
const BASE_PATH: &str = "/mdc/api/v1";

/// A client that is being set up. Made by [`Client::builder`].
#[must_use = "settings do nothing until `build`"]
pub struct ClientBuilder {
    base_url: String,
    credentials: Credentials,
    off_status: Option<InstanceStatus>,
    settings: Settings,
    /// What errors call the settings: these names, or those of environment variables.
    pub(super) base_url_field: &'static str,
    pub(super) token_field: &'static str,
    pub(super) user_id_field: &'static str,
}

impl ClientBuilder {
    pub(super) fn new(credentials: Credentials, base_url: &str) -> Self {
        Self {
            base_url: base_url.to_owned(),
            credentials,
            off_status: None,
            settings: Settings::new(),
            base_url_field: "base_url",
            token_field: "token",
            user_id_field: "user_id",
        }
    }

    /// How the client talks: time limits, retries, proxy and the like.
    pub fn settings(mut self, settings: Settings) -> Self {
        self.settings = settings;
        self
    }

    /// This installation's status word for an instance that is off, as
    /// [`Cluster::confirm_powered_off`](crate::Cluster::confirm_powered_off) takes it. The API's
    /// page does not have it: set it once you have seen it (in the console's English manual the
    /// state is called `Shutdown`).
    pub fn off_status(mut self, status: impl Into<InstanceStatus>) -> Self {
        self.off_status = Some(status.into());
        self
    }

    /// Builds the client.
    ///
    /// # Errors
    ///
    /// Kind `Invalid` naming the setting: `base_url` (not an absolute https URL), `token` or
    /// `user_id` (cannot be sent in a header), no TLS feature, no CA certificates.
    pub fn build(self) -> Result<Client> {
        let plain_http = self.settings.allows_plain_http();
        let base = BaseUrl::parse(self.base_url_field, &self.base_url, plain_http)?;
        let Credentials { token, user_id } = self.credentials;
        let namespace = Secret::from(user_id.as_str());
        let agent = concat!(env!("CARGO_PKG_NAME"), "/", env!("CARGO_PKG_VERSION"));
        let http = HttpConfig::new(agent, self.settings)
            .credential(self.user_id_field, "namespace", "", &namespace, "$MDC_USER_ID")?
            // The scheme in lower case, as all documented samples have it.
            .credential(self.token_field, "authorization", "bearer ", &token, "$MDC_TOKEN")?
            .parse_error_body(parse_error_body)
            .build(base.with_suffix(BASE_PATH))?;
        Ok(Client { http, user_id, off_status: self.off_status })
    }
}

impl fmt::Debug for ClientBuilder {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        // The address is not checked yet: people paste credentials into URLs.
        f.debug_struct("ClientBuilder")
            .field("credentials", &self.credentials)
            .field("settings", &self.settings)
            .finish_non_exhaustive()
    }
}

#[cfg(test)]
mod tests {
    use crate::{Client, Credentials, UserId};

    fn credentials() -> Credentials {
        Credentials::new("t0ken-canary", UserId::new("user-canary").unwrap())
    }

    #[test]
    fn the_base_path_is_there_once_however_the_address_is_given() {
        for given in [
            "https://neolink-ai.com",
            "https://neolink-ai.com/",
            "https://neolink-ai.com/mdc/api/v1",
            "https://neolink-ai.com/mdc/api/v1/",
        ] {
            let client = Client::new(credentials(), given).unwrap();
            assert_eq!(client.base_url(), "https://neolink-ai.com/mdc/api/v1", "{given}");
        }
    }

    #[test]
    fn what_is_wrong_is_refused_by_name_and_nothing_secret_is_shown() {
        let token = |text: &str| Credentials::new(text, UserId::new("user-1").unwrap());
        for (address, credentials, field) in [
            ("", credentials(), "base_url"),
            ("http://neolink-ai.com", credentials(), "base_url"),
            ("https://neolink-ai.com", token(""), "token"),
            ("https://neolink-ai.com", token("a\nb"), "token"),
        ] {
            let builder = Client::builder(credentials, address);
            assert!(!format!("{builder:?}").contains("canary"));
            let error = builder.build().unwrap_err();
            assert_eq!(error.field(), Some(field));
            assert!(!format!("{error} {error:#?}").contains("canary"));
        }
    }
}
