//! `POST /clusters/{cluster}/instances`.

use std::time::Duration;

use gpu_common::{Timestamp, check_text};
use gpu_http::{
    Answer, BoxFuture, Call, Creation, Http, Lookup, Request, RequestOptions, request_methods,
};
use serde::Serialize;

use super::{DisplayName, Instance, Plan, Volume};
use crate::{Cluster, DiskSkuId, Error, Result, SellingMode, SkuId};

/// By how much the vendor's clock may be behind ours.
const SKEW: Duration = Duration::from_secs(5 * 60);

impl Cluster {
    /// Creates an instance: **rents a machine**. (Documented.) [`CreateInstance`] says what becomes of a
    /// create whose fate is unclear.
    ///
    /// `sku` is what to rent, from [`Client::list_skus`](crate::Client::list_skus). For
    /// `display_name`, use [`DisplayName::unique`]. `image` is an official image or one's own, with
    /// registry and tag, such as `images.neolink-ai.com/matrixdc/tensorflow:2.15.0-…`; no call lists them.
    /// Data disks must be given as well.
    ///
    /// **In any cluster except the first, check where the machine is**, by [`Instance::is_in`]. The request
    /// has a field `Region` beside the cluster in its path. Unless [`region`](CreateInstance::region) sets
    /// it, it is sent empty, which means Beijing zone 1 (documented). Which of the two decides is unknown.
    /// Wait for a machine in another cluster there, and delete and confirm it there. If the answer is lost,
    /// the machine is looked for in this cluster only.
    ///
    /// ```
    /// # mod doc { include!(concat!(env!("CARGO_MANIFEST_DIR"), "/tests/doc/run.rs")); } doc::cluster(async |cluster| {
    /// use mdc_client::{DiskSkuId, DisplayName, Plan, SkuId, Volume};
    ///
    /// let order = cluster
    ///     .create_instance(SkuId::new("66")?, DisplayName::unique("train")?, "registry/image:tag")
    ///     .plan(Plan::PayAsYouGo)
    ///     .volumes([Volume::new(50)])
    ///     .volume(Volume::new(100).mounted_at("/root/models"))
    ///     .disk_sku(DiskSkuId::new("1")?)
    ///     .region(cluster.name().as_str())
    ///     .query_extra("trace", "1") // what this crate does not know goes in by its name
    ///     .body_extra("/Cost/Discount", 9)
    ///     .timeout(std::time::Duration::from_secs(90));
    /// println!("{:?}", order.display_name()); // keep it
    /// println!("{}", order.preview()?); // a curl command, secrets masked
    /// let instance = order.send().await?; // `order.await` is the same
    /// # Ok(()) });
    /// ```
    #[doc(alias(
        "POST /clusters/{clusterName}/instances",
        "rent",
        "创建算力实例",
        "/mdc/api/v1/clusters/{clusterName}/instances",
        "displayName",
    ))]
    pub fn create_instance(
        &self,
        sku: impl Into<SkuId>,
        display_name: impl TryInto<DisplayName, Error: Into<Error>>,
        image: impl Into<String>,
    ) -> CreateInstance {
        CreateInstance {
            cluster: self.clone(),
            sku: sku.into(),
            display_name: display_name.try_into().map_err(Into::into),
            image: image.into(),
            plan: Plan::PayAsYouGo,
            volumes: None,
            disk_sku: None,
            region: String::new(),
            request: RequestOptions::default(),
        }
    }
}

/// A create of one instance, made by [`Cluster::create_instance`](crate::Cluster::create_instance).
/// Documented.
///
/// It goes out again only if it provably never left. Its fate is unclear if no answer came, if the answer
/// cannot be read, or if it is refused: no document says what a refusal looks like. Then the list is read
/// several times over ten seconds. With a [`DisplayName::unique`] the instance is found, if it is there, and
/// given back. With any other name the error is of kind `MaybeCreated` and has what may be it as
/// `candidates()`. If a refusal came and whole lists have none, the refusal is the error
/// ([`is_refused`](gpu_http::Error::is_refused)). All of this takes no longer than the client's limit on a
/// call, of which a third is kept for probes. `send_raw` makes none.
///
/// An answer that names another cluster is given back, because a machine exists: see [`Instance::is_in`].
///
/// Every error has the display name as its `key()`. If the future is dropped, the create may still take
/// effect: look for the display name.
#[derive(Clone, Debug)]
#[must_use = "a request does nothing until it is awaited"]
pub struct CreateInstance {
    pub(super) cluster: Cluster,
    pub(super) sku: SkuId,
    pub(crate) display_name: Result<DisplayName>,
    image: String,
    pub(crate) plan: Plan,
    volumes: Option<Vec<Volume>>,
    disk_sku: Option<DiskSkuId>,
    region: String,
    request: RequestOptions,
}

#[derive(Serialize)]
#[serde(rename_all = "PascalCase")]
struct Body<'a> {
    cost: CostBody<'a>,
    volume_mount: &'a [Volume],
    #[serde(rename = "namespace")]
    namespace: &'a str,
    #[serde(rename = "displayName")]
    display_name: &'a str,
    #[serde(rename = "image")]
    image: &'a str,
    region: &'a str,
}

/// Unset texts are sent empty, as the sample does: whether they may be left out is unknown.
#[derive(Serialize)]
#[serde(rename_all = "PascalCase")]
struct CostBody<'a> {
    cost_type: SellingMode,
    #[serde(rename = "CouponID")]
    coupon_id: &'a str,
    #[serde(rename = "DiskSKUID")]
    disk_sku_id: &'a str,
    #[serde(rename = "GPUSKUID")]
    gpu_sku_id: &'a str,
    cost_time: String,
}

request_methods!(CreateInstance => Instance);

impl CreateInstance {
    /// How it is to be paid (documented). Pay as you go unless said otherwise.
    #[doc(alias("CostType", "CostTime", "CouponID"))]
    pub fn plan(mut self, plan: Plan) -> Self {
        self.plan = plan;
        self
    }

    /// Adds a data disk. The page's table requires the field, so a request is refused in which neither this
    /// nor [`volumes`](Self::volumes) was called.
    #[doc(alias = "VolumeMount")]
    pub fn volume(mut self, volume: Volume) -> Self {
        self.volumes.get_or_insert_default().push(volume);
        self
    }

    /// Sets the data disks, none included. Whether the vendor takes an empty list is unknown.
    pub fn volumes(mut self, volumes: impl IntoIterator<Item = Volume>) -> Self {
        self.volumes = Some(volumes.into_iter().collect());
        self
    }

    /// The data disks' specification. `1` unless said otherwise: the only one there is at present
    /// (documented).
    #[doc(alias = "DiskSKUID")]
    pub fn disk_sku(mut self, id: DiskSkuId) -> Self {
        self.disk_sku = Some(id);
        self
    }

    /// The `Region` field. Empty, as in the sample, it means Beijing zone 1 (documented) in every cluster.
    /// Its values are not documented: answers have the *cluster's* name in it.
    pub fn region(mut self, region: impl Into<String>) -> Self {
        self.region = region.into();
        self
    }

    /// The display name that was ordered; `None` if what was given is no name.
    pub fn display_name(&self) -> Option<&DisplayName> {
        self.display_name.as_ref().ok()
    }

    fn request(&self) -> Request<Instance> {
        let http = self.cluster.http();
        let request = match &self.display_name {
            Ok(name) => {
                let call = Call::post("create instance", self.cluster.instances_path())
                    .not_idempotent()
                    .about_key(name.as_str())
                    .stand_in(&[("namespace", "$MDC_USER_ID")]);
                let creating = Creating { cluster: self.cluster.clone(), name: name.clone() };
                Request::creating(http, call.try_json(self.body(name)), creating)
            }
            Err(error) => Request::refused(http, error.clone()),
        };
        request.with_options(self.request.clone())
    }

    fn body<'a>(&'a self, display_name: &'a DisplayName) -> Result<Body<'a>> {
        display_name.check()?;
        let Some(volumes) = &self.volumes else {
            let reason = "say which data disks: `volume` for one, `volumes([])` for none";
            return Err(Error::invalid("VolumeMount", reason));
        };
        Volume::check_all(volumes)?;
        check_text("image", &self.image, usize::MAX)?;
        if self.image.contains(char::is_whitespace) {
            return Err(Error::invalid("image", "has white space in it"));
        }
        if !self.region.is_empty() {
            check_text("Region", &self.region, usize::MAX)?;
        }
        Ok(Body {
            cost: CostBody {
                cost_type: self.plan.selling_mode(),
                coupon_id: self.plan.coupon().map_or("", |coupon| coupon.as_str()),
                disk_sku_id: self.disk_sku.as_ref().map_or("1", DiskSkuId::as_str),
                gpu_sku_id: self.sku.as_str(),
                cost_time: self.plan.term().map(|term| term.to_string()).unwrap_or_default(),
            },
            volume_mount: volumes,
            namespace: self.cluster.client.user_id.as_str(),
            display_name: display_name.as_str(),
            image: &self.image,
            region: &self.region,
        })
    }
}

/// A create under this name.
struct Creating {
    cluster: Cluster,
    name: DisplayName,
}

impl Creation for Creating {
    type Machine = Instance;
    type Made = Instance;

    fn key(&self) -> &str {
        self.name.as_str()
    }

    fn key_is_unique(&self) -> bool {
        self.name.is_unique()
    }

    /// An error body may have a `name`, too: what was created has the display name that was asked for. One
    /// that has another name is no answer, but a machine may have been made.
    fn read(&self, answer: &Answer) -> Result<Instance> {
        let named = |error| answer.naming(error, &["name"]);
        let instance: Instance = answer.json().map_err(named)?;
        let shown = instance.display_name.as_str();
        if shown.map_or(instance.uid.is_set(), |shown| self.name.matches(shown)) {
            return Ok(instance);
        }
        let error = answer.unreadable(Some("displayName"), "not the instance that was asked for");
        // What an error body calls a name has neither beside it.
        let is_bare = instance.uid.is_absent() && instance.display_name.is_absent();
        Err(if is_bare { error } else { error.with_id(instance.name.as_str()) })
    }

    fn find(&self, http: Http) -> BoxFuture<'_, Result<Lookup<Vec<Instance>>>> {
        let cluster = self.cluster.with_http(http);
        Box::pin(async move { cluster.find_instance(&self.name).await })
    }

    /// The vendor's clock may be behind ours.
    fn may_be_made(machine: &Instance, began: Timestamp) -> bool {
        let since = began.checked_sub(SKEW).unwrap_or(began);
        machine.creation_timestamp.copied().is_none_or(|created| created >= since)
    }

    fn found(&self, machine: Instance) -> Instance {
        machine
    }

    fn id(made: &Instance) -> &str {
        made.name.as_str()
    }
}
