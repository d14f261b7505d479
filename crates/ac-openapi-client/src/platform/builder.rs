//! What can be chosen about the platform's calls.

use std::fmt;

use gpu_http::Settings;

use super::Platform;
use super::call_url::CallUrl;
use crate::Result;
use crate::env::{OF_PROCESS, Variables, variable};
use crate::envelope::http_config;

/// Where tokens are issued. Documented.
const TOKENS_HOST: &str = "https://api.scnet.cn";
/// The path of the token call. Documented.
const TOKENS_PATH: &str = "/api/user/v3/tokens";
/// Where a region's addresses are told. Documented.
const CENTER_HOST: &str = "https://www.scnet.cn";
/// The path of the center call. Documented.
const CENTER_PATH: &str = "/ac/openapi/v2/center";
/// The variable that points the token call elsewhere.
const TOKENS_URL: &str = "AC_TOKENS_URL";
/// The variable that points the center call, and the platform's others, elsewhere.
const CENTER_URL: &str = "AC_CENTER_URL";

/// Settings of a [`Platform`], all with defaults.
#[derive(Clone)]
#[must_use = "settings do nothing until `build`"]
pub struct PlatformBuilder {
    settings: Settings,
    tokens: (&'static str, String),
    center: (&'static str, String),
}

impl Platform {
    /// The platform at its documented addresses: `https://api.scnet.cn` for tokens,
    /// `https://www.scnet.cn` for everything else.
    ///
    /// ```
    /// let platform = ac_openapi_client::Platform::new()?;
    /// # Ok::<(), ac_openapi_client::Error>(())
    /// ```
    ///
    /// # Errors
    ///
    /// Kind `Invalid` if this machine has no TLS to use.
    pub fn new() -> Result<Self> {
        Self::builder().build()
    }

    /// Chooses addresses, time limits and the like first.
    ///
    /// ```
    /// use std::time::Duration;
    /// use ac_openapi_client::{Platform, Settings};
    ///
    /// let platform = Platform::builder()
    ///     .tokens_url("http://127.0.0.1:8080") // an emulator
    ///     .center_url("http://127.0.0.1:8080")
    ///     .settings(Settings::new().timeout(Duration::from_secs(30)))
    ///     .build()?;
    /// # Ok::<(), ac_openapi_client::Error>(())
    /// ```
    pub fn builder() -> PlatformBuilder {
        PlatformBuilder::new()
    }
}

impl PlatformBuilder {
    fn new() -> Self {
        Self {
            settings: Settings::new(),
            tokens: ("tokens_url", TOKENS_HOST.to_owned()),
            center: ("center_url", CENTER_HOST.to_owned()),
        }
    }

    /// Settings from the environment: `AC_TOKENS_URL` and `AC_CENTER_URL`, if set and not blank.
    ///
    /// ```
    /// let platform = ac_openapi_client::PlatformBuilder::from_env().build();
    /// ```
    pub fn from_env() -> Self {
        Self::from_variables(OF_PROCESS)
    }

    pub(crate) fn from_variables(variables: Variables<'_>) -> Self {
        let mut builder = Self::new();
        if let Some(url) = variable(variables, TOKENS_URL) {
            builder.tokens = (TOKENS_URL, url);
        }
        if let Some(url) = variable(variables, CENTER_URL) {
            builder.center = (CENTER_URL, url);
        }
        builder
    }

    /// Asks for tokens here instead of `https://api.scnet.cn`: a host, or the full URL of the call.
    /// Plain `http` is accepted for this machine only, where the environment's proxy is then left out.
    pub fn tokens_url(mut self, url: impl Into<String>) -> Self {
        self.tokens = ("tokens_url", url.into());
        self
    }

    /// Asks for the region's addresses, the user and the like here instead of
    /// `https://www.scnet.cn`: a host, or the full URL of the center call.
    pub fn center_url(mut self, url: impl Into<String>) -> Self {
        self.center = ("center_url", url.into());
        self
    }

    /// How the calls are made: time limits, retries, proxy and the like. A region's client takes them
    /// over.
    pub fn settings(mut self, settings: Settings) -> Self {
        self.settings = settings;
        self
    }

    /// Prepares the calls. Nothing is sent yet.
    ///
    /// # Errors
    ///
    /// Kind `Invalid`, naming the setting: an address that is not a URL or is plain `http` to
    /// another machine, no TLS to use.
    pub fn build(self) -> Result<Platform> {
        let settings = self.settings;
        let parse = |(field, text): (&str, String), path| {
            CallUrl::parse(field, &text, path, settings.allows_plain_http())
        };
        let tokens = parse(self.tokens, TOKENS_PATH)?;
        let center = parse(self.center, CENTER_PATH)?;
        let http = http_config(settings.clone());
        // TLS is set up for the address that needs it.
        let main = if center.host.is_https() { &center.host } else { &tokens.host };
        let http = http.build(main.clone())?;
        Ok(Platform { settings, http, tokens, center })
    }
}

/// Never the addresses: they are not checked yet, and people paste credentials into URLs.
impl fmt::Debug for PlatformBuilder {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("PlatformBuilder").field("settings", &self.settings).finish_non_exhaustive()
    }
}
