//! The requests about images.

use gpu_http::{Json, Request};

use crate::image::list_images_by_get;
use crate::{Accelerator, Client, ImageAccess, ImageType, ListImages};

impl Client {
    /// Lists images, page by page or as a stream. Documented; the answer re-documented.
    ///
    /// That an image is listed does not mean that it can be started everywhere (seen in use, with a
    /// neighbouring service).
    #[doc(alias = "/ai/openapi/v2/image/images")]
    #[doc(alias = "container/getImages")]
    pub fn list_images(&self, access: ImageAccess) -> ListImages {
        ListImages::new(self.http.clone(), access)
    }

    /// Lists images by the other edition of the page, which no known client uses. Documented; no
    /// answer is published, so it stays JSON.
    #[doc(alias = "/ai/openapi/v2/instance-service/images")]
    pub fn list_images_by_get(&self, accelerator: Accelerator, kind: ImageType) -> Request<Json> {
        list_images_by_get(&self.http, accelerator, kind)
    }
}
