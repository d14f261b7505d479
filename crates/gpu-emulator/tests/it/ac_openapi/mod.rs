//! AC OpenAPI's token, region and container calls, one by one.

mod access;
mod batch;
mod center;
mod change;
mod create;
mod forms;
mod images;
mod life;
mod list;
mod session;
mod switches;
mod tokens;

use gpu_emulator::ac_openapi::{Batch, Behaviour, ListShape, RenewedToken};
use gpu_emulator::proxy::FaultProxy;
use gpu_emulator::{AcOpenApi, Clock, Edit};
use serde_json::{Value, json};

use crate::documented::sample;
use crate::http::{Answer, Request, exchange};
use crate::seconds;

const SERVICE: &str = "/ai/openapi/v2/instance-service";
pub(crate) const TASK: &str = "/ai/openapi/v2/instance-service/task";
/// An id that no instance has.
const NOBODY: &str = "4c1f43ddb030483e89b55413bee6c004";

/// An emulator on a manual clock that accepts the token `given`.
async fn start(change: impl FnOnce(&mut Behaviour)) -> AcOpenApi {
    let builder = AcOpenApi::builder().clock(Clock::manual_at(crate::SAMPLED)).token("given");
    builder.behaviour(change).start().await.expect("a free port")
}

/// The documented create request.
fn order() -> Value {
    sample("ac-openapi/create.request")["body"].take()
}

/// The same with one member changed; `null` leaves it out.
fn order_with(member: &str, value: impl Into<Value>) -> Value {
    let mut order = order();
    let members = order.as_object_mut().expect("an object");
    match value.into() {
        Value::Null => members.remove(member),
        value => members.insert(member.to_owned(), value),
    };
    order
}

pub(crate) fn named(name: &str) -> Value {
    order_with("instanceServiceName", name)
}

fn request(method: &str, target: &str) -> Request {
    Request::new(method, target).header("token: given")
}

async fn call(ac: &AcOpenApi, method: &str, target: &str) -> Answer {
    call_as(ac, "given", method, target).await
}

async fn call_as(ac: &AcOpenApi, token: &str, method: &str, target: &str) -> Answer {
    let request = Request::new(method, target).header(format!("token: {token}"));
    request.send(ac.address()).await
}

async fn call_with(ac: &AcOpenApi, method: &str, target: &str, body: &Value) -> Answer {
    request(method, target).json(body).send(ac.address()).await
}

pub(crate) async fn create(ac: &AcOpenApi, order: &Value) -> Answer {
    call_with(ac, "POST", TASK, order).await
}

/// Creates and returns the id.
async fn created(ac: &AcOpenApi, order: &Value) -> String {
    let data = data(&create(ac, order).await);
    data.as_str().expect("an id").to_owned()
}

/// Creates an instance that runs and returns its id.
async fn running(ac: &AcOpenApi, order: &Value) -> String {
    let id = created(ac, order).await;
    ac.clock().advance(seconds(5));
    assert_eq!(status(ac, &id).await, "Running");
    id
}

/// Creates an instance, stops it and returns its id.
pub(crate) async fn stopped(ac: &AcOpenApi, order: &Value) -> String {
    let id = running(ac, order).await;
    assert_done(&stop(ac, &[&id]).await);
    ac.clock().advance(seconds(1));
    assert_eq!(status(ac, &id).await, "Terminated");
    id
}

pub(crate) async fn detail(ac: &AcOpenApi, id: &str) -> Answer {
    call(ac, "GET", &format!("{SERVICE}/{id}/detail")).await
}

async fn status(ac: &AcOpenApi, id: &str) -> String {
    let data = data(&detail(ac, id).await);
    data["status"].as_str().expect("a status").to_owned()
}

async fn url(ac: &AcOpenApi, id: &str) -> Answer {
    call(ac, "GET", &format!("{SERVICE}/{id}/url")).await
}

async fn restart(ac: &AcOpenApi, id: &str) -> Answer {
    let target = format!("{TASK}/actions/restart?instanceServiceId={id}");
    call(ac, "POST", &target).await
}

pub(crate) async fn stop(ac: &AcOpenApi, ids: &[&str]) -> Answer {
    let target = format!("{TASK}/actions/stop?{}", repeated(ids));
    call(ac, "POST", &target).await
}

pub(crate) async fn delete(ac: &AcOpenApi, ids: &[&str]) -> Answer {
    call(ac, "DELETE", &format!("{TASK}?{}", repeated(ids))).await
}

fn repeated(ids: &[&str]) -> String {
    let pairs: Vec<_> = ids.iter().map(|id| format!("ids={id}")).collect();
    pairs.join("&")
}

/// The names on a page, whatever else it says.
pub(crate) async fn listed(ac: &AcOpenApi, query: &str) -> Vec<String> {
    let answer = call(ac, "GET", &format!("{TASK}/list?{query}")).await;
    names(&data(&answer)["data"])
}

fn names(instances: &Value) -> Vec<String> {
    let names = instances.as_array().expect("instances").iter();
    let names = names.map(|one| one["instanceServiceName"].as_str().expect("a name"));
    names.map(str::to_owned).collect()
}

/// The data of a success.
fn data(answer: &Answer) -> Value {
    let body = answer.json();
    assert_eq!((answer.status, &body["code"]), (200, &json!("0")), "{body}");
    body["data"].clone()
}

/// Success without data.
pub(crate) fn assert_done(answer: &Answer) {
    let body = json!({"code": "0", "msg": "success", "data": null});
    assert_eq!((answer.status, answer.json()), (200, body));
}

fn assert_refused(answer: &Answer, code: &str, message: &str) {
    let body = json!({"code": code, "msg": message, "data": ""});
    assert_eq!((answer.status, answer.json()), (200, body));
}
