//! List images by the other edition of the page: `GET …/instance-service/images` with a body.

use gpu_http::{Call, Http, Json, Request};
use serde::Serialize;

use super::ImageType;
use crate::{Accelerator, envelope};

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct Body {
    accelerator_type: Accelerator,
    image_type: ImageType,
}

pub(crate) fn list_images_by_get(
    http: &Http,
    accelerator_type: Accelerator,
    image_type: ImageType,
) -> Request<Json> {
    let path = "/ai/openapi/v2/instance-service/images";
    let body = Body { accelerator_type, image_type };
    let call = Call::get("list images by get", path).json(&body);
    Request::new(http, call, envelope::read_json)
}
