// What the examples of the documentation run in.

use std::error::Error;

use ac_openapi_client::{Accelerator, Access, Client, Credentials, ImageRef, Instance, InstanceName};
use ac_openapi_client::{ManualClock, NewInstance, Platform, PortProtocol, Settings, Until};
use gpu_emulator::{AcOpenApi, Clock};
use gpu_lease::Leases;

/// Runs an example with a journal and an emulator of its own, whose machines live by the client's clock.
fn all(example: impl AsyncFnOnce(Leases, Access, AcOpenApi) -> Result<(), Box<dyn Error>>) {
    let (machines, time) = (Clock::manual(), ManualClock::new());
    let clock = machines.clone();
    time.on_advance(move |step| clock.advance(step));
    let folder = std::env::temp_dir().join(InstanceName::unique("ac_doc").unwrap().as_str());
    let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build();
    let outcome = runtime.unwrap().block_on(async {
        let login = tokio::net::TcpListener::bind("127.0.0.1:0").await.unwrap();
        let access_at = login.local_addr().ok();
        let ac = AcOpenApi::builder().clock(machines).behaviour(|it| it.access_at = access_at);
        let ac = ac.start().await.unwrap();
        let keys = Credentials::new(ac.user(), ac.access_key(), ac.secret_key())?;
        let platform = Platform::builder().tokens_url(ac.base_url()).center_url(ac.base_url());
        let platform = platform.settings(Settings::new().clock(time.clock())).build()?;
        let leases = Leases::builder(&folder).clock(time.clock()).without_signals();
        example(leases.open()?, Access::new(platform, keys), ac).await
    });
    drop(std::fs::remove_dir_all(folder));
    outcome.unwrap();
}

/// The same with a region's client.
pub fn leases(example: impl AsyncFnOnce(Leases, Client, AcOpenApi) -> Result<(), Box<dyn Error>>) {
    all(async |leases, access, ac| {
        example(leases, access.region("11112").connect().await?, ac).await
    });
}

/// The same without a journal.
pub fn run(example: impl AsyncFnOnce(Client, AcOpenApi) -> ac_openapi_client::Result<()>) {
    leases(async |_, client, ac| Ok(example(client, ac).await?));
}

/// The same before a region is chosen.
pub fn access(example: impl AsyncFnOnce(Access, AcOpenApi) -> ac_openapi_client::Result<()>) {
    all(async |_, access, ac| Ok(example(access, ac).await?));
}

/// What can be ordered.
pub fn order() -> ac_openapi_client::Result<NewInstance> {
    let image = ImageRef::new("10.0.35.26:5000/gpu/admin/base/jupyter:4.4-py3.7-cpu", "jupyter:4.4-py3.7-cpu");
    Ok(NewInstance::new(InstanceName::unique("train")?, image, Accelerator::Gpu, "TeslaM40"))
}

/// The same with a machine that runs.
pub fn with(example: impl AsyncFnOnce(Client, Instance) -> ac_openapi_client::Result<()>) {
    run(async |client, _ac| {
        let created = client.create_instance(order()?).port(PortProtocol::Ssh, 22).await?;
        let instance = client.wait_until(&created, Until::ssh_ready()).await?;
        example(client, instance).await
    });
}
