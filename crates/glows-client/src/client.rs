//! The client and its settings. Its other methods stand in the files of what they ask for.

use std::fmt;
use std::time::Duration;

use gpu_common::Secret;
use gpu_http::{BaseUrl, Call, Http, HttpConfig, Request, Settings};

use crate::{Error, Result, envelope};

/// Documented.
const BASE_URL: &str = "https://a.glows.ai/sdk/v1";
const BASE_PATH: &str = "/sdk/v1";
const TOKEN_VARIABLE: &str = "GLOWS_SDK_TOKEN";
const URL_VARIABLE: &str = "GLOWS_BASE_URL";

/// A client of Glows.ai's SDK API. Build it once and clone it: clones share connections.
///
/// Each method begins a request: `.await` it, or look at it first with `.preview()`.
#[derive(Clone)]
pub struct Client {
    pub(crate) http: Http,
}

impl Client {
    /// A client for `https://a.glows.ai/sdk/v1` with the default settings.
    ///
    /// The token is the *SDK token* of the account page, not the Datadrive one.
    ///
    /// ```
    /// let client = glows_client::Client::new("my SDK token")?;
    /// assert_eq!(format!("{client:?}"), "Client(https://a.glows.ai/sdk/v1)"); // not the token
    /// # Ok::<(), glows_client::Error>(())
    /// ```
    ///
    /// # Errors
    ///
    /// As [`ClientBuilder::build`].
    pub fn new(token: impl Into<Secret>) -> Result<Self> {
        Self::builder(token).build()
    }

    /// A client from the environment: see [`ClientBuilder::from_env`].
    ///
    /// ```
    /// match glows_client::Client::from_env() {
    ///     Ok(client) => println!("{client:?}"),
    ///     Err(error) => println!("{error}"), // names the variable that is missing
    /// }
    /// ```
    ///
    /// # Errors
    ///
    /// Kind `Invalid`, naming the variable, if one is missing or wrong.
    pub fn from_env() -> Result<Self> {
        ClientBuilder::from_env()?.build()
    }

    /// Chooses address, time limits and the like first.
    ///
    /// ```
    /// use std::time::Duration;
    /// use glows_client::{Client, Settings};
    ///
    /// let client = Client::builder("my SDK token")
    ///     .base_url("http://127.0.0.1:8080") // an emulator
    ///     .settings(Settings::new().timeout(Duration::from_secs(30)))
    ///     .build()?;
    /// # Ok::<(), glows_client::Error>(())
    /// ```
    pub fn builder(token: impl Into<Secret>) -> ClientBuilder {
        ClientBuilder {
            settings: Settings::new(),
            token: ("token", token.into()),
            base_url: ("base_url", BASE_URL.to_owned()),
        }
    }

    /// Checks that Glows.ai takes the token, by the documented count of instances. If the token is
    /// rejected, the error's [`is_auth`](gpu_http::Error::is_auth) is `true` (code 176, seen in use). Any
    /// other error says nothing about the token.
    ///
    /// ```
    /// # mod doc { include!(concat!(env!("CARGO_MANIFEST_DIR"), "/tests/doc/run.rs")); } doc::run(async |client, _| {
    /// client.check_token().await?;
    /// # Ok(()) });
    /// ```
    #[doc(alias("jwt", "SDK token"))]
    pub fn check_token(&self) -> Request<()> {
        let call = Call::get("check token", "/instance/stats");
        Request::new(&self.http, Ok(call), |answer| envelope::accepted(&answer))
    }

    /// The same with calls that are over by then, on the monotonic clock.
    pub(crate) fn until(&self, ends: Duration) -> Self {
        Self { http: self.http.until(ends) }
    }
}

/// The address only; never the token.
impl fmt::Debug for Client {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Client({})", self.http.base_url())
    }
}

/// Settings of a [`Client`], all with defaults.
#[must_use = "settings do nothing until `build`"]
pub struct ClientBuilder {
    settings: Settings,
    /// With what errors call it.
    token: (&'static str, Secret),
    /// With what errors call it.
    base_url: (&'static str, String),
}

impl ClientBuilder {
    /// Settings from the environment: `GLOWS_SDK_TOKEN`, and `GLOWS_BASE_URL` if set and not blank.
    ///
    /// ```
    /// if let Ok(builder) = glows_client::ClientBuilder::from_env() {
    ///     let client = builder.base_url("http://127.0.0.1:8080").build();
    /// }
    /// ```
    ///
    /// # Errors
    ///
    /// Kind `Invalid`, field `GLOWS_SDK_TOKEN`, if the token is missing or blank.
    pub fn from_env() -> Result<Self> {
        Self::from_variables(|name| std::env::var(name).ok())
    }

    fn from_variables(read: impl Fn(&str) -> Option<String>) -> Result<Self> {
        let variable = |name| read(name).filter(|value| !value.trim().is_empty());
        let token = variable(TOKEN_VARIABLE).ok_or_else(|| {
            Error::invalid(TOKEN_VARIABLE, "is not set: put your Glows.ai SDK token there")
        })?;
        let mut builder = Client::builder(token);
        builder.token.0 = TOKEN_VARIABLE;
        if let Some(url) = variable(URL_VARIABLE) {
            builder.base_url = (URL_VARIABLE, url);
        }
        Ok(builder)
    }

    /// Talks to this address instead of `https://a.glows.ai/sdk/v1`, with or without `/sdk/v1` and
    /// a slash at its end. Plain `http` is accepted for this machine only, unless
    /// [`allow_plain_http`](Settings::allow_plain_http) is set; it never goes through the environment's
    /// proxy to this machine.
    pub fn base_url(mut self, url: impl Into<String>) -> Self {
        self.base_url = ("base_url", url.into());
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
        let (field, url) = self.base_url;
        let base = BaseUrl::parse(field, &url, self.settings.allows_plain_http())?;
        let (field, token) = self.token;
        // Tokens come from files and variables, where a line break is easily left behind.
        let token = Secret::from(token.expose().trim());
        let agent = concat!(env!("CARGO_PKG_NAME"), "/", env!("CARGO_PKG_VERSION"));
        let http = HttpConfig::new(agent, self.settings)
            .parse_error_body(envelope::parse_error_body)
            .credential(field, "authorization", "Bearer ", &token, "$GLOWS_SDK_TOKEN")?
            .build(base.with_suffix(BASE_PATH))?;
        Ok(Client { http })
    }
}

/// Never the token, nor the address, into which people paste credentials.
impl fmt::Debug for ClientBuilder {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("ClientBuilder").field("settings", &self.settings).finish_non_exhaustive()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_a_variable_lacks_or_has_wrong_names_it_and_the_token_alone_is_enough() {
        for (variables, outcome) in [
            (&[(TOKEN_VARIABLE, " hunter2\n"), (URL_VARIABLE, " ")][..], Ok(BASE_URL)),
            (&[(TOKEN_VARIABLE, "t"), (URL_VARIABLE, "https://a.glows.ai/")], Ok(BASE_URL)),
            (&[], Err(TOKEN_VARIABLE)),
            (&[(TOKEN_VARIABLE, " ")], Err(TOKEN_VARIABLE)),
            (&[(TOKEN_VARIABLE, "hunter\u{1}2")], Err(TOKEN_VARIABLE)),
            (&[(TOKEN_VARIABLE, "hunter2"), (URL_VARIABLE, "a.glows.ai")], Err(URL_VARIABLE)),
            (
                &[(TOKEN_VARIABLE, "hunter2"), (URL_VARIABLE, "http://a.glows.ai")],
                Err(URL_VARIABLE),
            ),
        ] {
            let read = |name: &str| {
                let found = variables.iter().find(|(key, _)| *key == name);
                found.map(|(_, value)| (*value).to_owned())
            };
            let built = ClientBuilder::from_variables(read).and_then(ClientBuilder::build);
            assert!(!format!("{built:#?}").contains("hunter"), "{built:?}");
            let built = built.as_ref().map(|client| client.http.base_url().as_str());
            assert_eq!(built.map_err(|error| error.field().unwrap()), outcome);
        }
    }
}
