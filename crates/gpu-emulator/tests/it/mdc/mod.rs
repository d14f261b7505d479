//! MatrixDC's service, endpoint by endpoint.

mod access;
mod cost;
mod create;
mod delete;
mod documented_calls;
mod list;
mod power;
mod refusals;
mod samples;
mod skus;
mod stock;
mod switches;
mod undocumented;

use std::time::Duration;

use gpu_emulator::mdc::{
    Accepted, Behaviour, Blank, Deleted, Edition, ErrorForm, ErrorStatus, NoDiscount, NoGpu,
};
use gpu_emulator::{Clock, Edit, Fault, Mdc};
use serde_json::{Value, json};

use crate::http::{Answer, Request, exchange};

const INSTANCES: &str = "/mdc/api/v1/clusters/host-cluster/instances";
const BEIJING: &str = "14c5a9e3-0d09-4aa0-99d3-c096b80cceaa";

/// An emulator on a manual clock for the user `xxx`.
async fn start(change: impl FnOnce(&mut Behaviour)) -> Mdc {
    let builder = Mdc::builder().clock(Clock::manual_at(crate::SAMPLED)).user_id("xxx");
    builder.behaviour(change).start().await.expect("a free port")
}

/// The documented create request with another display name, to be changed.
struct Order(Value);

impl Order {
    fn new(display_name: &str) -> Self {
        Self(json!({
            "Cost": {
                "CostType": "1", "CouponID": "", "DiskSKUID": "1", "GPUSKUID": "66", "CostTime": ""
            },
            "VolumeMount": [
                {"PathInContainer": "/root/data", "Size": 50, "Type": "shared-filesystem"}
            ],
            "namespace": "xxx",
            "displayName": display_name,
            "image": "images.neolink-ai.com/matrixdc/tensorflow:2.15.0-python3.10-cuda12.1.0-cudnn8-devel-ubuntu22.04",
            "Region": ""
        }))
    }

    /// Sets the member at a JSON pointer.
    fn with(mut self, pointer: &str, value: impl Into<Value>) -> Self {
        *self.0.pointer_mut(pointer).expect("it is there") = value.into();
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

async fn create(mdc: &Mdc, order: &Order) -> Answer {
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

async fn get(mdc: &Mdc, name: &str) -> Answer {
    call(mdc, "GET", &format!("{INSTANCES}/{name}")).await
}

async fn status(mdc: &Mdc, name: &str) -> String {
    let answer = get(mdc, name).await;
    assert_eq!(answer.status, 200, "{}", answer.body);
    answer.json()["status"].as_str().expect("a status").to_owned()
}

async fn list(mdc: &Mdc) -> Value {
    call(mdc, "GET", INSTANCES).await.json()
}

async fn power_off(mdc: &Mdc, name: &str, body: &Value) -> Answer {
    let request = request(mdc, "POST", &format!("{INSTANCES}/{name}/power_off")).json(body);
    request.send(mdc.address()).await
}

async fn power_on(mdc: &Mdc, name: &str) -> Answer {
    call(mdc, "POST", &format!("{INSTANCES}/{name}/power_on")).await
}

async fn delete(mdc: &Mdc, name: &str) -> Answer {
    call(mdc, "DELETE", &format!("{INSTANCES}?name={name}")).await
}

fn assert_ok(answer: &Answer) {
    assert_eq!((answer.status, answer.body.as_str()), (200, "\"ok\""));
}

fn assert_refused(answer: &Answer, status: u16, message: &str) {
    let body = json!({"code": status, "message": message});
    assert_eq!((answer.status, answer.json()), (status, body));
}

fn seconds(count: u64) -> Duration {
    Duration::from_secs(count)
}
