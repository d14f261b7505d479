//! The requests about what a region offers: images, groups of machines, directories.

use gpu_http::{Call, Json, Request};

use crate::image::list_images_by_get;
use crate::{Accelerator, Client, Error, ImageAccess, ImageType, ListImages, NodeLimits, envelope};

impl Client {
    /// Gets how much one node of a resource group has to give. Documented; the answer
    /// re-documented.
    ///
    /// ```
    /// # mod doc { include!(concat!(env!("CARGO_MANIFEST_DIR"), "/tests/doc/run.rs")); } doc::run(async |client, _| {
    /// let limits = client.get_node_limits(ac_openapi_client::Accelerator::Gpu, "TeslaM40").await?;
    /// println!("{} GPUs a node, {} nodes", limits.gpu_number, limits.node_number);
    /// # Ok(()) });
    /// ```
    #[doc(alias("quota", "/ai/openapi/v2/instance-service/resources", "container/resources"))]
    pub fn get_node_limits(
        &self,
        accelerator: Accelerator,
        resource_group: impl Into<String>,
    ) -> Request<NodeLimits> {
        let (name, path) = ("get node limits", "/ai/openapi/v2/instance-service/resources");
        let call = match resource_group.into() {
            blank if blank.trim().is_empty() => Err(Error::invalid("resourceGroup", "is blank")),
            group => Ok(Call::get(name, path)
                .query("acceleratorType", accelerator.as_str())
                .query("resourceGroup", group)),
        };
        Request::new(&self.http, call, envelope::read)
    }

    /// Lists the groups of machines, by kind of accelerator (seen in use). Documented; no answer is
    /// published, so it stays JSON.
    ///
    /// ```
    /// # mod doc { include!(concat!(env!("CARGO_MANIFEST_DIR"), "/tests/doc/run.rs")); } doc::run(async |client, _| {
    /// println!("{}", client.list_resource_groups().await?);
    /// # Ok(()) });
    /// ```
    #[doc(alias("/ai/openapi/v2/instance-service/resource-group", "container/group"))]
    pub fn list_resource_groups(&self) -> Request<Json> {
        let path = "/ai/openapi/v2/instance-service/resource-group";
        let call = Call::get("list resource groups", path);
        Request::new(&self.http, Ok(call), envelope::read_json)
    }

    /// Lists the directories that may be mounted. Documented; no answer is published, so it stays
    /// JSON.
    ///
    /// ```
    /// # mod doc { include!(concat!(env!("CARGO_MANIFEST_DIR"), "/tests/doc/run.rs")); } doc::run(async |client, _| {
    /// println!("{}", client.list_allowed_mount_dirs().await?);
    /// # Ok(()) });
    /// ```
    #[doc(alias = "/ai/openapi/v2/instance-service/allowed-mount-dir")]
    #[doc(alias = "container/allowed-mount-dir")]
    pub fn list_allowed_mount_dirs(&self) -> Request<Json> {
        let path = "/ai/openapi/v2/instance-service/allowed-mount-dir";
        let call = Call::get("list allowed mount dirs", path);
        Request::new(&self.http, Ok(call), envelope::read_json)
    }
}

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
    /// let page = client.list_images(ImageAccess::Public).start(0).per_page(50).await?;
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
    #[doc(alias("/ai/openapi/v2/image/images", "container/getImages"))]
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
