//! What can be chosen about a client.

use std::fmt;

use gpu_common::Secret;
use gpu_http::{BaseUrl, HttpConfig, Settings};

use crate::{Client, Result, envelope};

/// Where the service is, as documented.
const BASE_URL: &str = "https://a.glows.ai/sdk/v1";
/// The path that every address ends with.
const BASE_PATH: &str = "/sdk/v1";

/// Settings of a [`Client`], all with defaults.
#[must_use = "settings do nothing until `build`"]
pub struct ClientBuilder {
    settings: Settings,
    token: Secret,
    /// Name of the token's setting, for errors.
    pub(super) token_field: &'static str,
    base_url: String,
    /// Name of the address's setting, for errors.
    pub(super) base_url_field: &'static str,
}

impl ClientBuilder {
    pub(super) fn new(token: Secret) -> Self {
        Self {
            settings: Settings::new(),
            token,
            token_field: "token",
            base_url: BASE_URL.to_owned(),
            base_url_field: "base_url",
        }
    }

    /// Talks to this address instead of `https://a.glows.ai/sdk/v1`, with or without `/sdk/v1` and
    /// a slash at its end. Plain `http` is accepted for this machine only, unless
    /// [`allow_plain_http`](Settings::allow_plain_http) is set; it never goes through the environment's
    /// proxy to this machine.
    pub fn base_url(mut self, url: impl Into<String>) -> Self {
        self.base_url = url.into();
        self
    }

    /// How the client talks: time limits, retries, proxy and the like.
    pub fn settings(mut self, settings: Settings) -> Self {
        self.settings = settings;
        self
    }

    /// Builds the client.
    ///
    /// # Errors
    ///
    /// Kind `Invalid`, naming the setting: a blank token, an address that is not a URL or is
    /// plain `http` to another machine, no TLS to use.
    pub fn build(self) -> Result<Client> {
        let plain_http = self.settings.allows_plain_http();
        let base =
            BaseUrl::parse(self.base_url_field, &self.base_url, plain_http)?.with_suffix(BASE_PATH);
        // Tokens come from files and variables, where a line break is easily left behind.
        let token = Secret::from(self.token.expose().trim());
        let agent = concat!(env!("CARGO_PKG_NAME"), "/", env!("CARGO_PKG_VERSION"));
        let config = HttpConfig::new(agent, self.settings);
        let config = config.parse_error_body(envelope::parse_error_body).credential(
            self.token_field,
            "authorization",
            "Bearer ",
            &token,
            "$GLOWS_SDK_TOKEN",
        )?;
        Ok(Client { http: config.build(base)? })
    }
}

/// Never the token.
impl fmt::Debug for ClientBuilder {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("ClientBuilder").field("settings", &self.settings).finish_non_exhaustive()
    }
}
