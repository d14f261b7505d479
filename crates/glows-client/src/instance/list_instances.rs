//! `GET /instance/list`: the instances, page by page or as a stream.

use std::time::Duration;

use gpu_http::{
    Answer, Call, ItemStream, ListPage, PageAt, PageReader, Paging, Request, RequestOptions, Total,
    request_methods,
};
use gpu_json::{Field, Items};
use serde::{Deserialize, Serialize};

use super::{Instance, Status};
use crate::envelope::{open, success};
use crate::{Client, Error, Result};

/// Of the documented sample.
const DOCUMENTED_PER_PAGE: u32 = 10;

impl Client {
    /// Lists instances (`GET /instance/list`, documented): one page, or a stream over all.
    ///
    /// Machines made in the web console may be missing: the newest edition says that the API covers
    /// those made through it. An empty list does not prove that nothing is billed.
    ///
    /// ```
    /// # mod doc { include!(concat!(env!("CARGO_MANIFEST_DIR"), "/tests/doc/run.rs")); } doc::run(async |client, _| {
    /// let page = client.list_instances().per_page(50).page(1).await?;
    /// println!("{} on the first page", page.instances.len());
    ///
    /// let running = client.list_instances().statuses([glows_client::Status::Running]);
    /// let mut all = running.ascending(true).stream();
    /// while let Some(instance) = all.next().await {
    ///     println!("{}", instance?.id);
    /// }
    /// # Ok(()) });
    /// ```
    #[doc(alias("GET /instance/list", "/sdk/v1/instance/list", "執行個體列表"))]
    pub fn list_instances(&self) -> ListInstances {
        ListInstances {
            client: self.clone(),
            request: RequestOptions::default(),
            page: 1,
            per_page: DOCUMENTED_PER_PAGE,
            ascending: None,
            statuses: Vec::new(),
        }
    }
}

/// A list of instances, made by [`Client::list_instances`](crate::Client::list_instances). `.await` gives
/// one page, [`stream`](Self::stream) the instances of all pages. Documented, unless a method says otherwise.
#[derive(Clone, Debug)]
#[must_use = "a request does nothing until it is awaited"]
pub struct ListInstances {
    pub(super) client: Client,
    request: RequestOptions,
    page: u32,
    per_page: u32,
    ascending: Option<bool>,
    statuses: Vec<Status>,
}

request_methods!(ListInstances => InstancePage);

impl ListInstances {
    /// Which page. 1, where the documented sample starts.
    pub fn page(mut self, page: u32) -> Self {
        self.page = page;
        self
    }

    /// How many instances a page has at most. 10, as in the documented sample; the largest is not published.
    pub fn per_page(mut self, instances: u32) -> Self {
        self.per_page = instances;
        self
    }

    /// Oldest first (`true`) or newest first (`false`, Glows.ai's default).
    pub fn ascending(mut self, ascending: bool) -> Self {
        self.ascending = Some(ascending);
        self
    }

    /// Only instances in these statuses; all if none are given. One status is documented. How several are
    /// written is not: they are sent as repeated `statuses` parameters.
    pub fn statuses(mut self, statuses: impl IntoIterator<Item = Status>) -> Self {
        self.statuses.extend(statuses);
        self
    }

    /// The instances of all pages from the first on, each once, one page in memory at a time;
    /// [`page`](Self::page) does not matter here.
    ///
    /// An item that cannot be read does not hide the others: the stream gives them all, and then an error of
    /// kind `Unreadable`. It also ends in such an error if the list is not whole: if its total is not the
    /// number of instances, changed or cannot be read, or if an instance came twice. If the list changed
    /// while it was read, the error [is transient](gpu_http::Error::is_transient): read the list again.
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
                request.client = request.client.until(ends);
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
        self.reading(|answer, page, unfiltered| match unfiltered {
            Some(why) => Err(answer.unreadable(Some("instances"), &why)),
            None => Ok(page),
        })
    }

    /// The request, and what is made of its answer, the page and why that is not what was asked for.
    fn reading<T: Send + 'static>(
        &self,
        of: fn(Answer, InstancePage, Option<String>) -> Result<T>,
    ) -> Request<T> {
        let statuses = self.statuses.clone();
        let read = move |answer: Answer| {
            let ListAnswer { pagination, instances, .. } = open(&answer, "instances")?;
            let instances = instances.unwrap_or_else(|| Vec::new().into());
            let unfiltered = unfiltered(&statuses, &instances);
            of(answer, InstancePage { pagination, instances }, unfiltered)
        };
        Request::new(&self.client.http, self.call(), read).with_options(self.request.clone())
    }

    async fn fetch(mut self, at: PageAt) -> Result<ListPage<Instance>> {
        self.page = at.number;
        // A server that gives less than was asked for may still count by what was asked for, and
        // leave out what lies between: ask for what it gives.
        if let Some(length) = at.first_length {
            let length = u32::try_from(length).unwrap_or(u32::MAX);
            self.per_page = self.per_page.min(length.max(DOCUMENTED_PER_PAGE));
        }
        let request = self.reading(|answer, page, unfiltered| Ok((answer, page, unfiltered)));
        let (answer, page, unfiltered) = request.await?;
        let pagination = page.pagination.get();
        let pages = pagination.and_then(|its| its.num_pages.copied());
        Ok(ListPage {
            answer,
            member: "instances",
            total: pagination
                .map_or_else(|| Total::of_parent(&page.pagination), |its| Total::from(&its.total)),
            more: pages.map(|pages| u64::from(at.number) < pages),
            asked: Some(self.per_page.into()),
            unfiltered,
            items: page.instances,
        })
    }
}

/// Why a page is not what was asked for: an instance is in another status.
fn unfiltered(statuses: &[Status], instances: &Items<Instance>) -> Option<String> {
    let odd = |one: &&Instance| one.status.get().is_some_and(|status| !statuses.contains(status));
    let odd = instances.iter().find(odd).filter(|_| !statuses.is_empty())?;
    Some(format!("the filter was not heeded: {} is {}", odd.id, odd.status_text()))
}

/// One page of instances (documented by sample). What else stands in the answer is in that of
/// [`send_raw`](ListInstances::send_raw).
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[non_exhaustive]
pub struct InstancePage {
    /// Where this page stands.
    #[serde(default, skip_serializing_if = "Field::is_absent")]
    pub pagination: Field<Pagination>,
    /// The instances; those that could not be read are beside them ([`Items::bad`]). `null`, which
    /// is not documented, counts as no instances.
    pub instances: Items<Instance>,
}

gpu_json::object! {
    /// Where a page stands in the whole list (documented by sample).
    #[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
    #[serde(rename_all = "camelCase")]
    #[non_exhaustive]
    pub struct Pagination {
        /// How many instances match in all.
        pub total: Field<u64>,
        /// How many pages there are; 0 if nothing matches.
        pub num_pages: Field<u64>,
        /// Which page this is.
        pub page: Field<u64>,
        /// How many instances a page has at most.
        pub per_page: Field<u64>,
    }
}

#[derive(Deserialize)]
struct ListAnswer {
    #[serde(deserialize_with = "success", rename = "code")]
    _code: (),
    #[serde(default)]
    pagination: Field<Pagination>,
    #[serde(deserialize_with = "Option::deserialize")]
    instances: Option<Items<Instance>>,
}
