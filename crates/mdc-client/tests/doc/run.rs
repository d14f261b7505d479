// What the examples of the documentation run in.

use gpu_emulator::{Clock, Mdc};
use mdc_client::{Client, Cluster, ClusterName, Credentials, DisplayName, Instance, ManualClock};
use mdc_client::{Result, Settings, SkuId, Until, UserId, Volume};

/// Runs an example against an emulator of its own, whose machines live by the client's clock.
pub fn run(example: impl AsyncFnOnce(Client, Mdc) -> Result<()>) {
    let (machines, time) = (Clock::manual(), ManualClock::new());
    let clock = machines.clone();
    time.on_advance(move |step| clock.advance(step));
    let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build();
    let outcome = runtime.unwrap().block_on(async {
        let mdc = Mdc::builder().clock(machines).start().await.unwrap();
        let credentials = Credentials::new(mdc.token(), UserId::new(mdc.user_id())?);
        let client = Client::builder(credentials, &mdc.base_url());
        example(client.settings(Settings::new().clock(time.clock())).build()?, mdc).await
    });
    outcome.unwrap();
}

/// The same in a cluster.
pub fn cluster(example: impl AsyncFnOnce(Cluster) -> Result<()>) {
    run(async |client, _mdc| example(client.cluster(ClusterName::new("host-cluster")?)).await);
}

/// The same with a machine that runs.
pub fn with(example: impl AsyncFnOnce(Cluster, Instance) -> Result<()>) {
    cluster(async |cluster| {
        let name = DisplayName::unique("train")?;
        let order = cluster.create_instance(SkuId::new("66")?, name, "registry/image:tag");
        let made = order.volume(Volume::new(50)).await?;
        let instance = cluster.wait_until(&made, Until::ssh_ready()).await?;
        example(cluster, instance).await
    });
}
