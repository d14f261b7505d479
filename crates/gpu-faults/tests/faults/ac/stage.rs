//! An emulated AC OpenAPI with containers on it, and a client of it and of its platform.

use std::time::Duration;

use ac_openapi_client::{
    Client, Credentials, InstanceId, InstanceName, NewInstance, Platform, Script, ScriptScope,
};
use gpu_emulator::ac_openapi::AcOpenApiService;
use gpu_emulator::{AcOpenApi, Clock};
use gpu_http::Random;
use gpu_lease_support::orders::ac_container;
use serde_json::{Value, json};

use crate::matrix::{OLD, Stage};
use crate::raw;
use crate::secrecy::{PASSWORD, TOKEN};
use crate::world::{Plan, World, settings};

pub(crate) struct AcStage {
    pub(super) world: World<AcOpenApiService>,
    pub(super) client: Client,
    pub(super) platform: Platform,
    pub(super) credentials: Credentials,
    secrets: Vec<String>,
}

pub(crate) const USER: &str = "login-name";
pub(crate) const ACCESS_KEY: &str = "canary-access-key-77d0";
pub(crate) const SECRET_KEY: &str = "canary-secret-key-41c9";

/// How every token begins that the emulator issues, and what its access URLs have in their query.
pub(crate) const TOKEN_HEAD: &str = "eyJhbGciOiJIUzI1NiIsInR5cCI6IkpXVCJ9";
pub(crate) const URL_CREDENTIAL: &str = "sothisai_";

impl Stage for AcStage {
    type Vendor = AcOpenApiService;

    async fn set(machines: usize, plan: Plan) -> Self {
        let builder = AcOpenApi::builder().clock(Clock::manual()).user(USER);
        let builder = builder.keys(ACCESS_KEY, SECRET_KEY).token(TOKEN);
        let world = World::new(builder.start().await.expect("a free port"), plan).await;
        let (client, platform) = clients(&world);
        for number in 0..machines {
            order_past(&world, &format!("old-{number}")).await;
        }
        world.time.advance(Duration::from_secs(6));
        client.list_resource_groups().await.expect("a warm connection");
        let secrets = [TOKEN, PASSWORD, ACCESS_KEY, SECRET_KEY, TOKEN_HEAD, URL_CREDENTIAL];
        Self {
            world,
            client,
            platform,
            credentials: Credentials::new(USER, ACCESS_KEY, SECRET_KEY).expect("keys"),
            secrets: secrets.map(str::to_owned).to_vec(),
        }
    }

    fn world(&self) -> &World<AcOpenApiService> {
        &self.world
    }

    fn secrets(&self) -> &[String] {
        &self.secrets
    }
}

impl AcStage {
    /// The container that is called [`OLD`].
    pub(super) fn old(&self) -> InstanceId {
        self.called(OLD)
    }

    /// The container of this name.
    pub(super) fn called(&self, name: &str) -> InstanceId {
        InstanceId::new(self.world.machines_of(name).remove(0).id).expect("an id")
    }
}

fn clients(world: &World<AcOpenApiService>) -> (Client, Platform) {
    let url = world.faulty_url();
    let platform =
        Platform::builder().tokens_url(&url).center_url(&url).settings(settings(&world.time));
    let client = Client::builder(TOKEN, url).settings(settings(&world.time));
    (client.build().expect("a client"), platform.build().expect("a platform"))
}

/// A container with a secret in its start script.
pub(crate) fn container(name: InstanceName) -> NewInstance {
    NewInstance { start_script: Some(script()), ..ac_container(name) }
}

pub(super) fn script() -> Script {
    Script::new(&format!("export KEY={PASSWORD}"), ScriptScope::All)
}

/// The same unique name each time, so that the matrix knows it.
pub(super) fn unique() -> InstanceName {
    InstanceName::unique_from("new", &Random::from_fn(|| 7 << 40)).expect("a name")
}

/// Orders a container past the proxy.
pub(super) async fn order_past(world: &World<AcOpenApiService>, name: &str) {
    let order = json!({
        "instanceServiceName": name, "taskType": "ssh", "acceleratorType": "gpu",
        "version": "jupyter:4.4", "imagePath": "10.0.35.26:5000/gpu/jupyter:4.4",
        "timeoutLimit": "unlimited", "taskNumber": 1, "resourceGroup": "TeslaM40",
        "useStartScript": false, "startScriptActionScope": "all", "startScriptContent": "",
        "cpuNumber": 3, "ramSize": 15360, "gpuNumber": 1
    });
    past(world, "POST", "/task", Some(&order)).await;
}

/// A call to the container service past the proxy.
pub(super) async fn past(
    world: &World<AcOpenApiService>,
    method: &str,
    path: &str,
    body: Option<&Value>,
) {
    let target = format!("/ai/openapi/v2/instance-service{path}");
    let address = world.emulator.address();
    let answer = raw::send(address, method, &target, &[("token", TOKEN)], body).await;
    assert!(answer.contains(r#""code":"0""#), "{answer}");
}
