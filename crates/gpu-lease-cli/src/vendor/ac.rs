//! AC OpenAPI (SCNet): its settings, its order, its logins.

use ac_openapi_client::{
    Accelerator, Access, Client, Credentials, ImageRef, InstanceId, InstanceName, NewInstance,
    Platform, TaskType, TimeoutLimit,
};
use gpu_http::BoxFuture;
use gpu_lease::{Machine, Vendor};
use serde_json::{Value, json};

use super::{Plan, setting};
use crate::exit::Result;
use crate::offers::Offer;
use crate::profile::Profile;
use crate::world::World;

/// What to rent through AC OpenAPI.
#[derive(clap::Args)]
pub(crate) struct Order {
    /// The image's whole path in the registry
    #[arg(long, value_name = "PATH")]
    image: String,
    /// The image's name:tag
    #[arg(long, value_name = "NAME:TAG")]
    image_version: String,
    /// The resource group, such as TeslaM40; if given again, what to try after a refusal
    #[arg(long, value_name = "GROUP", required = true)]
    group: Vec<String>,
    /// The kind of accelerator
    #[arg(long, value_name = "KIND", value_parser = ["dcu", "gpu", "mlu", "cpu"])]
    accelerator: String,
    /// How many accelerators
    #[arg(long, value_name = "N", default_value_t = 1)]
    gpus: u32,
    /// How many CPU cores
    #[arg(long, value_name = "N")]
    cpus: u32,
    /// Memory in MB
    #[arg(long, value_name = "MB")]
    ram: u64,
}

pub(crate) async fn open(world: &World, profile: &Profile) -> Result<Client> {
    if let Some(token) = profile.get("AC_TOKEN") {
        let what = "the address of the region's container service";
        let base_url = profile.require("AC_BASE_URL", what)?;
        return Client::builder(token, base_url)
            .settings(world.settings())
            .build()
            .map_err(setting);
    }
    access(world, profile)?.connect().await.map_err(setting)
}

/// The way from access keys to a region.
pub(crate) fn access(world: &World, profile: &Profile) -> Result<Access> {
    let what = "the login name (or set AC_TOKEN and AC_BASE_URL)";
    let user = profile.require("AC_USER", what)?;
    let access_key = profile.require("AC_ACCESS_KEY", "the access key")?;
    let secret_key = profile.require("AC_SECRET_KEY", "the secret key")?;
    let credentials = Credentials::new(user, access_key, secret_key).map_err(setting)?;
    let mut platform = Platform::builder().settings(world.settings());
    if let Some(url) = profile.get("AC_TOKENS_URL") {
        platform = platform.tokens_url(url);
    }
    if let Some(url) = profile.get("AC_CENTER_URL") {
        platform = platform.center_url(url);
    }
    let mut access = Access::new(platform.build().map_err(setting)?, credentials);
    if let Some(region) = profile.get("AC_REGION") {
        access = access.region(region);
    }
    Ok(access)
}

impl super::Order for Order {
    type Vendor = Client;

    async fn plan(&self, world: &World, profile: &Profile) -> Result<Plan<Client>> {
        let client = open(world, profile).await?;
        let mut orders = Vec::new();
        for group in &self.group {
            let order = client.create_instance(NewInstance {
                name: InstanceName::new("the_key_of_the_lease")?,
                image: ImageRef::new(&self.image, &self.image_version),
                task_type: TaskType::Ssh,
                accelerator: Accelerator::from(self.accelerator.as_str()),
                gpu_number: self.gpus,
                cpu_number: self.cpus,
                ram_mb: self.ram,
                resource_group: group.clone(),
                task_number: 1,
                timeout_limit: TimeoutLimit::Unlimited,
                start_script: None,
            });
            let curl = order.preview()?.to_string();
            orders.push((order, curl));
        }
        Ok((client, orders))
    }
}

impl super::Client for Client {
    fn vendor(&self) -> &dyn Vendor {
        self
    }

    fn secrets<'a>(&'a self, machine: &'a Machine) -> BoxFuture<'a, Result<Value>> {
        Box::pin(async move {
            let url = self.get_access_url(&machine.id.parse::<InstanceId>()?).await?;
            Ok(json!({"url": url.map(|url| url.expose().to_owned())}))
        })
    }

    fn offers(&self) -> BoxFuture<'_, Result<Vec<Offer>>> {
        let why = "the API tells no prices; resource groups are in the console";
        Box::pin(async move { Ok(vec![Offer::unknown("ac", why)]) })
    }

    fn check(&self) -> BoxFuture<'_, Result<&'static str, gpu_http::Error>> {
        Box::pin(async {
            let page = self.list_instances().per_page(1).await;
            page.map(|_| "GET /ai/openapi/v2/instance-service/task")
        })
    }
}
