//! List images: `POST /ai/openapi/v2/image/images`, which is read-only; and by the other edition of the page.

use gpu_http::{
    Answer, Call, Http, ItemStream, Json, ListPage, Listed, PageReader, Paging, Request,
    RequestOptions, Total, request_methods,
};
use serde::Serialize;

use super::{Image, ImageAccess, ImageOrder, ImagePage, ImageType, SortOrder};
use crate::listing::Listing;
use crate::{Accelerator, Error, Result, envelope};

/// A request for a page of the list, made by [`Client::list_images`](crate::Client::list_images).
/// Documented; the answer re-documented.
///
/// `.await` it for one page, or turn it into a [`stream`](Self::stream) of all.
#[derive(Clone, Debug)]
#[must_use = "a request does nothing until it is awaited"]
pub struct ListImages {
    http: Http,
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

request_methods!(ListImages => ImagePage);

/// The call's name in errors.
const NAME: &str = "list images";

impl ListImages {
    pub(crate) fn new(http: Http, access: ImageAccess) -> Self {
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
        Self { http, request: RequestOptions::default(), body }
    }

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
            self.clone().start(at.start).fetch().send()
        });
        reader.starting_at(start).into_stream()
    }

    fn call(&self) -> Result<Call> {
        if self.body.limit == 0 {
            return Err(Error::invalid("limit", "is zero"));
        }
        Call::post(NAME, "/ai/openapi/v2/image/images").read_only().json(&self.body)
    }

    fn request(&self) -> Request<ImagePage> {
        let body = self.body.clone();
        let read = move |answer| {
            let payload = envelope::open(answer)?;
            let page = ImagePage::from(Listing::read(&payload)?);
            match body.unheeded(&page) {
                Some(why) => Err(payload.unreadable(&why)),
                None => Ok(page),
            }
        };
        Request::new(&self.http, self.call(), read).with_options(self.request.clone())
    }

    fn fetch(self) -> Request<ListPage<Image>> {
        let body = self.body.clone();
        let read = move |answer: Answer| {
            let payload = envelope::open(answer)?;
            let page = ImagePage::from(Listing::read(&payload)?);
            Ok(ListPage {
                answer: payload.into_answer(),
                member: "data",
                total: Total::from(&page.total),
                more: None,
                asked: Some(body.limit.into()),
                unfiltered: body.unheeded(&page),
                items: page.images,
            })
        };
        Request::new(&self.http, self.call(), read).with_options(self.request)
    }
}

impl Body {
    /// Why a page is not what was asked for: an image is of another type, or for another accelerator.
    fn unheeded(&self, page: &ImagePage) -> Option<String> {
        page.images.iter().find_map(|one| {
            let kind = one.kind.get().map(ImageType::as_str);
            let kind = kind.filter(|is| !["", is].contains(&self.kind.as_str()));
            let accelerator = one.accelerator_type.get();
            let accelerator = accelerator
                .filter(|is| self.accelerator_type.as_ref().is_some_and(|it| it != *is))
                .map(Accelerator::as_str);
            let is = kind.or(accelerator)?;
            Some(format!("the filter was not heeded: {} is {is}", one.id))
        })
    }
}

impl Listed for Image {
    fn id(&self) -> &str {
        &self.id
    }
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct ByGet {
    accelerator_type: Accelerator,
    image_type: ImageType,
}

pub(crate) fn list_images_by_get(
    http: &Http,
    accelerator_type: Accelerator,
    image_type: ImageType,
) -> Request<Json> {
    let path = "/ai/openapi/v2/instance-service/images";
    let body = ByGet { accelerator_type, image_type };
    let call = Call::get("list images by get", path).json(&body);
    Request::new(http, call, envelope::read_json)
}
