//! What can be chosen about a client for a token that is ready.

use std::fmt;

use gpu_common::Secret;
use gpu_http::Settings;

use crate::call_url::base_url;
use crate::envelope::http_config;
use crate::session::{Source, TokenKeeper, sendable};
use crate::{Client, Error, Platform, Result};

/// Settings of a [`Client`] for a token that is ready, all with defaults.
#[must_use = "settings do nothing until `build`"]
pub struct ClientBuilder {
    settings: Settings,
    token: Secret,
    base_url: String,
    platform: Option<Platform>,
    /// The settings' names, for errors.
    token_field: &'static str,
    base_url_field: &'static str,
}

impl Client {
    /// A client for a token and an address that are ready, without asking the platform anything.
    ///
    /// The address is an enabled one of the region's `aiUrls`, with or without `/ai`, a slash, a
    /// scheme. Where access keys are at hand, [`Access::connect`](crate::Access::connect) finds both.
    ///
    /// ```
    /// use std::time::Duration;
    /// use ac_openapi_client::{Client, Platform, Settings};
    ///
    /// let client = Client::builder("my-token", "https://ai.region.example")
    ///     .settings(Settings::new().timeout(Duration::from_secs(30)))
    ///     .renew_with(Platform::new()?)
    ///     .build()?;
    /// # Ok::<(), ac_openapi_client::Error>(())
    /// ```
    pub fn builder(token: impl Into<Secret>, base_url: impl Into<String>) -> ClientBuilder {
        ClientBuilder::new(token.into(), base_url.into())
    }
}

impl ClientBuilder {
    pub(crate) fn new(token: Secret, base_url: String) -> Self {
        Self {
            settings: Settings::new(),
            token,
            base_url,
            platform: None,
            token_field: "token",
            base_url_field: "base_url",
        }
    }

    /// Calls the settings by these names in errors.
    pub(crate) fn named(mut self, token: &'static str, base_url: &'static str) -> Self {
        (self.token_field, self.base_url_field) = (token, base_url);
        self
    }

    /// Lets the platform renew the token a little before it expires, and when it is refused. Without
    /// this, the caller has to replace a token that has expired.
    pub fn renew_with(mut self, platform: Platform) -> Self {
        self.platform = Some(platform);
        self
    }

    /// How the client talks: time limits, retries, proxy and the like.
    pub fn settings(mut self, settings: Settings) -> Self {
        self.settings = settings;
        self
    }

    /// Builds the client. Nothing is sent yet.
    ///
    /// # Errors
    ///
    /// Kind `Invalid`, naming the setting: a token that is blank or cannot be sent, an address that
    /// is not a URL, is a placeholder or plain `http` to another machine, no TLS to use.
    pub fn build(self) -> Result<Client> {
        let base =
            base_url(self.base_url_field, &self.base_url, self.settings.allows_plain_http())?;
        let token =
            sendable(&self.token).map_err(|reason| Error::invalid(self.token_field, reason))?;
        let http = http_config(self.settings);
        let source = self.platform.map_or(Source::Given, Source::Renewed);
        let tokens = TokenKeeper::new(source, token, http.clock().clone());
        Client::new(http, base, tokens, None)
    }
}

/// Never the token.
impl fmt::Debug for ClientBuilder {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("ClientBuilder")
            .field("settings", &self.settings)
            .field("platform", &self.platform)
            .finish_non_exhaustive()
    }
}
