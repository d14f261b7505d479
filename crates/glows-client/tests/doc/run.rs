// What the examples of the documentation run in.

use glows_client::{Category, Client, Hardware, Instance, ManualClock, MetaKey, Result};
use glows_client::{Settings, Source, Until};
use gpu_emulator::{Clock, Glows};

/// Runs an example against an emulator of its own, whose machines live by the client's clock.
pub fn run(example: impl AsyncFnOnce(Client, Glows) -> Result<()>) {
    let (machines, time) = (Clock::manual(), ManualClock::new());
    let clock = machines.clone();
    time.on_advance(move |step| clock.advance(step));
    let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build();
    let outcome = runtime.unwrap().block_on(async {
        let glows = Glows::builder().clock(machines).start().await.unwrap();
        let client = Client::builder(glows.token()).base_url(glows.base_url());
        example(client.settings(Settings::new().clock(time.clock())).build()?, glows).await
    });
    outcome.unwrap();
}

/// The same with a machine that runs.
pub fn with(example: impl AsyncFnOnce(Client, Instance) -> Result<()>) {
    run(async |client, _glows| {
        let (image, gpu) = (Source::image("img-87p9kq26"), Hardware::gpu("NVIDIA GeForce RTX 4090"));
        let key = MetaKey::new("order.123456")?;
        let order = client.create_instance(image, gpu, Category::Container, "TW-03", key);
        let instance = client.wait_until(&order.await?, Until::ssh_ready()).await?;
        example(client, instance).await
    });
}
