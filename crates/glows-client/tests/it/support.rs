//! What the tests share: fixtures, clients of a canned server, clients of the emulator.

use glows_client::{
    Category, Client, ClientBuilder, CreateInstance, Hardware, InstanceId, ManualClock, MetaKey,
    Region, Source,
};
use gpu_emulator::{Clock, Glows};
use wiremock::matchers::any;
use wiremock::{Mock, MockServer, ResponseTemplate};

/// The token of every test. Nothing may ever show it.
pub(crate) const TOKEN: &str = "canary-token-9f2e7c";
/// The password of every emulated machine. Nothing may ever show it.
pub(crate) const PASSWORD: &str = "canary-password-4b81d0";

/// A sample of the vendor's page.
macro_rules! fixture {
    ($name:literal) => {
        include_str!(concat!("../fixtures/", $name, ".json"))
    };
}
pub(crate) use fixture;

pub(crate) fn json(text: &str) -> serde_json::Value {
    serde_json::from_str(text).unwrap()
}

/// A client whose pauses take no time.
pub(crate) fn builder(base_url: &str, time: &ManualClock) -> ClientBuilder {
    Client::builder(TOKEN).base_url(base_url).settings(settings(time))
}

pub(crate) fn settings(time: &ManualClock) -> glows_client::Settings {
    glows_client::Settings::new().clock(time.clock())
}

/// A server that gives every request this answer, and a client of it.
pub(crate) async fn answering(answer: ResponseTemplate) -> (MockServer, Client) {
    let server = MockServer::start().await;
    Mock::given(any()).respond_with(answer).mount(&server).await;
    let client = builder(&server.uri(), &ManualClock::new()).build().unwrap();
    (server, client)
}

/// A server that gives every request this body with status 200, and a client of it.
pub(crate) async fn saying(body: &str) -> (MockServer, Client) {
    answering(ok(body)).await
}

pub(crate) fn ok(body: &str) -> ResponseTemplate {
    ResponseTemplate::new(200).set_body_raw(body.to_owned(), "application/json")
}

/// An emulated Glows.ai whose machines live by the client's clock.
pub(crate) struct Emulated {
    pub(crate) glows: Glows,
    pub(crate) client: Client,
    pub(crate) time: ManualClock,
}

pub(crate) async fn emulated() -> Emulated {
    let clock = Clock::manual();
    let glows = Glows::builder()
        .clock(clock.clone())
        .token(TOKEN)
        .ssh_password(PASSWORD)
        .start()
        .await
        .unwrap();
    let time = ManualClock::new();
    time.on_advance(move |step| clock.advance(step));
    let client = builder(&glows.base_url(), &time).build().unwrap();
    Emulated { glows, client, time }
}

pub(crate) fn key(text: &str) -> MetaKey {
    MetaKey::new(text).unwrap()
}

pub(crate) fn id(text: &str) -> InstanceId {
    InstanceId::new(text).unwrap()
}

pub(crate) fn region(name: &str) -> Region {
    Region::new(name).unwrap()
}

/// A create with nothing but what is required.
pub(crate) fn create(client: &Client, meta_key: &str) -> CreateInstance {
    create_by(client, key(meta_key))
}

pub(crate) fn create_by(client: &Client, key: MetaKey) -> CreateInstance {
    let (image, gpu) = (Source::image("87p9kq26"), Hardware::gpu("NVIDIA GeForce RTX 4090"));
    client.create_instance(image, gpu, Category::Container, "TW-03", key)
}
