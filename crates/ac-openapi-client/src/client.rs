//! The client of one region: one value, cheap to clone, from which every request begins.

use std::fmt;
use std::sync::Arc;
use std::time::Duration;

use gpu_common::Secret;
use gpu_http::{BaseUrl, Http, HttpConfig, Settings};

use crate::envelope::{http_config, parse_region_error};
use crate::service_address::base_url;
use crate::session::{renewing, sendable};
use crate::{Center, Error, ListForm, Platform, Result};

/// A client of one region's container service. Build it once and clone it: clones share
/// connections and the token.
///
/// Each method begins a request: `.await` it, or look at it first with `.preview()`.
#[derive(Clone)]
pub struct Client {
    pub(crate) http: Http,
    center: Option<Arc<Center>>,
    pub(crate) list_form: ListForm,
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
        ClientBuilder::new(("token", token.into()), ("base_url", base_url.into()))
    }

    /// A client that asks this region.
    pub(crate) fn new(http: HttpConfig, base: BaseUrl, center: Option<Center>) -> Result<Self> {
        let http = http.parse_error_body(parse_region_error);
        Ok(Self {
            http: http.build(base)?,
            center: center.map(Arc::new),
            list_form: ListForm::default(),
        })
    }

    /// Sets the form of lists, for requests that choose none, and for the probes after a create or a delete
    /// and by name.
    ///
    /// ```
    /// # mod doc { include!(concat!(env!("CARGO_MANIFEST_DIR"), "/tests/doc/run.rs")); } doc::run(async |client, _| {
    /// let client = client.with_list_form(ac_openapi_client::ListForm::Query);
    /// println!("{} instances", client.list_instances().await?.items.len());
    /// # Ok(()) });
    /// ```
    #[must_use]
    pub fn with_list_form(mut self, form: ListForm) -> Self {
        self.list_form = form;
        self
    }

    /// The region, if the platform was asked; `None` for a client made from a ready token.
    ///
    /// ```
    /// # mod doc { include!(concat!(env!("CARGO_MANIFEST_DIR"), "/tests/doc/run.rs")); } doc::run(async |client, _| {
    /// println!("{:?}", client.center().map(|center| &center.name));
    /// # Ok(()) });
    /// ```
    pub fn center(&self) -> Option<&Center> {
        self.center.as_deref()
    }

    /// Where the container service is, without the `/ai` that its paths begin with.
    ///
    /// ```
    /// # mod doc { include!(concat!(env!("CARGO_MANIFEST_DIR"), "/tests/doc/run.rs")); } doc::run(async |client, _| {
    /// println!("asking {}", client.base_url());
    /// # Ok(()) });
    /// ```
    pub fn base_url(&self) -> &BaseUrl {
        self.http.base_url()
    }

    /// The same client with as much time as is left until then.
    pub(crate) fn until(&self, ends: Duration) -> Self {
        self.with(self.http.until(ends))
    }

    /// The same client with other limits.
    pub(crate) fn with(&self, http: Http) -> Self {
        Self { http, ..self.clone() }
    }
}

impl fmt::Debug for Client {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Client({})", self.base_url())
    }
}

/// A setting's name, for errors, and its value.
type Named<T> = (&'static str, T);

/// Settings of a [`Client`] for a token that is ready, all with defaults.
#[must_use = "settings do nothing until `build`"]
pub struct ClientBuilder {
    settings: Settings,
    token: Named<Secret>,
    base_url: Named<String>,
    platform: Option<Platform>,
}

impl ClientBuilder {
    pub(crate) fn new(token: Named<Secret>, base_url: Named<String>) -> Self {
        Self { settings: Settings::new(), token, base_url, platform: None }
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
        let ((token_field, token), (base_field, base)) = (self.token, self.base_url);
        let base = base_url(base_field, &base, self.settings.allows_plain_http())?;
        let token = sendable(&token).map_err(|reason| Error::invalid(token_field, reason))?;
        let http = http_config(self.settings);
        let http = match self.platform {
            Some(platform) => {
                renewing(http, token, Box::new(move |old| platform.renew_token(old).send()))
            }
            None => http.credential(token_field, "token", "", &token, "$AC_TOKEN")?,
        };
        Client::new(http, base, None)
    }
}

/// Never the token, nor the address: people paste credentials into URLs.
impl fmt::Debug for ClientBuilder {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("ClientBuilder")
            .field("settings", &self.settings)
            .field("platform", &self.platform)
            .finish_non_exhaustive()
    }
}
