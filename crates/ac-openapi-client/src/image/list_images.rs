//! List images: `POST /ai/openapi/v2/image/images`, which only looks.

use gpu_http::{Call, Extras, ItemStream};
use serde::Serialize;

use super::{Image, ImageAccess, ImageOrder, ImagePage, ImageType, SortOrder};
use crate::reading::{self, Fetched, Listed};
use crate::session::Session;
use crate::{Accelerator, Error, Result};

/// A request for a page of the list, made by [`Client::list_images`](crate::Client::list_images).
/// Documented; the answer re-documented.
///
/// `.await` it for one page, or turn it into a [`stream`](Self::stream) of all.
#[derive(Clone, Debug)]
#[must_use = "a request does nothing until it is awaited"]
pub struct ListImages {
    http: Session,
    extras: Extras,
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

gpu_http::request_builder!(ListImages => ImagePage, Error, body);

/// The call's name in errors.
const NAME: &str = "list images";

impl ListImages {
    pub(crate) fn new(http: Session, access: ImageAccess) -> Self {
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
        Self {
            http,
            extras: Extras::default(),
            body,
        }
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
    pub fn limit(mut self, limit: u32) -> Self {
        self.body.limit = limit;
        self
    }

    /// The images of all pages from [`start`](Self::start) on, each once, one page in memory at a
    /// time.
    ///
    /// An entry that cannot be read does not cost the others: they all come, and the last item of
    /// the stream is then an error of kind `Unreadable` that tells of it. So is the end of a list
    /// that is shorter than its total, repeats itself, or whose total changed while it was read.
    /// Without a total such a change cannot be seen. Whatever the service sends, the stream ends.
    pub fn stream(self) -> ItemStream<Image> {
        reading::stream(self.body.start, move |start| {
            let request = self.clone().start(start);
            Box::pin(async move { request.fetch().await })
        })
    }

    fn call(&self) -> Result<Call> {
        if self.body.limit == 0 {
            return Err(Error::invalid("limit", "is zero"));
        }
        let call = Call::post(NAME, "/ai/openapi/v2/image/images").only_looks();
        call.json(&self.body, &self.extras)?
            .extra_query(&self.extras)
    }

    async fn run(self) -> Result<ImagePage> {
        self.http.ask(&self.call()?).await?.read()
    }

    async fn fetch(self) -> Result<Fetched<Image>> {
        let payload = self.http.ask(&self.call()?).await?;
        let page: ImagePage = payload.read()?;
        Ok(Fetched {
            answer: payload.into_answer(),
            total: page.total.copied(),
            items: page.images,
        })
    }
}

impl Listed for Image {
    fn id(&self) -> &str {
        &self.id
    }
}
