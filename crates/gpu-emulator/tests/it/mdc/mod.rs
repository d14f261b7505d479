//! MatrixDC's service, endpoint by endpoint.

mod access;
mod cost;
mod create;
mod delete;
mod list;
mod power;
mod refusals;
mod skus;
mod stock;
mod switches;
mod undocumented;

use gpu_emulator::mdc::{Behaviour, ErrorForm, NoGpu};
use gpu_emulator::{Clock, Mdc};
use serde_json::{Value, json};

use crate::documented::sample;
use crate::http::{Answer, Request, exchange};
use crate::seconds;

const INSTANCES: &str = "/mdc/api/v1/clusters/host-cluster/instances";
const BEIJING: &str = "14c5a9e3-0d09-4aa0-99d3-c096b80cceaa";

/// An emulator on a manual clock for the user `xxx`.
async fn start(change: impl FnOnce(&mut Behaviour)) -> Mdc {
    let builder = Mdc::builder().clock(Clock::manual_at(crate::SAMPLED)).user_id("xxx");
    builder.behaviour(change).start().await.expect("a free port")
}

/// The documented create request with another display name, to be changed.
pub(crate) struct Order(Value);

impl Order {
    pub(crate) fn new(display_name: &str) -> Self {
        let order = Self(sample("mdc/create.request")["body"].take());
        order.with("/displayName", display_name)
    }

    /// Sets the member at a JSON pointer.
    fn with(mut self, pointer: &str, value: impl Into<Value>) -> Self {
        *self.0.pointer_mut(pointer).expect("it is there") = value.into();
        self
    }

    /// Removes the member at a JSON pointer.
    fn without(mut self, pointer: &str) -> Self {
        let (parent, name) = pointer.rsplit_once('/').expect("a pointer");
        let parent = self.0.pointer_mut(parent).and_then(Value::as_object_mut);
        parent.expect("an object").remove(name).expect("it is there");
        self
    }

    fn sku(self, id: &str) -> Self {
        self.with("/Cost/GPUSKUID", id)
    }

    fn disk(self, gigabytes: u64) -> Self {
        self.with("/VolumeMount/0/Size", gigabytes)
    }
}

fn request(mdc: &Mdc, method: &str, target: &str) -> Request {
    Request::new(method, target)
        .header(format!("Authorization: bearer {}", mdc.token()))
        .header(format!("namespace: {}", mdc.user_id()))
}

async fn call(mdc: &Mdc, method: &str, target: &str) -> Answer {
    request(mdc, method, target).send(mdc.address()).await
}

pub(crate) async fn create(mdc: &Mdc, order: &Order) -> Answer {
    let request = request(mdc, "POST", INSTANCES).json(&order.0);
    request.send(mdc.address()).await
}

/// Creates and returns the name.
async fn created(mdc: &Mdc, order: &Order) -> String {
    let answer = create(mdc, order).await;
    assert_eq!(answer.status, 200, "{}", answer.body);
    answer.json()["name"].as_str().expect("a name").to_owned()
}

/// Creates a machine that runs and returns its name.
async fn running(mdc: &Mdc, order: &Order) -> String {
    let name = created(mdc, order).await;
    mdc.clock().advance(seconds(3));
    assert_eq!(status(mdc, &name).await, "Running");
    name
}

pub(crate) async fn get(mdc: &Mdc, name: &str) -> Answer {
    call(mdc, "GET", &format!("{INSTANCES}/{name}")).await
}

async fn status(mdc: &Mdc, name: &str) -> String {
    let answer = get(mdc, name).await;
    assert_eq!(answer.status, 200, "{}", answer.body);
    answer.json()["status"].as_str().expect("a status").to_owned()
}

pub(crate) async fn list(mdc: &Mdc) -> Value {
    call(mdc, "GET", INSTANCES).await.json()
}

pub(crate) async fn power_off(mdc: &Mdc, name: &str, body: &Value) -> Answer {
    let request = request(mdc, "POST", &format!("{INSTANCES}/{name}/power_off")).json(body);
    request.send(mdc.address()).await
}

async fn power_on(mdc: &Mdc, name: &str) -> Answer {
    call(mdc, "POST", &format!("{INSTANCES}/{name}/power_on")).await
}

pub(crate) async fn delete(mdc: &Mdc, name: &str) -> Answer {
    call(mdc, "DELETE", &format!("{INSTANCES}?name={name}")).await
}

pub(crate) fn assert_ok(answer: &Answer) {
    assert_eq!((answer.status, answer.body.as_str()), (200, "\"ok\""));
}

/// After so many more seconds each, this is its status, and this the ledger.
async fn stands(mdc: &Mdc, name: &str, steps: &[(u64, &str, &str)]) {
    for (lasts, is, ledger) in steps {
        mdc.clock().advance(seconds(*lasts));
        let shown = (status(mdc, name).await, mdc.ledger().to_string());
        assert_eq!((shown.0.as_str(), shown.1.as_str()), (*is, *ledger));
    }
}

fn assert_refused(answer: &Answer, status: u16, message: &str) {
    let body = json!({"code": status, "message": message});
    assert_eq!((answer.status, answer.json()), (status, body));
}
