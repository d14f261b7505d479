//! From access keys to a client of one region.

mod choose_region;

use std::fmt;

use gpu_common::Secret;
use gpu_http::BoxFuture;

use crate::envelope::http_config;
use crate::session::renewing;
use crate::{Client, Credentials, Platform, Result, Tokens};

/// The way from access keys to containers: tokens, a region, the address of its container service.
///
/// ```
/// # mod doc { include!(concat!(env!("CARGO_MANIFEST_DIR"), "/tests/doc/run.rs")); } doc::access(async |access, ac| {
/// use ac_openapi_client::{Access, Credentials};
///
/// # let (login_name, access_key, secret_key) = (ac.user(), ac.access_key(), ac.secret_key());
/// # let platform = access.platform().clone();
/// let access = Access::new(platform, Credentials::new(login_name, access_key, secret_key)?);
/// for region in access.tokens().await?.regions() {
///     println!("{} {}", region.cluster_id, region.cluster_name);
/// }
/// let client = access.region("11112").connect().await?; // by id or name
/// # Ok(()) });
/// ```
#[derive(Clone)]
pub struct Access {
    platform: Platform,
    credentials: Credentials,
    region: Option<String>,
}

impl Access {
    /// Access to the platform with these keys.
    pub fn new(platform: Platform, credentials: Credentials) -> Self {
        Self { platform, credentials, region: None }
    }

    /// Chooses the region, by its id or its exact name. Without a choice the account must have
    /// exactly one region that can be used: the first of several is never taken.
    #[must_use]
    pub fn region(mut self, id_or_name: impl Into<String>) -> Self {
        self.region = Some(id_or_name.into());
        self
    }

    /// The platform's own calls.
    pub fn platform(&self) -> &Platform {
        &self.platform
    }

    /// The tokens of all regions, to see which there are.
    ///
    /// # Errors
    ///
    /// As [`Platform::get_tokens`].
    pub async fn tokens(&self) -> Result<Tokens> {
        self.platform.get_tokens(&self.credentials).await
    }

    /// Gets a token for the region, asks where its container service is, and gives a client for it.
    ///
    /// The first enabled address is chosen and kept: what was created through one was not seen
    /// through another (seen in use, with files). The token is renewed by itself, a little before it
    /// expires.
    ///
    /// # Errors
    ///
    /// Kind `Invalid`, field `region`, if the region does not exist, is disabled, is ambiguous or
    /// has no enabled container service; field `aiUrls` if its address is a placeholder or not
    /// fit for use. Otherwise what the calls met.
    pub async fn connect(&self) -> Result<Client> {
        let (id, token) = self.token().await?;
        let platform = &self.platform;
        let center = platform.get_center(token.clone()).await?;
        let settings = platform.settings.clone();
        let base = center.container_service(&platform.center.0, settings.allows_plain_http())?;
        let http = http_config(settings);
        let keys = &self.credentials;
        let http = http.mask(keys.access_key.clone()).mask(keys.secret_key.clone());
        let access = self.clone().region(id);
        let renew = move |_| -> BoxFuture<'static, Result<Secret>> {
            let access = access.clone();
            Box::pin(async move { Ok(access.token().await?.1) })
        };
        Client::new(renewing(http, token, Box::new(renew)), base, Some(center))
    }

    /// The region's id, and a new token for it.
    async fn token(&self) -> Result<(String, Secret)> {
        choose_region::choose(&self.tokens().await?, self.region.as_deref())
    }
}

/// User and addresses only.
impl fmt::Debug for Access {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Access({:?}, {:?}", self.credentials.user(), self.platform)?;
        if let Some(region) = &self.region {
            write!(f, ", region {region:?}")?;
        }
        f.write_str(")")
    }
}
