//! Glows.ai's service, endpoint by endpoint.

mod answers;
mod create;
mod edits;
mod list_and_stats;
mod release;
mod switches;
mod undocumented;

use gpu_emulator::glows::{Behaviour, Capacity};
use gpu_emulator::{Clock, Cost, Edit, Fault, Glows};
use serde_json::{Value, json};

use crate::documented::sample;
use crate::http::{Answer, Request, exchange};
use crate::seconds;

pub(crate) const CREATE: (&str, &str) = ("POST", "/sdk/v1/instance");
const ALL: &str = "page=1&per_page=10";

/// An emulator on a manual clock.
pub(crate) async fn start(change: impl FnOnce(&mut Behaviour)) -> Glows {
    let builder = Glows::builder().clock(Clock::manual()).behaviour(change);
    builder.start().await.expect("a free port")
}

/// A create request for a GPU container, to be changed member by member.
pub(crate) struct Order(Value);

impl Order {
    pub(crate) fn new(key: &str) -> Self {
        let plain = Self(sample("glows/create.request.with-region")["body"].take());
        let optional = ["remark", "envs", "ports"];
        let plain = optional.into_iter().fold(plain, |order, name| order.with(name, Value::Null));
        plain.with("custom_meta_key", key)
    }

    pub(crate) fn with(mut self, name: &str, value: impl Into<Value>) -> Self {
        self.0[name] = value.into();
        self
    }

    pub(crate) fn request(&self, glows: &Glows) -> Request {
        Request::new("POST", "/sdk/v1/instance").bearer(glows.token()).json(&self.0)
    }
}

pub(crate) async fn create(glows: &Glows, order: &Order) -> Answer {
    order.request(glows).send(glows.address()).await
}

/// Creates and returns the id.
pub(crate) async fn created(glows: &Glows, order: &Order) -> String {
    let answer = create(glows, order).await;
    assert_eq!(answer.code(), 0, "{}", answer.body);
    answer.json()["instance"]["instanceID"].as_str().expect("an id").to_owned()
}

pub(crate) async fn get(glows: &Glows, query: &str) -> Answer {
    authorised(glows, "GET", &format!("/sdk/v1/instance?{query}")).await
}

/// The instance of the key `a`.
async fn shown(glows: &Glows) -> Value {
    get(glows, "meta_key=a").await.json()["instance"].take()
}

pub(crate) async fn release(glows: &Glows, query: &str) -> Answer {
    authorised(glows, "DELETE", &format!("/sdk/v1/instance?{query}")).await
}

pub(crate) async fn list(glows: &Glows, query: &str) -> Answer {
    authorised(glows, "GET", &format!("/sdk/v1/instance/list?{query}")).await
}

/// The keys on a page.
async fn keys(glows: &Glows, query: &str) -> Vec<String> {
    let list = list(glows, query).await.json();
    let instances = list["instances"].as_array().expect("a list").iter();
    let keys = instances.map(|one| one["metaKey"].as_str().expect("a key").to_owned());
    keys.collect()
}

pub(crate) async fn stats(glows: &Glows) -> Value {
    authorised(glows, "GET", "/sdk/v1/instance/stats").await.json()["stats"].clone()
}

pub(crate) async fn authorised(glows: &Glows, method: &str, target: &str) -> Answer {
    Request::new(method, target).bearer(glows.token()).send(glows.address()).await
}
