//! The client: one value, cheap to clone, from which every request begins.

mod builder;
mod env;
mod requests;

use std::fmt;

use gpu_common::Secret;
use gpu_http::Http;

pub use builder::ClientBuilder;

use crate::Result;

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
    /// Kind `Invalid`: the token is blank (field `token`), or this machine has no TLS to use.
    pub fn new(token: impl Into<Secret>) -> Result<Self> {
        Self::builder(token).build()
    }

    /// A client from the environment: `GLOWS_SDK_TOKEN`, and `GLOWS_BASE_URL` if set.
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
    /// Kind `Invalid`, naming the variable, if the token is missing or the address unusable.
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
        ClientBuilder::new(token.into())
    }
}

/// The address only; never the token.
impl fmt::Debug for Client {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Client({})", self.http.base_url())
    }
}
