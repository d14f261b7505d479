//! AC OpenAPI's calls through every fault, and an emulated AC to make them on.

mod containers;
mod platform;

use ac_openapi_client::{
    Access, Client, Credentials, InstanceId, InstanceName, NewInstance, Platform, Script,
    ScriptScope,
};
use gpu_emulator::ac_openapi::AcOpenApiService;
use gpu_emulator::{AcOpenApi, Clock};
use gpu_http::Random;
use gpu_lease_support::orders::ac_container;

use super::call::{Call, KEY, OLD, Stage};
use super::run::{assert_complete, assert_matrix};
use super::world::World;
use crate::secrecy::{PASSWORD, TOKEN};

pub(crate) struct OnAc {
    world: World<AcOpenApiService>,
    client: Client,
    platform: Platform,
    credentials: Credentials,
}

pub(crate) const USER: &str = "login-name";
pub(crate) const ACCESS_KEY: &str = "canary-access-key-77d0";
pub(crate) const SECRET_KEY: &str = "canary-secret-key-41c9";

/// How every token begins that the emulator issues, and what its access URLs have in their query.
pub(crate) const TOKEN_HEAD: &str = "eyJhbGciOiJIUzI1NiIsInR5cCI6IkpXVCJ9";
pub(crate) const URL_CREDENTIAL: &str = "sothisai_";

impl Stage for OnAc {
    type Vendor = AcOpenApiService;

    async fn set(machines: usize) -> Self {
        let builder = AcOpenApi::builder().clock(Clock::manual()).user(USER);
        let builder = builder.keys(ACCESS_KEY, SECRET_KEY).token(TOKEN);
        let world = World::new(builder.start().await.expect("a free port"), machines).await;
        let url = world.faulty_url();
        let platform = Platform::builder().tokens_url(&url).center_url(&url);
        let platform = platform.settings(world.settings()).build().expect("a platform");
        let client = Client::builder(TOKEN, url).settings(world.settings());
        let client = client.build().expect("a client");
        client.list_resource_groups().await.expect("a warm connection");
        let credentials = Credentials::new(USER, ACCESS_KEY, SECRET_KEY).expect("keys");
        Self { world, client, platform, credentials }
    }

    fn world(&self) -> &World<AcOpenApiService> {
        &self.world
    }

    fn secrets() -> Vec<String> {
        let secrets = [TOKEN, PASSWORD, ACCESS_KEY, SECRET_KEY, TOKEN_HEAD, URL_CREDENTIAL];
        secrets.map(str::to_owned).into()
    }
}

impl OnAc {
    /// The container that is called [`OLD`].
    fn old(&self) -> InstanceId {
        self.called(OLD)
    }

    fn called(&self, name: &str) -> InstanceId {
        InstanceId::new(self.world.id_of(name)).expect("an id")
    }

    /// The way to a region by access keys.
    fn access(&self) -> Access {
        Access::new(self.platform.clone(), self.credentials.clone()).region("11112")
    }

    async fn queued(&self) {
        self.world.emulator.add_foreign(KEY);
    }
}

/// A container with a secret in its start script.
pub(crate) fn container(name: InstanceName) -> NewInstance {
    NewInstance { start_script: Some(script()), ..ac_container(name) }
}

fn script() -> Script {
    Script::new(&format!("export KEY={PASSWORD}"), ScriptScope::All)
}

/// The same unique name each time, so that the matrix knows it.
fn unique() -> InstanceName {
    InstanceName::unique_from("new", &Random::from_fn(|| 7 << 40)).expect("a name")
}

pub(super) fn calls() -> Vec<Call<OnAc>> {
    containers::calls().into_iter().chain(platform::calls()).collect()
}

#[test]
fn ac_keeps_its_promises_through_every_fault() {
    assert_matrix("AC OpenAPI", "ac", &calls());
}

#[test]
fn no_call_of_ac_is_left_out() {
    // It reads access keys from the environment and connects with them.
    let through = [("from_env", "access.connect")];
    assert_complete("ac-openapi-client", &calls(), &through);
}
