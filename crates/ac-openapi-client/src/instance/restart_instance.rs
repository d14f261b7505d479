//! Restart an instance: `POST …/instance-service/task/actions/restart`.

use gpu_http::{Call, Http, Request};

use super::{Accepted, InstanceId};

pub(crate) fn restart_instance(http: &Http, id: InstanceId) -> Request<Accepted> {
    let path = "/ai/openapi/v2/instance-service/task/actions/restart";
    let call = Call::post("restart instance", path)
        .query("instanceServiceId", id.as_str())
        .about_id(id.as_str());
    Accepted::request(http, Ok(call), id.into())
}
