//! An emulated MatrixDC and a client of it on one clock that only tests move.

use gpu_emulator::mdc::Behaviour;
use gpu_emulator::{Clock, Mdc};
use mdc_client::{
    Client, ClientBuilder, Cluster, CreateInstance, Credentials, DisplayName, Instance,
    ManualClock, SkuId, UserId, Volume,
};

use crate::stub::cluster_name;

pub(crate) const IMAGE: &str = "images.neolink-ai.com/matrixdc/pytorch:2.3.0";

pub(crate) struct Stage {
    pub(crate) mdc: Mdc,
    pub(crate) time: ManualClock,
    pub(crate) client: Client,
    pub(crate) cluster: Cluster,
}

impl Stage {
    pub(crate) async fn new() -> Self {
        Self::with(|_| ()).await
    }

    pub(crate) async fn with(change: impl FnOnce(&mut Behaviour)) -> Self {
        let builder = Mdc::builder().clock(Clock::manual()).behaviour(change);
        let mdc = builder.start().await.unwrap();
        let base_url = mdc.base_url();
        Self::at(mdc, &base_url, ManualClock::new())
    }

    /// The same service seen through another address, a fault proxy's.
    pub(crate) fn at(mdc: Mdc, base_url: &str, time: ManualClock) -> Self {
        let clock = mdc.clock().clone();
        time.on_advance(move |step| clock.advance(step));
        let client = builder(&mdc, base_url, &time).build().unwrap();
        let cluster = client.cluster(cluster_name("host-cluster"));
        Self { mdc, time, client, cluster }
    }

    /// The cluster for a user who has seen the word for off.
    pub(crate) fn knowing_off(&self, status: &str) -> Cluster {
        let base_url = self.mdc.base_url();
        builder(&self.mdc, &base_url, &self.time)
            .off_status(status)
            .build()
            .unwrap()
            .cluster(self.cluster.name())
    }

    /// A create that is about to be sent.
    pub(crate) fn create(&self, display_name: DisplayName) -> CreateInstance {
        self.cluster
            .create_instance(SkuId::new("66").unwrap(), display_name, IMAGE)
            .volume(Volume::new(50))
    }

    /// An instance of a unique name.
    pub(crate) async fn rent(&self, beginning: &str) -> Instance {
        self.create(DisplayName::unique(beginning).unwrap()).await.unwrap()
    }

    /// An instance that runs.
    pub(crate) async fn running(&self) -> Instance {
        let instance = self.rent("train").await;
        let running = mdc_client::Until::running();
        self.cluster.wait_until(&instance, running).await.unwrap()
    }

    pub(crate) fn ledger(&self) -> String {
        self.mdc.ledger().to_string()
    }
}

fn builder(mdc: &Mdc, base_url: &str, time: &ManualClock) -> ClientBuilder {
    let user_id = UserId::new(mdc.user_id()).unwrap();
    Client::builder(Credentials::new(mdc.token(), user_id), base_url)
        .settings(mdc_client::Settings::new().no_proxy().clock(time.clock()).max_body(64 * 1024))
}
