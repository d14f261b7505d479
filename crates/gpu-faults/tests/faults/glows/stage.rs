//! An emulated Glows.ai with machines on it, and clients of it.

use std::sync::OnceLock;
use std::time::Duration;

use glows_client::{Category, Client, CreateInstance, Hardware, MetaKey, Region, Source};
use gpu_emulator::glows::GlowsService;
use gpu_emulator::{Clock, Glows};
use gpu_http::ManualClock;
use serde_json::{Value, json};

use crate::matrix::{OLD, Stage};
use crate::raw;
use crate::secrecy::{PASSWORD, TOKEN};
use crate::world::{Plan, World, settings};

/// Clients of an emulated Glows.ai.
pub(crate) struct GlowsStage {
    pub(super) world: World<GlowsService>,
    pub(super) client: Client,
    secrets: Vec<String>,
}

impl Stage for GlowsStage {
    type Vendor = GlowsService;

    async fn set(machines: usize, plan: Plan) -> Self {
        let builder = Glows::builder().clock(Clock::manual());
        let emulator = builder.token(TOKEN).ssh_password(PASSWORD).start().await;
        let world = World::new(emulator.expect("a free port"), plan).await;
        let client = client_of(world.faulty_url(), &world.time);
        for number in 0..machines {
            order_past(&world, &format!("old-{number}")).await;
        }
        world.time.advance(Duration::from_secs(5));
        client.instance_stats().await.expect("a warm connection");
        let secrets = secrets(&world, machines).await;
        Self { world, client, secrets }
    }

    fn world(&self) -> &World<GlowsService> {
        &self.world
    }

    fn secrets(&self) -> &[String] {
        &self.secrets
    }
}

fn client_of(url: String, time: &ManualClock) -> Client {
    let builder = Client::builder(TOKEN).base_url(url);
    builder.settings(settings(time)).build().expect("a client")
}

/// Orders a machine past the proxy.
pub(super) async fn order_past(world: &World<GlowsService>, key: &str) {
    let order = json!({
        "gpu_name": "NVIDIA GeForce RTX 4090", "from_image_id": "img-87p9kq26",
        "custom_meta_key": key, "instance_category": "container", "region_name": "TW-03"
    });
    past(world, "POST", "", Some(&order)).await;
}

/// A call for the instance that `query` names, past the proxy.
pub(super) async fn past(
    world: &World<GlowsService>,
    method: &str,
    query: &str,
    body: Option<&Value>,
) -> String {
    let target = format!("/sdk/v1/instance{query}");
    let bearer = format!("Bearer {TOKEN}");
    let headers = [("authorization", bearer.as_str())];
    let answer = raw::send(world.emulator.address(), method, &target, &headers, body).await;
    assert!(answer.starts_with(r#"{"code":0"#), "{answer}");
    answer
}

/// The token, the password, and the credential in the address of a web page. Ids are drawn from one
/// seed, so that credential is the same on every stage with a machine.
async fn secrets(world: &World<GlowsService>, machines: usize) -> Vec<String> {
    static IN_ADDRESS: OnceLock<String> = OnceLock::new();
    let mut secrets = vec![TOKEN.to_owned(), PASSWORD.to_owned()];
    if machines > 0 && IN_ADDRESS.get().is_none() {
        let old = past(world, "GET", &format!("?meta_key={OLD}"), None).await;
        let token = old.split("?token=").nth(1).and_then(|rest| rest.split('"').next());
        let token = token.expect("a web address").to_owned();
        IN_ADDRESS.get_or_init(|| token);
    }
    secrets.extend(IN_ADDRESS.get().cloned());
    secrets
}

pub(super) fn key(text: &str) -> MetaKey {
    MetaKey::new(text).expect("a key")
}

pub(super) fn order(client: &Client, text: &str) -> CreateInstance {
    client.create_instance(
        Source::image("img-87p9kq26"),
        Hardware::gpu("NVIDIA GeForce RTX 4090"),
        Category::Container,
        Region::new("TW-03").expect("a name"),
        key(text),
    )
}
