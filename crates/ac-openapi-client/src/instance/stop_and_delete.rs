//! Stop and delete instances: one query pair per id.

use gpu_http::{Call, Http, Request};

use super::{Accepted, InstanceIds};

/// `POST …/instance-service/task/actions/stop`.
pub(crate) fn stop_instances(http: &Http, ids: InstanceIds) -> Request<Accepted> {
    let path = "/ai/openapi/v2/instance-service/task/actions/stop";
    let call = with_ids(Call::post("stop instances", path), &ids);
    Accepted::request(http, Ok(call), ids)
}

/// `DELETE …/instance-service/task`.
pub(crate) fn delete_instances(http: &Http, ids: InstanceIds) -> Request<Accepted> {
    let path = "/ai/openapi/v2/instance-service/task";
    let call = with_ids(Call::delete("delete instances", path), &ids);
    Accepted::request(http, Ok(call), ids)
}

fn with_ids(call: Call, ids: &InstanceIds) -> Call {
    let call = call.about_id(&ids.to_string());
    ids.iter().fold(call, |call, id| call.query("ids", id.as_str()))
}
