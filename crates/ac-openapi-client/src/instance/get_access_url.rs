//! Get an instance's address: `GET …/instance-service/{id}/url`.

use gpu_http::{Call, Http, Request};
use gpu_json::Field;

use super::{AccessUrl, InstanceId};
use crate::Result;
use crate::envelope::{self, Payload};

pub(crate) fn get_access_url(http: &Http, id: &InstanceId) -> Request<Option<AccessUrl>> {
    let segment = Call::encode_segment(id.as_str());
    let path = format!("/ai/openapi/v2/instance-service/{segment}/url");
    let call = Call::get("get access url", path).about_id(id.as_str());
    Request::new(http, Ok(call), |answer| read(&envelope::open(answer)?))
}

fn read(payload: &Payload) -> Result<Option<AccessUrl>> {
    let field: Field<AccessUrl> = payload.read_or_none()?.unwrap_or_default();
    if field.unreadable().is_some() {
        return Err(payload.unreadable("not a text"));
    }
    Ok(field.into_option())
}
