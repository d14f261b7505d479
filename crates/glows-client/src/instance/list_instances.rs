//! `GET /instance/list`: the instances, page by page or as a stream.

mod page;
mod reading;
mod wait_all;

use gpu_http::{Answer, Call, Http, ItemStream, Request, RequestOptions, request_methods};

pub use self::page::{InstancePage, Pagination};
pub(super) use self::reading::Reading;

use self::page::ListAnswer;
use super::Status;
use crate::{Error, Instance, Result, envelope};

/// How many instances a page of the documented sample has.
const DOCUMENTED_PER_PAGE: u32 = 10;

/// A list of instances, made by [`Client::list_instances`](crate::Client::list_instances).
/// Documented, unless a method says otherwise.
///
/// `.await` gives one page; [`stream`](Self::stream) gives the instances of all pages.
#[derive(Clone, Debug)]
#[must_use = "a request does nothing until it is awaited"]
pub struct ListInstances {
    http: Http,
    pub(super) request: RequestOptions,
    page: u32,
    per_page: u32,
    ascending: Option<bool>,
    statuses: Vec<Status>,
}

request_methods!(ListInstances => InstancePage);

impl ListInstances {
    pub(crate) fn new(http: Http) -> Self {
        Self {
            http,
            request: RequestOptions::default(),
            page: 1,
            per_page: DOCUMENTED_PER_PAGE,
            ascending: None,
            statuses: Vec::new(),
        }
    }

    /// Which page. 1, where the documented sample starts.
    pub fn page(mut self, page: u32) -> Self {
        self.page = page;
        self
    }

    /// How many instances a page has at most. 10, as in the documented sample; the largest value
    /// is not published.
    pub fn per_page(mut self, instances: u32) -> Self {
        self.per_page = instances;
        self
    }

    /// Oldest first (`true`) or newest first (`false`, what Glows.ai does when not told).
    /// Documented.
    pub fn ascending(mut self, ascending: bool) -> Self {
        self.ascending = Some(ascending);
        self
    }

    /// Only instances in these statuses; all if none are given.
    ///
    /// One status is documented. How several are written is not: they are sent as repeated
    /// `statuses` parameters, so check what comes back.
    pub fn statuses(mut self, statuses: impl IntoIterator<Item = Status>) -> Self {
        self.statuses.extend(statuses);
        self
    }

    /// The instances of all pages from the first on, each once, one page in memory at a time;
    /// [`page`](Self::page) does not matter here.
    ///
    /// An item that cannot be read does not cost the others: they all come, and the last item of
    /// the stream is then an error of kind `Unreadable` that tells of it. So is the end of a list
    /// that is shorter than the total that came with it, or whose total changed while it was read:
    /// then an instance may have slipped through between two pages, the error
    /// [is transient](gpu_http::Error::is_transient), and the list should be read again. Whatever
    /// the server sends, the stream ends. (An instance can come twice if more than a page of new
    /// ones appears between two requests.)
    ///
    /// A stream that ends without an error is no proof that nothing slipped through. Totals that
    /// one instance leaves and another enters between two pages do not change: newest first this
    /// hides none, with [`ascending`](Self::ascending) or [`statuses`](Self::statuses) it may hide
    /// one that is alive. A list without totals shows no change at all. A page that is longer than
    /// the list ([`per_page`](Self::per_page)) leaves nothing to slip through.
    pub fn stream(self) -> ItemStream<Instance> {
        reading::stream(self)
    }

    fn call(&self) -> Result<Call> {
        for (field, value) in [("page", self.page), ("per_page", self.per_page)] {
            if value == 0 {
                return Err(Error::invalid(field, "must be at least 1"));
            }
        }
        let mut call = Call::get("list instances", "/instance/list")
            .query("page", self.page.to_string())
            .query("per_page", self.per_page.to_string());
        if let Some(ascending) = self.ascending {
            call = call.query("ascending", ascending.to_string());
        }
        for status in &self.statuses {
            call = call.query("statuses", status.as_str());
        }
        Ok(call)
    }

    fn request(&self) -> Request<InstancePage> {
        let read = |answer: Answer| envelope::open::<ListAnswer>(&answer);
        Request::new(&self.http, self.call(), read).with_options(self.request.clone())
    }

    /// The page, and the answer it was in.
    fn fetch(&self) -> Request<(Answer, InstancePage)> {
        let read = |answer: Answer| {
            let page = envelope::open::<ListAnswer>(&answer)?;
            Ok((answer, page))
        };
        Request::new(&self.http, self.call(), read).with_options(self.request.clone())
    }
}
