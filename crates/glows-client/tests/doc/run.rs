// What the examples of the documentation run in.

use std::error::Error;

use glows_client::{Category, Client, Hardware, Instance, ManualClock, MetaKey, Settings, Source};
use glows_client::Until;
use gpu_emulator::{Clock, Glows};
use gpu_lease::Leases;

/// Runs an example with a journal and an emulator of its own, whose machines live by the client's clock.
pub fn leases(example: impl AsyncFnOnce(Leases, Client, Glows) -> Result<(), Box<dyn Error>>) {
    let (machines, time) = (Clock::manual(), ManualClock::new());
    let clock = machines.clone();
    time.on_advance(move |step| clock.advance(step));
    let folder = std::env::temp_dir().join(MetaKey::unique("glows-doc").unwrap().as_str());
    let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build();
    let outcome = runtime.unwrap().block_on(async {
        let login = tokio::net::TcpListener::bind("127.0.0.1:0").await.unwrap();
        let ssh_at = login.local_addr().ok();
        let glows = Glows::builder().clock(machines).behaviour(|it| it.ssh_at = ssh_at);
        let glows = glows.start().await.unwrap();
        let client = Client::builder(glows.token()).base_url(glows.base_url());
        let client = client.settings(Settings::new().clock(time.clock())).build().unwrap();
        let leases = Leases::builder(&folder).clock(time.clock()).without_signals();
        example(leases.open().unwrap(), client, glows).await
    });
    drop(std::fs::remove_dir_all(folder));
    outcome.unwrap();
}

/// The same without a journal.
pub fn run(example: impl AsyncFnOnce(Client, Glows) -> glows_client::Result<()>) {
    leases(async |_, client, glows| Ok(example(client, glows).await?));
}

/// The same with a machine that runs.
pub fn with(example: impl AsyncFnOnce(Client, Instance) -> glows_client::Result<()>) {
    run(async |client, _glows| {
        let (image, gpu) = (Source::image("img-87p9kq26"), Hardware::gpu("NVIDIA GeForce RTX 4090"));
        let key = MetaKey::new("order.123456")?;
        let order = client.create_instance(image, gpu, Category::Container, "TW-03", key);
        let instance = client.wait_until(&order.await?, Until::ssh_ready()).await?;
        example(client, instance).await
    });
}
