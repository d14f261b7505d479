//! The client, its credentials and its settings.

use std::fmt;

use gpu_common::Secret;
use gpu_http::{BaseUrl, Http, HttpConfig, Settings};

use crate::error::parse_error_body;
use crate::{Error, InstanceStatus, Result, UserId};

/// The path that all calls begin with (documented).
const BASE_PATH: &str = "/mdc/api/v1";
const TOKEN_VARIABLE: &str = "MDC_TOKEN";
const USER_VARIABLE: &str = "MDC_USER_ID";
const URL_VARIABLE: &str = "MDC_BASE_URL";

/// A token and the id of the user it belongs to.
///
/// Both come from the console: the token from the page of API credentials (shown once), the user id from
/// the account page. They are sent as documented: in the headers `Authorization: bearer` and `namespace`,
/// and as `namespace` in the body of a create. A token is bound to regions when it is made (seen in the
/// console, 2024); what a call to another region answers is unknown.
///
/// ```
/// let credentials = mdc_client::Credentials::new("my token", mdc_client::UserId::new("my user id")?);
/// # Ok::<(), mdc_client::Error>(())
/// ```
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct Credentials {
    /// The API token.
    pub token: Secret,
    /// The account's user id.
    pub user_id: UserId,
}

impl Credentials {
    /// Puts a token and a user id together.
    pub fn new(token: impl Into<Secret>, user_id: UserId) -> Self {
        Self { token: token.into(), user_id }
    }
}

/// A client of one MatrixDC installation. Build it once and clone it: clones share connections.
#[derive(Clone)]
pub struct Client {
    pub(crate) http: Http,
    pub(crate) user_id: UserId,
    pub(crate) off_status: Option<InstanceStatus>,
}

impl Client {
    /// A client with default settings. See [`builder`](Self::builder) for the address.
    ///
    /// ```
    /// use mdc_client::{Client, Credentials, UserId, hosts};
    ///
    /// let credentials = Credentials::new("my token", UserId::new("my user id")?);
    /// let client = Client::new(credentials, hosts::NEOLINK)?;
    /// # Ok::<(), mdc_client::Error>(())
    /// ```
    ///
    /// # Errors
    ///
    /// As [`ClientBuilder::build`].
    pub fn new(credentials: Credentials, base_url: &str) -> Result<Self> {
        Self::builder(credentials, base_url).build()
    }

    /// Starts a client for the installation at `base_url`: one of [`hosts`](crate::hosts) or any
    /// other, with or without `/mdc/api/v1` and a slash at the end.
    ///
    /// ```
    /// use std::time::Duration;
    /// use mdc_client::{Client, Credentials, Settings, UserId};
    ///
    /// let credentials = Credentials::new("my token", UserId::new("my user id")?);
    /// let client = Client::builder(credentials, "http://127.0.0.1:8080") // an emulator
    ///     .settings(Settings::new().timeout(Duration::from_secs(30)))
    ///     .off_status("Shutdown") // once you have seen it
    ///     .build()?;
    /// # Ok::<(), mdc_client::Error>(())
    /// ```
    pub fn builder(credentials: Credentials, base_url: &str) -> ClientBuilder {
        ClientBuilder {
            base_url: base_url.to_owned(),
            credentials,
            off_status: None,
            settings: Settings::new(),
            fields: ["base_url", "token", "user_id"],
        }
    }

    /// A client by the environment: see [`ClientBuilder::from_env`].
    ///
    /// ```
    /// match mdc_client::Client::from_env() {
    ///     Ok(client) => println!("{client:?}"),
    ///     Err(error) => println!("{error}"), // names the variable that is missing
    /// }
    /// ```
    ///
    /// # Errors
    ///
    /// Kind `Invalid` naming the variable that is missing, blank or wrong.
    pub fn from_env() -> Result<Self> {
        ClientBuilder::from_env()?.build()
    }

    /// The address in use, `/mdc/api/v1` included.
    ///
    /// ```
    /// # mod doc { include!(concat!(env!("CARGO_MANIFEST_DIR"), "/tests/doc/run.rs")); } doc::run(async |client, _| {
    /// println!("asking {}", client.base_url());
    /// # Ok(()) });
    /// ```
    pub fn base_url(&self) -> &str {
        self.http.base_url().as_str()
    }
}

impl fmt::Debug for Client {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Client({})", self.base_url())
    }
}

/// A client that is being set up. Made by [`Client::builder`].
#[must_use = "settings do nothing until `build`"]
pub struct ClientBuilder {
    base_url: String,
    credentials: Credentials,
    off_status: Option<InstanceStatus>,
    settings: Settings,
    /// What errors call address, token and user id.
    fields: [&'static str; 3],
}

impl ClientBuilder {
    /// Settings from the environment: `MDC_TOKEN`, `MDC_USER_ID` and `MDC_BASE_URL`, all needed.
    ///
    /// ```
    /// if let Ok(builder) = mdc_client::ClientBuilder::from_env() {
    ///     let client = builder.off_status("Shutdown").build();
    /// }
    /// ```
    ///
    /// # Errors
    ///
    /// Kind `Invalid` naming the variable that is missing or blank. [`build`](Self::build) names it if its
    /// value cannot be used.
    pub fn from_env() -> Result<Self> {
        Self::from_variables(|name| std::env::var(name).ok())
    }

    fn from_variables(read: impl Fn(&str) -> Option<String>) -> Result<Self> {
        let variable = |name, what: &str| {
            read(name)
                .map(|value| value.trim().to_owned())
                .filter(|value| !value.is_empty())
                .ok_or_else(|| Error::invalid(name, format!("is not set: put {what} there")))
        };
        let token = variable(TOKEN_VARIABLE, "the API token of the console")?;
        let user_id = variable(USER_VARIABLE, "the account's user id")?;
        let user_id = UserId::new(user_id)
            .map_err(|_| Error::invalid(USER_VARIABLE, "cannot be sent in a header"))?;
        let base_url = variable(URL_VARIABLE, "the installation's address")?;
        let builder = Client::builder(Credentials::new(token, user_id), &base_url);
        Ok(Self { fields: [URL_VARIABLE, TOKEN_VARIABLE, USER_VARIABLE], ..builder })
    }

    /// How the client talks: time limits, retries, proxy and the like.
    pub fn settings(mut self, settings: Settings) -> Self {
        self.settings = settings;
        self
    }

    /// This installation's status word for an instance that is off, for
    /// [`Cluster::confirm_powered_off`](crate::Cluster::confirm_powered_off). The API's page does not have it:
    /// set it once you have seen it (the console's English manual calls the state `Shutdown`).
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
        let [url_field, token_field, user_field] = self.fields;
        let base = BaseUrl::parse(url_field, &self.base_url, self.settings.allows_plain_http())?;
        let Credentials { token, user_id } = self.credentials;
        let namespace = Secret::from(user_id.as_str());
        let agent = concat!(env!("CARGO_PKG_NAME"), "/", env!("CARGO_PKG_VERSION"));
        let http = HttpConfig::new(agent, self.settings)
            .credential(user_field, "namespace", "", &namespace, "$MDC_USER_ID")?
            // The scheme in lower case, as all documented samples have it.
            .credential(token_field, "authorization", "bearer ", &token, "$MDC_TOKEN")?
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
    use super::*;

    const URL: &str = "https://neolink-ai.com/mdc/api/v1";

    #[test]
    fn the_base_path_is_there_once_however_the_address_is_given() {
        for given in ["", "/", "/mdc/api/v1", "/mdc/api/v1/"] {
            let credentials = Credentials::new("t", UserId::new("u").unwrap());
            let client = Client::new(credentials, &format!("https://neolink-ai.com{given}"));
            assert_eq!(client.unwrap().base_url(), URL, "{given}");
        }
    }

    #[test]
    fn what_is_missing_or_wrong_names_its_setting_or_variable_and_shows_nothing_secret() {
        for (url, user, token, wrong) in [
            (Some(URL), Some("user-1"), Some(" hunter2\n"), None),
            (Some(URL), Some("user-1"), None, Some(1)),
            (Some(URL), Some("user-1"), Some(" "), Some(1)),
            (Some(URL), Some("user-1"), Some("hunter\u{1}2"), Some(1)),
            (Some(URL), None, Some("hunter2"), Some(2)),
            (Some(URL), Some("hunter\u{1}2"), Some("hunter2"), Some(2)),
            (None, Some("user-1"), Some("hunter2"), Some(0)),
            (Some(""), Some("user-1"), Some("hunter2"), Some(0)),
            (Some("neolink-ai.com"), Some("user-1"), Some("hunter2"), Some(0)),
            (Some("http://neolink-ai.com"), Some("user-1"), Some("hunter2"), Some(0)),
            (Some("https://me:hunter2@neolink-ai.com"), Some("user-1"), Some("hunter2"), Some(0)),
        ] {
            let read = |name: &str| match name {
                URL_VARIABLE => url.map(str::to_owned),
                USER_VARIABLE => user.map(str::to_owned),
                _ => token.map(str::to_owned),
            };
            let built = ClientBuilder::from_variables(read);
            let mut shown = format!("{built:#?}");
            let built = built.and_then(ClientBuilder::build);
            shown += &format!("{built:#?}");
            let by_variable = [URL_VARIABLE, TOKEN_VARIABLE, USER_VARIABLE];
            let told = built.as_ref().err().and_then(Error::field);
            assert_eq!(told, wrong.map(|wrong| by_variable[wrong]), "{shown}");
            if let (Some(url), Some(Ok(user)), Some(token)) = (url, user.map(UserId::new), token) {
                let built = Client::new(Credentials::new(token.trim(), user), url);
                shown += &format!("{built:#?}");
                let told = built.as_ref().err().and_then(Error::field);
                assert_eq!(told, wrong.map(|wrong| ["base_url", "token", "user_id"][wrong]));
            }
            assert!(!shown.contains("hunter"), "{shown}");
        }
    }
}
