//! MatrixDC: its settings, its order, its logins, its prices.

use std::collections::BTreeSet;

use gpu_http::BoxFuture;
use gpu_lease::{Machine, Vendor};
use mdc_client::{
    Client, Cluster, ClusterName, Credentials, DisplayName, InstanceName, Period, Plan as Payment,
    Sku, SkuId, UserId, Volume,
};
use serde_json::{Value, json};

use super::{Plan, setting};
use crate::exit::Result;
use crate::offers::Offer;
use crate::profile::Profile;
use crate::world::World;

/// What to rent on MatrixDC.
#[derive(clap::Args)]
pub(crate) struct Order {
    /// The cluster, as `offers` shows it
    #[arg(long, value_name = "NAME")]
    cluster: String,
    /// The specification's id, as `offers` shows it; if given again, what to try after a refusal
    #[arg(long, value_name = "ID", required = true)]
    sku: Vec<String>,
    /// The image, as the console shows it
    #[arg(long, value_name = "IMAGE")]
    image: String,
    /// The size of the data disk in GB
    #[arg(long, value_name = "GB")]
    disk: u32,
    /// Pays so many days in advance, instead of as you go
    #[arg(long, value_name = "DAYS")]
    days: Option<u16>,
}

pub(crate) fn open(world: &World, profile: &Profile) -> Result<Client> {
    let token = profile.require("MDC_TOKEN", "the API token of the console")?;
    let user_id = profile.require("MDC_USER_ID", "the account's user id")?;
    let base_url = profile.require("MDC_BASE_URL", "the installation's address")?;
    let user_id = UserId::new(user_id).map_err(|error| setting(error.into()))?;
    Client::builder(Credentials::new(token, user_id), base_url)
        .settings(world.settings())
        .build()
        .map_err(setting)
}

/// A cluster, and the client that lists regions and offers.
struct Place(Cluster, Client);

/// One account for each cluster.
pub(super) async fn open_all(
    world: &World,
    profile: &Profile,
) -> Result<Vec<Box<dyn super::Client>>> {
    let client = open(world, profile)?;
    let regions = client.list_regions().await?;
    let names: BTreeSet<_> = regions.iter().map(|region| region.cluster_name.clone()).collect();
    let place = |name: &ClusterName| Place(client.cluster(name.clone()), client.clone());
    Ok(names.iter().map(|name| Box::new(place(name)) as Box<dyn super::Client>).collect())
}

impl super::Order for Order {
    type Vendor = Cluster;

    async fn plan(&self, world: &World, profile: &Profile) -> Result<Plan<Cluster>> {
        let cluster = open(world, profile)?.cluster(ClusterName::new(&*self.cluster)?);
        let mut orders = Vec::new();
        for sku in &self.sku {
            let name = DisplayName::new("the-key-of-the-lease")?;
            let order = cluster.create_instance(SkuId::new(&**sku)?, name, &*self.image);
            let mut order = order.volume(Volume::new(self.disk));
            if let Some(days) = self.days {
                order = order.plan(Payment::prepaid(days, Period::Day)?);
            }
            let curl = order.preview()?.to_string();
            orders.push((order, curl));
        }
        Ok((cluster, orders))
    }
}

impl super::Client for Place {
    fn vendor(&self) -> &dyn Vendor {
        &self.0
    }

    fn secrets<'a>(&'a self, machine: &'a Machine) -> BoxFuture<'a, Result<Value>> {
        Box::pin(async move {
            let instance = self.0.get_instance(machine.id.parse::<InstanceName>()?).await?;
            let login = instance.ssh();
            let user = login.as_ref().and_then(|login| login.user());
            Ok(json!({"user": user, "password": instance.ssh_password().map(|one| one.expose())}))
        })
    }

    /// The specifications of the regions that belong to the cluster.
    fn offers(&self) -> BoxFuture<'_, Result<Vec<Offer>>> {
        Box::pin(async move {
            let (Self(cluster, client), mut offers) = (self, Vec::new());
            let regions = client.list_regions().await?;
            for region in regions.iter().filter(|region| region.cluster_name == *cluster.name()) {
                let skus = client.list_skus(&region.id).await?;
                offers.extend(skus.iter().map(|sku| offer(cluster, sku)));
            }
            Ok(offers)
        })
    }

    fn check(&self) -> BoxFuture<'_, Result<&'static str, gpu_http::Error>> {
        Box::pin(async { self.1.list_regions().await.map(|_| "GET /regions") })
    }
}

fn offer(cluster: &Cluster, sku: &Sku) -> Offer {
    let price = sku.effective_price(gpu_common::Timestamp::now());
    Offer {
        vendor: "mdc",
        place: cluster.name().to_string(),
        id: Some(sku.id.to_string()),
        gpu: sku.name.get().map(ToString::to_string),
        gpus: sku.gpu_count.copied(),
        rate: price.as_ref().map(|price| price.rate),
        in_stock: sku.in_stock(),
        relied_on: price.map_or_else(|| "price unknown".to_owned(), |price| price.relied_on),
    }
}
