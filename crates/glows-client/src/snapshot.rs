//! Snapshots, `POST /snapshot`: keeps an instance's disk. Seen in public use; the answer is not documented.

use gpu_common::check_text;
use gpu_http::{Call, Http, Json, Request};
use serde::Serialize;

use crate::{InstanceId, Result, envelope};

/// Wire form.
#[derive(Serialize)]
struct Body<'a> {
    instance_id: &'a InstanceId,
    name: &'a str,
}

pub(crate) fn take_snapshot(http: &Http, instance: &InstanceId, name: &str) -> Request<Json> {
    Request::new(http, call(instance, name), envelope::raw_json)
}

fn call(instance_id: &InstanceId, name: &str) -> Result<Call> {
    check_text("name", name, usize::MAX)?;
    Call::post("take snapshot", "/snapshot")
        .not_idempotent()
        .about_id(instance_id.as_str())
        .json(&Body { instance_id, name })
}
