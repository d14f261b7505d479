//! List images by the other edition of the page: `GET …/instance-service/images` with a body.

use gpu_http::{Call, Extras, Json};
use serde::Serialize;

use super::ImageType;
use crate::session::Session;
use crate::{Accelerator, Error, Result};

/// A request for images by the other edition of the page, made by
/// [`Client::list_images_by_get`](crate::Client::list_images_by_get).
///
/// Answers raw JSON, because no answer has been published.
#[derive(Clone, Debug)]
#[must_use = "a request does nothing until it is awaited"]
pub struct ListImagesByGet {
    http: Session,
    extras: Extras,
    body: Body,
}

#[derive(Clone, Debug, Serialize)]
#[serde(rename_all = "camelCase")]
struct Body {
    accelerator_type: Accelerator,
    image_type: ImageType,
}

gpu_http::request_builder!(ListImagesByGet => Json, Error, body);

impl ListImagesByGet {
    pub(crate) fn new(http: Session, accelerator: Accelerator, kind: ImageType) -> Self {
        let body = Body {
            accelerator_type: accelerator,
            image_type: kind,
        };
        Self {
            http,
            extras: Extras::default(),
            body,
        }
    }

    fn call(&self) -> Result<Call> {
        let call = Call::get(
            "list images by get",
            "/ai/openapi/v2/instance-service/images",
        );
        call.json(&self.body, &self.extras)?
            .extra_query(&self.extras)
    }

    async fn run(self) -> Result<Json> {
        self.http.ask(&self.call()?).await?.read()
    }
}
