//! List instances: `GET …/instance-service/task` with a body, or `GET …/task/list` with a query.

use std::time::Duration;

use gpu_http::{Call, ItemStream, PageReader, Paging, Request, RequestOptions, request_methods};
use serde::Serialize;

use super::{Instance, Status, TaskType};
use crate::page::other_than;
use crate::{Client, Error, Page, Result};

/// The call's name in errors.
const NAME: &str = "list instances";

/// How the list of instances is asked for.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum ListForm {
    /// `GET …/task` with a JSON body. Documented. A gateway that drops the body of a GET leaves
    /// the service without the filter.
    #[default]
    Body,
    /// `GET …/task/list` with a query. Seen in use, and seen to work.
    Query,
    /// `GET …/task` with a query and no body. Seen in use.
    TaskQuery,
}

impl ListForm {
    pub(super) fn other(self) -> Self {
        match self {
            Self::Body | Self::TaskQuery => Self::Query,
            Self::Query => Self::Body,
        }
    }
}

impl Client {
    /// Lists instances, page by page or as a stream. Documented, and seen in use in another form:
    /// see [`ListForm`]. No answer is documented.
    ///
    /// ```
    /// # mod doc { include!(concat!(env!("CARGO_MANIFEST_DIR"), "/tests/doc/run.rs")); } doc::run(async |client, _| {
    /// use ac_openapi_client::{ListForm, Status, TaskType};
    ///
    /// let page = client.list_instances().start(0).per_page(50).form(ListForm::Query).await?;
    /// println!("{} on this page", page.items.len());
    ///
    /// let list = client.list_instances().status(Status::Running).task_type(TaskType::Ssh);
    /// let mut all = list.name("train").stream();
    /// while let Some(instance) = all.next().await {
    ///     println!("{}", instance?.id);
    /// }
    /// # Ok(()) });
    /// ```
    #[doc(alias("GET /ai/openapi/v2/instance-service/task", "container/query"))]
    #[doc(alias = "/ai/openapi/v2/instance-service/task/list")]
    pub fn list_instances(&self) -> ListInstances {
        let filter = Filter {
            status: None,
            instance_service_name: None,
            task_type: None,
            start: 0,
            limit: 20,
            sort: "desc", // the one order that is documented
        };
        ListInstances { client: self.clone(), request: RequestOptions::default(), filter }
    }
}

/// A request for a page of the list, made by [`Client::list_instances`](crate::Client::list_instances).
/// Documented; the other [form](ListForm) seen in use. No answer is documented.
///
/// `.await` it for one page, or turn it into a [`stream`](Self::stream) of all.
#[derive(Clone, Debug)]
#[must_use = "a request does nothing until it is awaited"]
pub struct ListInstances {
    pub(super) client: Client,
    request: RequestOptions,
    filter: Filter,
}

/// What is asked for, alike in both forms. The sample of the documented one sends `null` for a
/// filter that is not set.
#[derive(Clone, Debug, Serialize)]
#[serde(rename_all = "camelCase")]
struct Filter {
    status: Option<Status>,
    instance_service_name: Option<Vec<String>>,
    task_type: Option<TaskType>,
    start: u64,
    limit: u32,
    sort: &'static str,
}

request_methods!(ListInstances => Page<Instance>);

impl ListInstances {
    /// Asks in this form.
    pub fn form(mut self, form: ListForm) -> Self {
        self.client.list_form = form;
        self
    }

    /// Only instances in this state (documented).
    pub fn status(mut self, status: Status) -> Self {
        self.filter.status = Some(status);
        self
    }

    /// Only instances of this type (documented).
    pub fn task_type(mut self, task_type: TaskType) -> Self {
        self.filter.task_type = Some(task_type);
        self
    }

    /// Only instances of this name; can be called several times. Whether names are matched whole
    /// is not documented.
    pub fn name(mut self, name: impl Into<String>) -> Self {
        let names = &mut self.filter.instance_service_name;
        names.get_or_insert_default().push(name.into());
        self
    }

    /// Leaves out this many from the beginning. 0.
    pub fn start(mut self, start: u64) -> Self {
        self.filter.start = start;
        self
    }

    /// Asks for at most this many. 20, as in the documented sample; the largest number is not
    /// documented.
    #[doc(alias = "limit")]
    pub fn per_page(mut self, items: u32) -> Self {
        self.filter.limit = items;
        self
    }

    /// The instances of all pages from [`start`](Self::start) on, each once, one page in memory at
    /// a time.
    ///
    /// An entry that cannot be read does not hide the others: the stream gives them all, and then an error
    /// of kind `Unreadable`. It also ends in such an error if the list is not whole: if its total is not
    /// the number of instances, changed, or cannot be read, or if an instance came twice. Without a total,
    /// or with a filter, each page begins with the last instance of the page before, which has to come
    /// again.
    pub fn stream(self) -> ItemStream<Instance> {
        self.reader(None).into_stream()
    }

    /// Reads all pages, all of them by the time `ends` if there is one.
    pub(super) fn reader(self, ends: Option<Duration>) -> PageReader<Instance> {
        let start = self.filter.start;
        PageReader::new(Paging::Offset, !self.filter.is_set(), move |at| {
            let mut request = self.clone().start(at.start);
            if let Some(ends) = ends {
                request.client = request.client.until(ends);
            }
            let (call, filter) = (request.call(), request.filter);
            let read =
                move |answer| Page::one_of_many(answer, filter.limit, |one| filter.other(one));
            Request::new(&request.client.http, call, read).with_options(request.request).send()
        })
        .starting_at(start)
    }

    fn call(&self) -> Result<Call> {
        if self.filter.limit == 0 {
            return Err(Error::invalid("limit", "is zero"));
        }
        match self.client.list_form {
            ListForm::Body => {
                Call::get(NAME, "/ai/openapi/v2/instance-service/task").json(&self.filter)
            }
            ListForm::Query => {
                Ok(self.filter.as_query("/ai/openapi/v2/instance-service/task/list"))
            }
            ListForm::TaskQuery => Ok(self.filter.as_query("/ai/openapi/v2/instance-service/task")),
        }
    }

    fn request(&self) -> Request<Page<Instance>> {
        let filter = self.filter.clone();
        let read = move |answer| Page::asked_for(answer, |one| filter.other(one));
        Request::new(&self.client.http, self.call(), read).with_options(self.request.clone())
    }
}

impl Filter {
    /// Whether anything is left out.
    fn is_set(&self) -> bool {
        let by_name = self.instance_service_name.is_some();
        self.status.is_some() || by_name || self.task_type.is_some()
    }

    /// What an instance is that contradicts the filter. Whether names are matched whole is not
    /// documented, so one that holds the text does not.
    fn other<'a>(&self, one: &'a Instance) -> Option<&'a str> {
        let names = self.instance_service_name.as_deref().unwrap_or_default();
        let name = one.name.as_str().filter(|is| {
            let is = is.to_lowercase();
            !names.is_empty() && !names.iter().any(|it| is.contains(&it.to_lowercase()))
        });
        let status = other_than(self.status.as_ref(), &one.status);
        status.or(other_than(self.task_type.as_ref(), &one.task_type)).or(name)
    }

    fn as_query(&self, path: &'static str) -> Call {
        let mut call = Call::get(NAME, path)
            .query("start", self.start.to_string())
            .query("limit", self.limit.to_string())
            .query("sort", self.sort);
        if let Some(status) = &self.status {
            call = call.query("status", status.as_str());
        }
        if let Some(task_type) = &self.task_type {
            call = call.query("taskType", task_type.as_str());
        }
        for name in self.instance_service_name.iter().flatten() {
            call = call.query("instanceServiceName", name);
        }
        call
    }
}
