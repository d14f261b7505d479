//! Glows.ai: its settings, its order, its logins.

use glows_client::{Category, Client, Hardware, InstanceId, MetaKey, Source};
use gpu_http::BoxFuture;
use gpu_lease::{Machine, Vendor};
use serde_json::{Value, json};

use super::{Plan, setting};
use crate::exit::Result;
use crate::offers::Offer;
use crate::profile::Profile;
use crate::world::World;

/// What to rent on Glows.ai.
#[derive(clap::Args)]
pub(crate) struct Order {
    /// The image's id, such as img-87p9kq26
    #[arg(long, value_name = "ID", required_unless_present = "snapshot")]
    image: Option<String>,
    /// A snapshot's id, instead of an image
    #[arg(long, value_name = "ID", conflicts_with = "image")]
    snapshot: Option<String>,
    /// The GPU's exact name; if given again, what to try after a refusal
    #[arg(long, value_name = "NAME", required = true)]
    gpu: Vec<String>,
    /// The region, such as TW-03
    #[arg(long, value_name = "REGION")]
    region: String,
    /// A virtual machine instead of a container
    #[arg(long)]
    vm: bool,
    /// Runs this on the container, in place of the image's command; when it ends, the machine releases itself
    #[arg(long, value_name = "COMMAND", conflicts_with = "vm")]
    cmd: Option<String>,
}

pub(crate) fn open(world: &World, profile: &Profile) -> Result<Client> {
    let token = profile.require("GLOWS_SDK_TOKEN", "the SDK token of the account page")?;
    let mut builder = Client::builder(token).settings(world.settings());
    if let Some(url) = profile.get("GLOWS_BASE_URL") {
        builder = builder.base_url(url);
    }
    builder.build().map_err(setting)
}

impl super::Order for Order {
    type Vendor = Client;

    async fn plan(&self, world: &World, profile: &Profile) -> Result<Plan<Client>> {
        let client = open(world, profile)?;
        let source = match (&self.image, &self.snapshot) {
            (_, Some(id)) => Source::snapshot(id),
            (id, None) => Source::image(id.as_deref().unwrap_or_default()),
        };
        let category = if self.vm { Category::Vm } else { Category::Container };
        let mut orders = Vec::new();
        for gpu in &self.gpu {
            let (source, hardware) = (source.clone(), Hardware::gpu(gpu));
            let key = MetaKey::new("the-key-of-the-lease");
            let region = self.region.as_str();
            let mut order =
                client.create_instance(source, hardware, category.clone(), region, key?);
            if let Some(cmd) = &self.cmd {
                order = order.cmd(cmd);
            }
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
            let instance = self.get_instance(machine.id.parse::<InstanceId>()?).await?;
            let login = instance.ssh_cred.get();
            let user = login.and_then(|login| login.user.get().map(ToString::to_string));
            let password = login.and_then(|login| login.password.get());
            Ok(json!({"user": user, "password": password.map(|one| one.expose())}))
        })
    }

    fn offers(&self) -> BoxFuture<'_, Result<Vec<Offer>>> {
        let why = "the API lists no offers; names and prices are in the console";
        Box::pin(async move { Ok(vec![Offer::unknown("glows", why)]) })
    }

    fn check(&self) -> BoxFuture<'_, Result<&'static str, gpu_http::Error>> {
        Box::pin(async { self.check_token().await.map(|()| "GET /instance/stats") })
    }
}
