//! The requests about images.

use gpu_http::{Json, Request};

use crate::image::list_images_by_get;
use crate::{Accelerator, Client, ImageAccess, ImageType, ListImages};

impl Client {
    /// Lists images, page by page or as a stream. Documented; the answer re-documented.
    ///
    /// That an image is listed does not mean that it can be started everywhere (seen in use, with a
    /// neighbouring service).
    ///
    /// ```
    /// # mod doc { include!(concat!(env!("CARGO_MANIFEST_DIR"), "/tests/doc/run.rs")); } doc::run(async |client, _| {
    /// use ac_openapi_client::{Accelerator, ImageAccess, ImageOrder, ImageType, SortOrder};
    ///
    /// let page = client.list_images(ImageAccess::Public).start(0).limit(50).await?;
    /// println!("{} on this page", page.images.len());
    ///
    /// let list = client.list_images(ImageAccess::Public).kind(ImageType::Base).name("custom");
    /// let list = list.accelerator(Accelerator::Dcu);
    /// let mut all = list.order(ImageOrder::Created, SortOrder::Ascending).stream();
    /// while let Some(image) = all.next().await {
    ///     println!("{:?}", image?.version);
    /// }
    /// # Ok(()) });
    /// ```
    #[doc(alias = "/ai/openapi/v2/image/images")]
    #[doc(alias = "container/getImages")]
    pub fn list_images(&self, access: ImageAccess) -> ListImages {
        ListImages::new(self.http.clone(), access)
    }

    /// Lists images by the other edition of the page, which no known client uses. Documented; no
    /// answer is published, so it stays JSON.
    ///
    /// ```
    /// # mod doc { include!(concat!(env!("CARGO_MANIFEST_DIR"), "/tests/doc/run.rs")); } doc::run(async |client, _| {
    /// use ac_openapi_client::{Accelerator, ImageType};
    ///
    /// println!("{}", client.list_images_by_get(Accelerator::Dcu, ImageType::Base).await?);
    /// # Ok(()) });
    /// ```
    #[doc(alias = "/ai/openapi/v2/instance-service/images")]
    pub fn list_images_by_get(&self, accelerator: Accelerator, kind: ImageType) -> Request<Json> {
        list_images_by_get(&self.http, accelerator, kind)
    }
}
