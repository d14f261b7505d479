//! What can be chosen about a client.

use std::fmt;
use std::time::Duration;

use gpu_common::Secret;
use gpu_http::{BaseUrl, Clock, HttpConfig, Random, RetryPolicy};

use crate::{Client, Result, envelope};

/// Where the service is, as documented.
const BASE_URL: &str = "https://a.glows.ai/sdk/v1";
/// The path that every address ends with.
const BASE_PATH: &str = "/sdk/v1";

/// Settings of a [`Client`], all with defaults.
#[must_use = "settings do nothing until `build`"]
pub struct ClientBuilder {
    http: HttpConfig,
    token: Secret,
    /// Name of the token's setting, for errors.
    pub(super) token_field: &'static str,
    base_url: String,
    /// Name of the address's setting, for errors.
    pub(super) base_url_field: &'static str,
    plain_http: bool,
}

impl ClientBuilder {
    pub(super) fn new(token: Secret) -> Self {
        let agent = concat!(env!("CARGO_PKG_NAME"), "/", env!("CARGO_PKG_VERSION"));
        Self {
            http: HttpConfig::new(agent).parse_error_body(envelope::parse_error_body),
            token,
            token_field: "token",
            base_url: BASE_URL.to_owned(),
            base_url_field: "base_url",
            plain_http: false,
        }
    }

    /// Talks to this address instead of `https://a.glows.ai/sdk/v1`, with or without `/sdk/v1` and
    /// a slash at its end. Plain `http` is accepted for this machine only, unless
    /// [`allow_plain_http`](Self::allow_plain_http) is set; it never goes through the environment's
    /// proxy to this machine.
    pub fn base_url(mut self, url: impl Into<String>) -> Self {
        self.base_url = url.into();
        self
    }

    /// Accepts plain `http` to any host. The token is then readable to everyone on the way, the
    /// environment's proxy (`HTTP_PROXY`) included.
    pub fn allow_plain_http(mut self) -> Self {
        self.plain_http = true;
        self
    }

    /// Limits making a connection. 10 s.
    pub fn connect_timeout(mut self, limit: Duration) -> Self {
        self.http = self.http.connect_timeout(limit);
        self
    }

    /// Limits a whole call, all attempts and pauses included. 60 s.
    ///
    /// A create keeps a third of it for finding out what became of it, should its answer be lost.
    pub fn timeout(mut self, limit: Duration) -> Self {
        self.http = self.http.timeout(limit);
        self
    }

    /// Limits one attempt of a call that only looks, so that time is left for another. 30 s.
    pub fn attempt_timeout(mut self, limit: Duration) -> Self {
        self.http = self.http.attempt_timeout(limit);
        self
    }

    /// Limits an answer's body, in bytes. 16 MiB.
    pub fn max_body(mut self, bytes: usize) -> Self {
        self.http = self.http.max_body(bytes);
        self
    }

    /// Sets how often and how patiently calls are tried again. Calls that change something are only
    /// ever repeated when provably not sent or plainly refused (429).
    pub fn retry(mut self, policy: RetryPolicy) -> Self {
        self.http = self.http.retry(policy);
        self
    }

    /// Puts the application's name in front of this crate's in `User-Agent`.
    pub fn user_agent(mut self, application: &str) -> Self {
        self.http = self.http.user_agent(application);
        self
    }

    /// Ignores the environment's proxy settings.
    pub fn no_proxy(mut self) -> Self {
        self.http = self.http.no_proxy();
        self
    }

    /// Uses the caller's own reqwest client: see [`HttpConfig::reqwest_client`] for how it must be
    /// configured, and the [cookbook](crate::cookbook) for how to build one, which panics without a
    /// TLS provider. **The one method that names a reqwest type**, outside this crate's semver
    /// promise.
    pub fn reqwest_client(mut self, client: gpu_http::reqwest::Client) -> Self {
        self.http = self.http.reqwest_client(client);
        self
    }

    /// Injects a clock, for tests.
    pub fn clock(mut self, clock: Clock) -> Self {
        self.http = self.http.clock(clock);
        self
    }

    /// Injects a source of randomness, for tests.
    pub fn random(mut self, random: Random) -> Self {
        self.http = self.http.random(random);
        self
    }

    /// Builds the client.
    ///
    /// # Errors
    ///
    /// Kind `Invalid`, naming the setting: a blank token, an address that is not a URL or is
    /// plain `http` to another machine, no TLS to use.
    pub fn build(self) -> Result<Client> {
        let base = BaseUrl::parse(self.base_url_field, &self.base_url, self.plain_http)?
            .with_suffix(BASE_PATH);
        // Tokens come from files and variables, where a line break is easily left behind.
        let token = Secret::from(self.token.expose().trim());
        let http = self.http.credential(
            self.token_field,
            "authorization",
            "Bearer ",
            &token,
            "$GLOWS_SDK_TOKEN",
        )?;
        Ok(Client {
            http: http.build(base)?,
        })
    }
}

/// Never the token.
impl fmt::Debug for ClientBuilder {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("ClientBuilder")
            .field("http", &self.http)
            .field("plain_http", &self.plain_http)
            .finish_non_exhaustive()
    }
}
