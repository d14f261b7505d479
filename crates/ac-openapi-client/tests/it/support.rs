//! What the tests share: fixtures, clients of canned services, tokens.

use std::time::Duration;

use ac_openapi_client::*;
use base64::Engine;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use gpu_emulator::AcOpenApi;
use gpu_emulator::ac_openapi::Behaviour;
use wiremock::matchers::{any, method, path};
use wiremock::{Mock, MockServer, Request, ResponseTemplate};

/// The token of most tests. Nothing may ever show it.
pub(crate) const TOKEN: &str = "canary-token-9f2e7c";
/// The access key and the secret key. Nothing may ever show them.
pub(crate) const ACCESS_KEY: &str = "canary-access-key-77d0";
pub(crate) const SECRET_KEY: &str = "canary-secret-key-41c9";
/// An id as the samples have it.
pub(crate) const ID: &str = "530491fa7c8e47348f01de73e627a6a7";

pub(crate) const TASK: &str = "/ai/openapi/v2/instance-service/task";
pub(crate) const IMAGES: &str = "/ai/openapi/v2/image/images";
pub(crate) const TASK_LIST: &str = "/ai/openapi/v2/instance-service/task/list";

/// A sample of the vendor's documents.
macro_rules! fixture {
    ($name:literal) => {
        include_str!(concat!("../fixtures/", $name, ".json"))
    };
}
pub(crate) use fixture;

pub(crate) fn json(text: &str) -> serde_json::Value {
    serde_json::from_str(text).unwrap()
}

pub(crate) fn id(text: &str) -> InstanceId {
    InstanceId::new(text).unwrap()
}

/// A client of a canned service, whose pauses take no time.
pub(crate) fn client(server: &MockServer, time: &ManualClock) -> Client {
    let builder = Client::builder(TOKEN, format!("{}/ai", server.uri()));
    let settings = Settings::new().clock(time.clock());
    builder.settings(settings).build().unwrap()
}

pub(crate) fn ok(body: impl Into<String>) -> ResponseTemplate {
    ResponseTemplate::new(200).set_body_raw(body.into(), "application/json")
}

pub(crate) fn success(data: &str) -> ResponseTemplate {
    ok(format!(r#"{{"code":"0","msg":"success","data":{data}}}"#))
}

pub(crate) fn refusal(code: &str) -> ResponseTemplate {
    ok(format!(r#"{{"code":"{code}","msg":"refused","data":""}}"#))
}

/// A service that gives every request this answer, and a client of it.
pub(crate) async fn answering(answer: ResponseTemplate) -> (MockServer, Client) {
    let server = MockServer::start().await;
    Mock::given(any()).respond_with(answer).mount(&server).await;
    let client = client(&server, &ManualClock::new());
    (server, client)
}

/// Answers a method and path.
pub(crate) async fn on(server: &MockServer, verb: &str, at: &str, answer: ResponseTemplate) {
    Mock::given(method(verb)).and(path(at)).respond_with(answer).mount(server).await;
}

/// Answers a method and path this often; the answers mounted earlier come first.
pub(crate) async fn once(server: &MockServer, verb: &str, at: &str, answer: ResponseTemplate) {
    let mock = Mock::given(method(verb)).and(path(at)).respond_with(answer);
    mock.up_to_n_times(1).mount(server).await;
}

/// The requests that came to a method and path.
pub(crate) async fn came(server: &MockServer, verb: &str, at: &str) -> Vec<Request> {
    let all = server.received_requests().await.unwrap();
    let meets = |request: &Request| request.method.as_str() == verb && request.url.path() == at;
    all.into_iter().filter(meets).collect()
}

/// Waits until so many requests have come, and not for ever.
pub(crate) async fn have_come(count: usize, server: &MockServer, verb: &str, at: &str) {
    let coming = async {
        while came(server, verb, at).await.len() < count {
            tokio::task::yield_now().await;
        }
    };
    tokio::time::timeout(Duration::from_secs(20), coming).await.expect("so many requests");
}

/// A JWT with a fake signature that says when it expires, in seconds on the tests' clock.
pub(crate) fn token_until(label: &str, second: i64) -> String {
    let expires = (1_767_225_600 + second) * 1000;
    let claims = format!(r#"{{"expireTime":"{expires}","user":"fake-user"}}"#);
    format!("e30.{}.fake-signature-{label}", URL_SAFE_NO_PAD.encode(claims))
}

/// The whole of what an error shows.
pub(crate) fn shown(error: &Error) -> String {
    let mut text = format!("{error} {error:#?}");
    let mut source = std::error::Error::source(error);
    while let Some(cause) = source {
        text.push_str(&format!(" {cause} {cause:?}"));
        source = cause.source();
    }
    text
}

/// What the vendor's sample asks for.
pub(crate) fn sample() -> NewInstance {
    let name = InstanceName::new("Instances_2205113838").unwrap();
    let version = "jupyter:4.4-py3.7-cpu";
    let image = ImageRef::new(format!("10.0.35.26:5000/gpu/admin/base/{version}"), version);
    NewInstance::new(name, image, Accelerator::Gpu, "TeslaM40")
}

/// A request for what the vendor's sample asks for, all of it.
pub(crate) fn create_sample(client: &Client) -> CreateInstance {
    let source = "/public1/home/fake-user/test_mount";
    client
        .create_instance(sample())
        .description("")
        .mount(Mount::new(source, "/mnt/test_mount", MountKind::Data))
        .port(PortProtocol::Http, 18888)
}

pub(crate) const TOKENS: &str = "/api/user/v3/tokens";
pub(crate) const CENTER: &str = "/ac/openapi/v2/center";

pub(crate) fn credentials() -> Credentials {
    Credentials::new("login-name", ACCESS_KEY, SECRET_KEY).unwrap()
}

/// The platform, where one canned service plays all parts.
pub(crate) fn platform(server: &MockServer, time: &ManualClock) -> Platform {
    let builder = Platform::builder().settings(Settings::new().clock(time.clock()));
    builder.tokens_url(server.uri()).center_url(server.uri()).build().unwrap()
}

/// The answer to the token call: one region with this token, and the platform's own.
pub(crate) fn tokens_with(token: &str) -> ResponseTemplate {
    success(&format!(
        r#"[{{"clusterName":"east","clusterId":"11112","token":"{token}"}},
            {{"clusterName":"ac","clusterId":"0","token":"the-platform-s-own-token"}}]"#
    ))
}

/// The answer to the center call: the container service is at this address.
pub(crate) fn center_with(ai_url: &str) -> ResponseTemplate {
    success(&format!(
        r#"{{"id":11112,"name":"east","aiUrls":[{{"enable":"true","url":"{ai_url}"}}]}}"#
    ))
}

/// An emulated AC OpenAPI whose instances and tokens live by the client's clock.
pub(crate) struct Emulated {
    pub(crate) ac: AcOpenApi,
    pub(crate) access: Access,
    pub(crate) client: Client,
    pub(crate) time: ManualClock,
}

/// Starts the emulator, changed like this, and connects to its first region.
pub(crate) async fn emulated(change: impl FnOnce(&mut Behaviour)) -> Emulated {
    let clock = gpu_emulator::Clock::manual();
    let builder = AcOpenApi::builder().clock(clock.clone()).keys(ACCESS_KEY, SECRET_KEY);
    let ac = builder.behaviour(change).start().await.unwrap();
    let time = ManualClock::new();
    time.on_advance(move |step| clock.advance(step));
    let platform = Platform::builder().tokens_url(ac.base_url()).center_url(ac.base_url());
    let settings = Settings::new().clock(time.clock());
    let platform = platform.settings(settings).build().unwrap();
    let keys = Credentials::new(ac.user(), ACCESS_KEY, SECRET_KEY).unwrap();
    let access = Access::new(platform, keys);
    let client = access.clone().region("11112").connect().await.unwrap();
    Emulated { ac, access, client, time }
}

/// A request with this name, for something the emulator has.
pub(crate) fn named(name: &str) -> NewInstance {
    NewInstance { name: InstanceName::new(name).unwrap(), ..sample() }
}
