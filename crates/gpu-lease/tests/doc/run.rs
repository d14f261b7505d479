// What the examples of the documentation run in.

use glows_client::{Category, Client, CreateInstance, Hardware, MetaKey, Source};
use gpu_emulator::Glows;
use gpu_http::{ManualClock, Settings};
use gpu_lease::{Leases, Result};
use gpu_lease_support::{Folder, driven};

/// A limit of the examples.
pub const HOUR: std::time::Duration = std::time::Duration::from_secs(3600);

/// Runs an example with a journal, a client of an emulator and an order, all by one clock.
pub fn run(example: impl AsyncFnOnce(Leases, Client, CreateInstance) -> Result<()>) {
    let time = ManualClock::starting_at(gpu_common::Timestamp::now());
    let folder = Folder::new();
    let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build();
    let outcome = runtime.unwrap().block_on(async {
        let login = tokio::net::TcpListener::bind("127.0.0.1:0").await.unwrap();
        let ssh_at = login.local_addr().ok();
        let glows = Glows::builder().clock(driven(&time)).behaviour(|it| it.ssh_at = ssh_at);
        let glows = glows.start().await.unwrap();
        let client = Client::builder(glows.token()).base_url(glows.base_url());
        let client = client.settings(Settings::new().clock(time.clock())).build()?;
        let (image, gpu) = (Source::image("img-87p9kq26"), Hardware::gpu("NVIDIA GeForce RTX 4090"));
        let key = MetaKey::unique("replaced").unwrap();
        let order = client.create_instance(image, gpu, Category::Container, "TW-03", key);
        let leases = Leases::builder(&folder).clock(time.clock()).without_signals().open()?;
        example(leases, client, order).await
    });
    outcome.unwrap();
}
