//! The client of one region: one value, cheap to clone, from which every request begins.

mod builder;
mod instances;
mod resources;

use std::fmt;
use std::sync::Arc;

use gpu_http::{BaseUrl, Http, HttpConfig};

pub use builder::ClientBuilder;

use crate::session::TokenKeeper;
use crate::{Center, ListForm, Result, envelope};

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
    /// A client that asks this region with tokens from there.
    pub(crate) fn new(
        http: HttpConfig,
        base: BaseUrl,
        tokens: TokenKeeper,
        center: Option<Center>,
    ) -> Result<Self> {
        let http = http
            .parse_error_body(envelope::parse_region_error)
            .tokens(Arc::new(tokens))
            .build(base)?;
        Ok(Self { http, center: center.map(Arc::new), list_form: ListForm::default() })
    }

    /// Sets the form of lists, for requests that choose none, and for the probes after a create or a delete
    /// and by name.
    ///
    /// ```
    /// # mod doc { include!(concat!(env!("CARGO_MANIFEST_DIR"), "/tests/doc/run.rs")); } doc::run(async |client, _| {
    /// let client = client.with_list_form(ac_openapi_client::ListForm::Query);
    /// println!("{} instances", client.list_instances().await?.instances.len());
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
    #[must_use]
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
    #[must_use]
    pub fn base_url(&self) -> &BaseUrl {
        self.http.base_url()
    }
}

impl fmt::Debug for Client {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Client({})", self.base_url())
    }
}
