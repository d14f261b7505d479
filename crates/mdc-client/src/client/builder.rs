//! The client's settings.

use std::fmt;
use std::time::Duration;

use gpu_common::Secret;
use gpu_http::{BaseUrl, Clock, HttpConfig, Random, RetryPolicy, reqwest};

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
    plain_http: bool,
    off_status: Option<InstanceStatus>,
    http: HttpConfig,
    /// What errors call the settings: these names, or those of environment variables.
    pub(super) base_url_field: &'static str,
    pub(super) token_field: &'static str,
    pub(super) user_id_field: &'static str,
}

impl ClientBuilder {
    pub(super) fn new(base_url: &str, credentials: Credentials) -> Self {
        let agent = concat!(env!("CARGO_PKG_NAME"), "/", env!("CARGO_PKG_VERSION"));
        Self {
            base_url: base_url.to_owned(),
            credentials,
            plain_http: false,
            off_status: None,
            http: HttpConfig::new(agent),
            base_url_field: "base_url",
            token_field: "token",
            user_id_field: "user_id",
        }
    }

    /// Limits making a connection. Default 10 s.
    pub fn connect_timeout(self, limit: Duration) -> Self {
        self.configure(|http| http.connect_timeout(limit))
    }

    /// Limits a whole call, all attempts and the pauses between them. Default 60 s.
    pub fn timeout(self, limit: Duration) -> Self {
        self.configure(|http| http.timeout(limit))
    }

    /// Limits one attempt of a call that only looks. Default 30 s.
    pub fn attempt_timeout(self, limit: Duration) -> Self {
        self.configure(|http| http.attempt_timeout(limit))
    }

    /// Limits an answer's body, in bytes. Default 16 MiB.
    pub fn max_body(self, bytes: usize) -> Self {
        self.configure(|http| http.max_body(bytes))
    }

    /// Sets how often and how patiently a call is tried again: one that only looks after any fault
    /// of the moment, one that changes something only if it was not sent or turned away with 429,
    /// a create only if it was not sent.
    pub fn retry(self, policy: RetryPolicy) -> Self {
        self.configure(|http| http.retry(policy))
    }

    /// Puts the application's name in front of the crate's in `User-Agent`.
    pub fn user_agent(self, application: &str) -> Self {
        self.configure(|http| http.user_agent(application))
    }

    /// Ignores the environment's proxy settings (`HTTPS_PROXY` and the like). An `http` address of
    /// this machine never goes through the environment's proxy.
    pub fn no_proxy(self) -> Self {
        self.configure(HttpConfig::no_proxy)
    }

    /// Allows plain `http` to another machine. The token can then be read by everyone on the way.
    pub fn allow_plain_http(mut self) -> Self {
        self.plain_http = true;
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

    /// Injects a clock, for tests.
    pub fn clock(self, clock: Clock) -> Self {
        self.configure(|http| http.clock(clock))
    }

    /// Injects a source of randomness, for tests.
    pub fn random(self, random: Random) -> Self {
        self.configure(|http| http.random(random))
    }

    /// Uses the caller's own reqwest client for every call.
    ///
    /// **The one method that names a reqwest type**; a new major reqwest is a breaking change here
    /// and nowhere else. See [`HttpConfig::reqwest_client`] for how to set that client up, and the
    /// [cookbook](crate::cookbook) for how to build one, which panics without a TLS provider.
    pub fn reqwest_client(self, client: reqwest::Client) -> Self {
        self.configure(|http| http.reqwest_client(client))
    }

    /// Builds the client.
    ///
    /// # Errors
    ///
    /// Kind `Invalid` naming the setting: `base_url` (not an absolute https URL), `token` or
    /// `user_id` (cannot be sent in a header), no TLS feature, no CA certificates.
    pub fn build(self) -> Result<Client> {
        let base = BaseUrl::parse(self.base_url_field, &self.base_url, self.plain_http)?;
        let Credentials { token, user_id } = self.credentials;
        let namespace = Secret::from(user_id.as_str());
        let http = self
            .http
            .credential(
                self.user_id_field,
                "namespace",
                "",
                &namespace,
                "$MDC_USER_ID",
            )?
            // The scheme in lower case, as all documented samples have it.
            .credential(
                self.token_field,
                "authorization",
                "bearer ",
                &token,
                "$MDC_TOKEN",
            )?
            .parse_error_body(parse_error_body)
            .build(base.with_suffix(BASE_PATH))?;
        Ok(Client {
            http,
            user_id,
            off_status: self.off_status,
        })
    }

    fn configure(mut self, change: impl FnOnce(HttpConfig) -> HttpConfig) -> Self {
        self.http = change(self.http);
        self
    }
}

impl fmt::Debug for ClientBuilder {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        // The address is not checked yet: people paste credentials into URLs.
        f.debug_struct("ClientBuilder")
            .field("credentials", &self.credentials)
            .field("http", &self.http)
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
            let client = Client::new(given, credentials()).unwrap();
            assert_eq!(
                client.base_url(),
                "https://neolink-ai.com/mdc/api/v1",
                "{given}"
            );
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
            let builder = Client::builder(address, credentials);
            assert!(!format!("{builder:?}").contains("canary"));
            let error = builder.build().unwrap_err();
            assert_eq!(error.field(), Some(field));
            assert!(!format!("{error} {error:#?}").contains("canary"));
        }
    }
}
