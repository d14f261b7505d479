// What the examples of the documentation run in.

use ac_openapi_client::{Accelerator, Access, Client, Credentials, ImageRef, Instance, InstanceName};
use ac_openapi_client::{ManualClock, NewInstance, Platform, PortProtocol, Result, Settings, Until};
use gpu_emulator::{AcOpenApi, Clock};

/// Runs an example against an emulator of its own, whose machines live by the client's clock.
pub fn access(example: impl AsyncFnOnce(Access, AcOpenApi) -> Result<()>) {
    let (machines, time) = (Clock::manual(), ManualClock::new());
    let clock = machines.clone();
    time.on_advance(move |step| clock.advance(step));
    let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build();
    let outcome = runtime.unwrap().block_on(async {
        let ac = AcOpenApi::builder().clock(machines).start().await.unwrap();
        let keys = Credentials::new(ac.user(), ac.access_key(), ac.secret_key())?;
        let platform = Platform::builder().tokens_url(ac.base_url()).center_url(ac.base_url());
        let platform = platform.settings(Settings::new().clock(time.clock())).build()?;
        example(Access::new(platform, keys), ac).await
    });
    outcome.unwrap();
}

/// The same with a region's client.
pub fn run(example: impl AsyncFnOnce(Client, AcOpenApi) -> Result<()>) {
    access(async |access, ac| example(access.region("11112").connect().await?, ac).await);
}

/// What can be ordered.
pub fn order() -> Result<NewInstance> {
    let image = ImageRef::new("10.0.35.26:5000/gpu/admin/base/jupyter:4.4-py3.7-cpu", "jupyter:4.4-py3.7-cpu");
    Ok(NewInstance::new(InstanceName::unique("train")?, image, Accelerator::Gpu, "TeslaM40"))
}

/// The same with a machine that runs.
pub fn with(example: impl AsyncFnOnce(Client, Instance) -> Result<()>) {
    run(async |client, _ac| {
        let created = client.create_instance(order()?).port(PortProtocol::Ssh, 22).await?;
        let instance = client.wait_until(&created, Until::ssh_ready()).await?;
        example(client, instance).await
    });
}
