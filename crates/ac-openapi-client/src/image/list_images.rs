//! List images: `POST /ai/openapi/v2/image/images`, which is read-only; and by the other edition of the page.

use gpu_http::{
    Call, ItemStream, Json, Listed, PageReader, Paging, Request, RequestOptions, request_methods,
};
use serde::Serialize;

use super::{Image, ImageAccess, ImageOrder, ImageType, SortOrder};
use crate::page::other_than;
use crate::{Accelerator, Client, Error, Page, Result, envelope};

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
    /// println!("{} on this page", page.items.len());
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
        let body = Body {
            access,
            start: 0,
            limit: 20,
            sort: SortOrder::Descending,
            order_by: ImageOrder::Created,
            name: None,
            kind: ImageType::from(""),
            accelerator_type: None,
        };
        ListImages { client: self.clone(), request: RequestOptions::default(), body }
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
        #[derive(Serialize)]
        #[serde(rename_all = "camelCase")]
        struct Body {
            accelerator_type: Accelerator,
            image_type: ImageType,
        }
        let path = "/ai/openapi/v2/instance-service/images";
        let body = Body { accelerator_type: accelerator, image_type: kind };
        let call = Call::get("list images by get", path).json(&body);
        Request::new(&self.http, call, envelope::read_json)
    }
}

/// A request for a page of the list, made by [`Client::list_images`](crate::Client::list_images).
/// Documented; the answer re-documented.
///
/// `.await` it for one page, or turn it into a [`stream`](Self::stream) of all.
#[derive(Clone, Debug)]
#[must_use = "a request does nothing until it is awaited"]
pub struct ListImages {
    client: Client,
    request: RequestOptions,
    body: Body,
}

/// What is asked for. The sample sends an empty `type` for none.
#[derive(Clone, Debug, Serialize)]
#[serde(rename_all = "camelCase")]
struct Body {
    access: ImageAccess,
    start: u64,
    limit: u32,
    sort: SortOrder,
    order_by: ImageOrder,
    #[serde(skip_serializing_if = "Option::is_none")]
    name: Option<String>,
    #[serde(rename = "type")]
    kind: ImageType,
    #[serde(skip_serializing_if = "Option::is_none")]
    accelerator_type: Option<Accelerator>,
}

request_methods!(ListImages => Page<Image>);

impl ListImages {
    /// Only images of this name (and version); matched loosely (seen in use).
    pub fn name(mut self, name: impl Into<String>) -> Self {
        self.body.name = Some(name.into());
        self
    }

    /// Only images of this type (documented).
    pub fn kind(mut self, kind: ImageType) -> Self {
        self.body.kind = kind;
        self
    }

    /// Only images for this kind of accelerator (documented).
    pub fn accelerator(mut self, accelerator: Accelerator) -> Self {
        self.body.accelerator_type = Some(accelerator);
        self
    }

    /// Orders them; by the time they were made, newest first, unless set.
    pub fn order(mut self, by: ImageOrder, sort: SortOrder) -> Self {
        (self.body.order_by, self.body.sort) = (by, sort);
        self
    }

    /// Leaves out this many from the beginning. 0.
    pub fn start(mut self, start: u64) -> Self {
        self.body.start = start;
        self
    }

    /// Asks for at most this many. 20; the largest number is not documented.
    #[doc(alias = "limit")]
    pub fn per_page(mut self, items: u32) -> Self {
        self.body.limit = items;
        self
    }

    /// The images of all pages from [`start`](Self::start) on, each once, one page in memory at a
    /// time. What an entry that cannot be read and a list that is not whole come to is said at
    /// [`ListInstances::stream`](crate::ListInstances::stream).
    pub fn stream(self) -> ItemStream<Image> {
        let newest_first = self.body.order_by == ImageOrder::Created
            && self.body.sort == SortOrder::Descending
            && self.body.name.is_none()
            && self.body.accelerator_type.is_none()
            && self.body.kind.as_str().is_empty();
        let start = self.body.start;
        let reader = PageReader::new(Paging::Offset, newest_first, move |at| {
            let request = self.clone().start(at.start);
            let (call, body) = (request.call(), request.body);
            let read = move |answer| Page::one_of_many(answer, body.limit, |one| body.other(one));
            Request::new(&request.client.http, call, read).with_options(request.request).send()
        });
        reader.starting_at(start).into_stream()
    }

    fn call(&self) -> Result<Call> {
        if self.body.limit == 0 {
            return Err(Error::invalid("limit", "is zero"));
        }
        Call::post("list images", "/ai/openapi/v2/image/images").read_only().json(&self.body)
    }

    fn request(&self) -> Request<Page<Image>> {
        let body = self.body.clone();
        let read = move |answer| Page::asked_for(answer, |one| body.other(one));
        Request::new(&self.client.http, self.call(), read).with_options(self.request.clone())
    }
}

impl Body {
    /// What an image is that was not asked for: of another type, or for another accelerator.
    fn other<'a>(&self, one: &'a Image) -> Option<&'a str> {
        let kind = Some(&self.kind).filter(|kind| !kind.as_str().is_empty());
        other_than(kind, &one.kind)
            .or(other_than(self.accelerator_type.as_ref(), &one.accelerator_type))
    }
}

impl Listed for Image {
    fn id(&self) -> &str {
        &self.id
    }
}
