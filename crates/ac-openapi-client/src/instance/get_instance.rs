//! Get an instance: `GET …/instance-service/{id}/detail`.

use gpu_http::{Call, Http, Request};

use super::{Instance, InstanceId};
use crate::envelope;

pub(crate) fn get_instance(http: &Http, id: &InstanceId) -> Request<Instance> {
    let segment = Call::encode_segment(id.as_str());
    let path = format!("/ai/openapi/v2/instance-service/{segment}/detail");
    let call = Call::get("get instance", path).about_id(id.as_str());
    let id = id.clone();
    Request::new(http, Ok(call), move |answer| {
        let payload = envelope::open(answer)?;
        let instance: Instance = payload.read()?;
        if instance.id != id {
            let answer = payload.into_answer();
            return Err(answer.unreadable(None, "an answer about another instance"));
        }
        Ok(instance)
    })
}
