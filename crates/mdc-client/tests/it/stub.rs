//! A server that gives one answer to everything, and a client of it whose pauses take no time.

use mdc_client::{Client, Cluster, ClusterName, Credentials, InstanceName, ManualClock, UserId};
use wiremock::matchers::any;
use wiremock::{Mock, MockServer, Request, ResponseTemplate};

pub(crate) const TOKEN: &str = "t0ken-canary-4711";
pub(crate) const USER: &str = "user-canary-0815";

pub(crate) struct Stub {
    pub(crate) server: MockServer,
    pub(crate) client: Client,
}

impl Stub {
    /// Answers everything like this.
    pub(crate) async fn answering(answer: ResponseTemplate) -> Self {
        let server = MockServer::start().await;
        Mock::given(any()).respond_with(answer).mount(&server).await;
        let client = client(&server.uri(), TOKEN, USER);
        Self { server, client }
    }

    /// Answers everything with 200 and this body.
    pub(crate) async fn saying(body: &str) -> Self {
        Self::answering(ResponseTemplate::new(200).set_body_raw(body, "application/json")).await
    }

    pub(crate) fn cluster(&self) -> Cluster {
        self.client.cluster(cluster_name("host-cluster"))
    }

    /// All requests so far.
    pub(crate) async fn requests(&self) -> Vec<Request> {
        self.server.received_requests().await.unwrap()
    }
}

pub(crate) fn client(base_url: &str, token: &str, user: &str) -> Client {
    let credentials = Credentials::new(token, UserId::new(user).unwrap());
    Client::builder(credentials, base_url)
        .settings(mdc_client::Settings::new().no_proxy().clock(ManualClock::new().clock()))
        .build()
        .unwrap()
}

pub(crate) fn cluster_name(text: &str) -> ClusterName {
    ClusterName::new(text).unwrap()
}

pub(crate) fn name(text: &str) -> InstanceName {
    InstanceName::new(text).unwrap()
}

/// The text of a documented sample by its file name without `.json`, as `cargo xtask fixtures` keeps it.
pub(crate) fn sample(name: &str) -> String {
    let folder = concat!(env!("CARGO_MANIFEST_DIR"), "/tests/fixtures");
    std::fs::read_to_string(format!("{folder}/{name}.json")).unwrap()
}

/// A sample as JSON, or as a value of this crate.
pub(crate) fn read<T: serde::de::DeserializeOwned>(name: &str) -> T {
    serde_json::from_str(&sample(name)).unwrap()
}
