//! `GET /instance/list`: the instances, page by page or as a stream.

mod page;

use std::time::Duration;

use gpu_http::{
    Answer, Call, Http, ItemStream, ListPage, PageAt, PageReader, Paging, Request, RequestOptions,
    Total, request_methods,
};

pub use self::page::{InstancePage, Pagination};

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
    pub(super) http: Http,
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

    /// Oldest first (`true`) or newest first (`false`, Glows.ai's default).
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
    /// An item that cannot be read does not hide the others. The stream gives them all, and its last item
    /// is an error of kind `Unreadable`. The stream also ends in such an error if the list is not whole: if
    /// its total is not the number of instances, if an instance came twice, or if its total changed or cannot
    /// be read. If the list changed while it was read, the error
    /// [is transient](gpu_http::Error::is_transient): read the list again. The stream ends on any answer.
    ///
    /// A list of several pages without totals, with [`ascending`](Self::ascending) or with
    /// [`statuses`](Self::statuses) is read twice, because an instance that leaves it while it is read
    /// moves another one over the border of two pages. A page that is longer than the list
    /// ([`per_page`](Self::per_page)) saves that.
    pub fn stream(self) -> ItemStream<Instance> {
        self.reader(None).into_stream()
    }

    /// Reads all pages, all of them by the time `ends` if there is one.
    pub(super) fn reader(self, ends: Option<Duration>) -> PageReader<Instance> {
        let newest_first = self.ascending != Some(true) && self.statuses.is_empty();
        PageReader::new(Paging::Numbered, newest_first, move |at| {
            let mut request = self.clone();
            if let Some(ends) = ends {
                request.http = request.http.until(ends);
            }
            Box::pin(request.fetch(at))
        })
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
        let statuses = self.statuses.clone();
        let read = move |answer: Answer| {
            let page = envelope::open::<ListAnswer>(&answer)?;
            match unfiltered(&statuses, &page) {
                Some(why) => Err(answer.unreadable(Some("instances"), &why)),
                None => Ok(page),
            }
        };
        Request::new(&self.http, self.call(), read).with_options(self.request.clone())
    }

    async fn fetch(mut self, at: PageAt) -> Result<ListPage<Instance>> {
        self.page = at.number;
        // A server that gives less than was asked for may still count by what was asked for, and
        // leave out what lies between: ask for what it gives.
        if let Some(length) = at.first_length {
            let length = u32::try_from(length).unwrap_or(u32::MAX);
            self.per_page = self.per_page.min(length.max(DOCUMENTED_PER_PAGE));
        }
        let read = |answer: Answer| {
            let page = envelope::open::<ListAnswer>(&answer)?;
            Ok((answer, page))
        };
        let request = Request::new(&self.http, self.call(), read).with_options(self.request);
        let (answer, page) = request.await?;
        let unfiltered = unfiltered(&self.statuses, &page);
        let at_end = |pages: u64| u64::from(at.number) < pages;
        let pagination = page.pagination.get();
        let pages = pagination.and_then(|its| its.num_pages.copied());
        Ok(ListPage {
            answer,
            member: "instances",
            total: pagination
                .map_or_else(|| Total::of_parent(&page.pagination), |its| Total::from(&its.total)),
            more: pages.map(at_end),
            asked: Some(self.per_page.into()),
            unfiltered,
            items: page.instances,
        })
    }
}

/// Why a page is not what was asked for: an instance is in another status.
fn unfiltered(statuses: &[Status], page: &InstancePage) -> Option<String> {
    let odd = |one: &&Instance| one.status.get().is_some_and(|status| !statuses.contains(status));
    let odd = page.instances.iter().find(odd).filter(|_| !statuses.is_empty())?;
    let status = odd.status_text();
    Some(format!("the filter was not heeded: {} is {status}", odd.id))
}
