//! What can be chosen about the platform's calls.

use std::fmt;

use gpu_http::{BaseUrl, Settings};

use super::Platform;
use crate::Result;
use crate::envelope::http_config;
use crate::service_address::with_scheme;

/// Settings of a [`Platform`], all with defaults.
#[derive(Clone)]
#[must_use = "settings do nothing until `build`"]
pub struct PlatformBuilder {
    settings: Settings,
    /// The name of the setting, for errors, and the address.
    pub(crate) tokens: (&'static str, String),
    pub(crate) center: (&'static str, String),
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
        PlatformBuilder {
            settings: Settings::new(),
            tokens: ("tokens_url", "https://api.scnet.cn".to_owned()),
            center: ("center_url", "https://www.scnet.cn".to_owned()),
        }
    }
}

impl PlatformBuilder {
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
        let parse = |(field, text), documented| {
            call_url(field, text, documented, settings.allows_plain_http())
        };
        let tokens = parse(self.tokens, "/api/user/v3/tokens")?;
        let center = parse(self.center, "/ac/openapi/v2/center")?;
        // TLS is set up for the address that needs it.
        let main = if center.0.is_https() { &center.0 } else { &tokens.0 };
        let http = http_config(settings.clone()).build(main.clone())?;
        Ok(Platform { settings, http, tokens, center })
    }
}

/// Reads a host (`https://host`, `host`), to which the documented path is added, or the full URL of the
/// call: where the service begins, and the call's path there. `field` is the setting's name, for the error.
fn call_url(
    field: &str,
    text: String,
    documented: &str,
    plain_http: bool,
) -> Result<(BaseUrl, String)> {
    let url = BaseUrl::parse(field, &with_scheme(&text), plain_http)?;
    let path = match url.path() {
        other if !other.is_empty() && !other.ends_with(documented) => other.to_owned(),
        _ => documented.to_owned(),
    };
    Ok((url.without_suffix(&path), path))
}

/// Never the addresses: they are not checked yet, and people paste credentials into URLs.
impl fmt::Debug for PlatformBuilder {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("PlatformBuilder").field("settings", &self.settings).finish_non_exhaustive()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_host_gets_the_documented_path_and_a_full_url_keeps_its_own_and_its_gate() {
        let documented = "/ac/openapi/v2/center";
        for (text, base, path) in [
            ("https://www.scnet.cn", "https://www.scnet.cn", documented),
            ("www.scnet.cn/", "https://www.scnet.cn", documented),
            ("https://h/ac/openapi/v2/center", "https://h", documented),
            ("https://h:1/gate/ac/openapi/v2/center/", "https://h:1/gate", documented),
            ("http://127.0.0.1:9/elsewhere", "http://127.0.0.1:9", "/elsewhere"),
        ] {
            let (at, of_call) = call_url("center_url", text.to_owned(), documented, false).unwrap();
            assert_eq!((at.as_str(), &*of_call), (base, path), "{text}");
        }
    }
}
