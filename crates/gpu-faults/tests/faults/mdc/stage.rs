//! An emulated MatrixDC with machines on it, and a client of it.

use std::time::Duration;

use gpu_emulator::mdc::MdcService;
use gpu_emulator::{Clock, Mdc};
use gpu_http::{ManualClock, Random};
use mdc_client::{
    Client, Cluster, ClusterName, CreateInstance, Credentials, DisplayName, InstanceName, SkuId,
    UserId, Volume,
};
use serde_json::{Value, json};

use crate::matrix::{OLD, Stage};
use crate::raw;
use crate::secrecy::{PASSWORD, TOKEN, WEB_TOKEN};
use crate::world::{Plan, World, settings};

pub(crate) struct MdcStage {
    pub(super) world: World<MdcService>,
    pub(super) client: Client,
    pub(super) cluster: Cluster,
    secrets: Vec<String>,
}

const USER: &str = "user-1";
const IMAGE: &str = "images.neolink-ai.com/matrixdc/tensorflow:2.15.0";

/// The path of all instances.
const INSTANCES: &str = "/mdc/api/v1/clusters/host-cluster/instances";

impl Stage for MdcStage {
    type Vendor = MdcService;

    async fn set(machines: usize, plan: Plan) -> Self {
        let builder = Mdc::builder().clock(Clock::manual()).user_id(USER).token(TOKEN);
        let builder = builder.ssh_password(PASSWORD).jupyter_token(WEB_TOKEN);
        let world = World::new(builder.start().await.expect("a free port"), plan).await;
        let client = client_of(&world.faulty_url(), &world.time);
        for number in 0..machines {
            order_past(&world, &format!("old-{number}")).await;
        }
        world.time.advance(Duration::from_secs(5));
        client.list_regions().await.expect("a warm connection");
        Self {
            cluster: client.cluster(ClusterName::new("host-cluster").expect("a name")),
            world,
            client,
            secrets: [TOKEN, PASSWORD, WEB_TOKEN].map(str::to_owned).to_vec(),
        }
    }

    fn world(&self) -> &World<MdcService> {
        &self.world
    }

    fn secrets(&self) -> &[String] {
        &self.secrets
    }
}

impl MdcStage {
    /// The instance that is called [`OLD`].
    pub(super) fn old(&self) -> InstanceName {
        self.called(OLD)
    }

    /// The instance of this display name.
    pub(super) fn called(&self, name: &str) -> InstanceName {
        InstanceName::new(self.world.machines_of(name).remove(0).id).expect("a name")
    }

    pub(super) fn order(&self, name: DisplayName) -> CreateInstance {
        let sku = SkuId::new("66").expect("an id");
        self.cluster.create_instance(sku, name, IMAGE).volume(Volume::new(50))
    }
}

/// The same unique name each time, so that the matrix knows it.
pub(super) fn unique() -> DisplayName {
    DisplayName::unique_from("new", &Random::from_fn(|| 7 << 40)).expect("a name")
}

fn client_of(url: &str, time: &ManualClock) -> Client {
    let credentials = Credentials::new(TOKEN, UserId::new(USER).expect("an id"));
    let builder = Client::builder(credentials, url).settings(settings(time)).off_status("Shutdown");
    builder.build().expect("a client")
}

/// Orders a machine past the proxy.
pub(super) async fn order_past(world: &World<MdcService>, name: &str) {
    let order = json!({
        "Cost": {
            "CostType": "1", "CouponID": "", "DiskSKUID": "1", "GPUSKUID": "66", "CostTime": ""
        },
        "VolumeMount": [{"PathInContainer": "/root/data", "Size": 50, "Type": "shared-filesystem"}],
        "namespace": USER, "displayName": name, "image": IMAGE, "Region": ""
    });
    past(world, "POST", "", Some(&order)).await;
}

/// A call past the proxy, to what stands behind the path of all instances.
pub(super) async fn past(
    world: &World<MdcService>,
    method: &str,
    behind: &str,
    body: Option<&Value>,
) {
    let target = format!("{INSTANCES}{behind}");
    let bearer = format!("bearer {TOKEN}");
    let headers = [("authorization", bearer.as_str()), ("namespace", USER)];
    raw::send(world.emulator.address(), method, &target, &headers, body).await;
}
