// What the examples of the documentation run in.

use std::error::Error;

use gpu_emulator::{Clock, Mdc};
use gpu_lease::Leases;
use mdc_client::{Client, Cluster, ClusterName, Credentials, DisplayName, Instance, ManualClock};
use mdc_client::{Settings, SkuId, Until, UserId, Volume};

/// Runs an example with a journal and an emulator of its own, whose machines live by the client's clock.
pub fn leases(example: impl AsyncFnOnce(Leases, Client, Mdc) -> Result<(), Box<dyn Error>>) {
    let (machines, time) = (Clock::manual(), ManualClock::new());
    let clock = machines.clone();
    time.on_advance(move |step| clock.advance(step));
    let folder = std::env::temp_dir().join(DisplayName::unique("mdc-doc").unwrap().as_str());
    let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build();
    let outcome = runtime.unwrap().block_on(async {
        let login = tokio::net::TcpListener::bind("127.0.0.1:0").await.unwrap();
        let ssh_at = login.local_addr().ok();
        let mdc = Mdc::builder().clock(machines).behaviour(|it| it.ssh_at = ssh_at);
        let mdc = mdc.start().await.unwrap();
        let credentials = Credentials::new(mdc.token(), UserId::new(mdc.user_id())?);
        let client = Client::builder(credentials, &mdc.base_url());
        let client = client.settings(Settings::new().clock(time.clock())).build()?;
        let leases = Leases::builder(&folder).clock(time.clock()).without_signals();
        example(leases.open()?, client, mdc).await
    });
    drop(std::fs::remove_dir_all(folder));
    outcome.unwrap();
}

/// The same without a journal.
pub fn run(example: impl AsyncFnOnce(Client, Mdc) -> mdc_client::Result<()>) {
    leases(async |_, client, mdc| Ok(example(client, mdc).await?));
}

/// The same in a cluster.
pub fn cluster(example: impl AsyncFnOnce(Cluster) -> mdc_client::Result<()>) {
    run(async |client, _mdc| example(client.cluster(ClusterName::new("host-cluster")?)).await);
}

/// The same with a machine that runs.
pub fn with(example: impl AsyncFnOnce(Cluster, Instance) -> mdc_client::Result<()>) {
    cluster(async |cluster| {
        let name = DisplayName::unique("train")?;
        let order = cluster.create_instance(SkuId::new("66")?, name, "registry/image:tag");
        let made = order.volume(Volume::new(50)).await?;
        let instance = cluster.wait_until(&made, Until::ssh_ready()).await?;
        example(cluster, instance).await
    });
}
