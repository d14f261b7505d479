//! The client: an address, credentials, and the calls that need no cluster.

mod builder;
mod env;

use std::fmt;

use gpu_http::{Answer, Call, Http, Request};
use gpu_json::Items;
use serde::de::DeserializeOwned;

pub use self::builder::ClientBuilder;
use crate::{
    Cluster, ClusterName, Credentials, InstanceStatus, RegionId, RegionInfo, Result, Sku, UserId,
};

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
    /// Kind `Invalid` naming `base_url`, `token` or another setting.
    pub fn new(credentials: Credentials, base_url: &str) -> Result<Self> {
        Self::builder(credentials, base_url).build()
    }

    /// Starts a client for the installation at `base_url`: one of [`hosts`](crate::hosts) or any
    /// other, with or without `/mdc/api/v1` and a slash at the end. There is no default.
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
        ClientBuilder::new(credentials, base_url)
    }

    /// A client by the environment: `MDC_TOKEN`, `MDC_USER_ID` and `MDC_BASE_URL`, all needed.
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
    #[must_use]
    pub fn base_url(&self) -> &str {
        self.http.base_url().as_str()
    }

    /// Lists the regions: their ids for [`list_skus`](Self::list_skus), their cluster names for
    /// [`cluster`](Self::cluster). (Documented; `GET /regions`.) The answer is the whole list: the
    /// documented sample has no paging.
    ///
    /// ```
    /// # mod doc { include!(concat!(env!("CARGO_MANIFEST_DIR"), "/tests/doc/run.rs")); } doc::run(async |client, _| {
    /// for region in client.list_regions().await?.iter() {
    ///     println!("{} has the cluster {}", region.id, region.cluster_name);
    /// }
    /// # Ok(()) });
    /// ```
    #[doc(alias("GET /regions", "region_id", "clusterName", "/mdc/api/v1/regions"))]
    pub fn list_regions(&self) -> Request<Items<RegionInfo>> {
        let call = Call::get("list regions", "/regions");
        Request::new(&self.http, Ok(call), |answer| list(&answer))
    }

    /// Lists the GPU specifications of a region, with prices and stock. (Documented;
    /// `GET /skus/computings?region_id=…`.) The answer is the whole list: the documented sample has no
    /// paging.
    ///
    /// ```
    /// # mod doc { include!(concat!(env!("CARGO_MANIFEST_DIR"), "/tests/doc/run.rs")); } doc::run(async |client, _| {
    /// # let regions = client.list_regions().await?;
    /// # let region = regions.iter().next().expect("a region");
    /// for sku in client.list_skus(region).await?.iter() {
    ///     println!("{}: {:?}, in stock: {:?}", sku.id, sku.list_rate(), sku.in_stock());
    /// }
    /// # Ok(()) });
    /// ```
    #[doc(alias(
        "GET /skus/computings",
        "GPU 规格",
        "/mdc/api/v1/skus/computings",
        "查看 GPU 规格信息",
        "GPUSKUID",
    ))]
    pub fn list_skus(&self, region: impl Into<RegionId>) -> Request<Items<Sku>> {
        let region = region.into();
        let call = Call::get("list skus", "/skus/computings").query("region_id", region.as_str());
        Request::new(&self.http, Ok(call), |answer| list(&answer))
    }

    /// The instances of a cluster: create, list, get, power off and on, delete, wait. Sends
    /// nothing by itself.
    ///
    /// ```
    /// # mod doc { include!(concat!(env!("CARGO_MANIFEST_DIR"), "/tests/doc/run.rs")); } doc::run(async |client, _| {
    /// let cluster = client.cluster(mdc_client::ClusterName::new("host-cluster")?);
    /// println!("{} instances in {}", cluster.list_instances().await?.iter().len(), cluster.name());
    /// # Ok(()) });
    /// ```
    #[must_use]
    pub fn cluster(&self, name: impl Into<ClusterName>) -> Cluster {
        Cluster::new(self, name.into())
    }
}

/// A whole list. Go writes an empty one as `null` (inferred).
fn list<T: DeserializeOwned>(answer: &Answer) -> Result<Items<T>> {
    let list: Option<Items<T>> = answer.json()?;
    Ok(list.unwrap_or_else(|| Vec::new().into()))
}

impl fmt::Debug for Client {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Client({})", self.base_url())
    }
}
