//! List instances: `GET …/instance-service/task` with a body, or `GET …/task/list` with a query.

use std::time::Duration;

use gpu_http::{
    Answer, Call, Http, ItemStream, ListPage, PageReader, Paging, Request, RequestOptions, Total,
    request_methods,
};
use serde::Serialize;

use super::{Instance, InstancePage, ListForm, Status, TaskType};
use crate::listing::Listing;
use crate::{Error, Result, envelope};

/// The call's name in errors.
const NAME: &str = "list instances";
/// The one order that is documented.
const SORT: &str = "desc";

/// A request for a page of the list, made by [`Client::list_instances`](crate::Client::list_instances).
/// Documented; the other [form](ListForm) seen in use. No answer is documented.
///
/// `.await` it for one page, or turn it into a [`stream`](Self::stream) of all.
#[derive(Clone, Debug)]
#[must_use = "a request does nothing until it is awaited"]
pub struct ListInstances {
    pub(super) http: Http,
    request: RequestOptions,
    form: ListForm,
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

request_methods!(ListInstances => InstancePage);

impl ListInstances {
    pub(crate) fn new(http: Http, form: ListForm) -> Self {
        let filter = Filter {
            status: None,
            instance_service_name: None,
            task_type: None,
            start: 0,
            limit: 20,
            sort: SORT,
        };
        Self { http, request: RequestOptions::default(), form, filter }
    }

    /// Asks in this form.
    pub fn form(mut self, form: ListForm) -> Self {
        self.form = form;
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
    /// An entry that cannot be read does not hide the others. The stream gives them all, and its last item
    /// is an error of kind `Unreadable`. The stream also ends in such an error if the list is not whole: if
    /// its total is not the number of instances, if an instance came twice, or if its total changed or cannot
    /// be read. Without a total, or with a filter, each page begins with the last instance of the page
    /// before, which has to come again. The stream ends on any answer.
    pub fn stream(self) -> ItemStream<Instance> {
        self.reader(None).into_stream()
    }

    /// Reads all pages, all of them by the time `ends` if there is one.
    pub(super) fn reader(self, ends: Option<Duration>) -> PageReader<Instance> {
        let start = self.filter.start;
        PageReader::new(Paging::Offset, !self.filter.is_set(), move |at| {
            let mut request = self.clone().start(at.start);
            if let Some(ends) = ends {
                request.http = request.http.until(ends);
            }
            request.fetch().send()
        })
        .starting_at(start)
    }

    fn call(&self) -> Result<Call> {
        if self.filter.limit == 0 {
            return Err(Error::invalid("limit", "is zero"));
        }
        match self.form {
            ListForm::Body => {
                Call::get(NAME, "/ai/openapi/v2/instance-service/task").json(&self.filter)
            }
            ListForm::Query => {
                Ok(self.filter.as_query("/ai/openapi/v2/instance-service/task/list"))
            }
            ListForm::TaskQuery => Ok(self.filter.as_query("/ai/openapi/v2/instance-service/task")),
        }
    }

    fn request(&self) -> Request<InstancePage> {
        let filter = self.filter.clone();
        let read = move |answer| {
            let payload = envelope::open(answer)?;
            let page = InstancePage::from(Listing::read(&payload)?);
            match filter.unheeded(&page) {
                Some(why) => Err(payload.unreadable(&why)),
                None => Ok(page),
            }
        };
        Request::new(&self.http, self.call(), read).with_options(self.request.clone())
    }

    fn fetch(self) -> Request<ListPage<Instance>> {
        let call = self.call();
        let filter = self.filter;
        let read = move |answer: Answer| {
            let payload = envelope::open(answer)?;
            let page = InstancePage::from(Listing::read(&payload)?);
            Ok(ListPage {
                answer: payload.into_answer(),
                member: "data",
                total: Total::from(&page.total),
                more: None,
                asked: Some(filter.limit.into()),
                unfiltered: filter.unheeded(&page),
                items: page.instances,
            })
        };
        Request::new(&self.http, call, read).with_options(self.request)
    }
}

impl Filter {
    /// Whether anything is left out.
    fn is_set(&self) -> bool {
        let by_name = self.instance_service_name.is_some();
        self.status.is_some() || by_name || self.task_type.is_some()
    }

    /// Why a page is not what was asked for: an instance contradicts the filter. Whether names are
    /// matched whole is not documented, so one that holds the text does not.
    fn unheeded(&self, page: &InstancePage) -> Option<String> {
        page.instances.iter().find_map(|one| {
            let status =
                one.status.get().filter(|is| self.status.as_ref().is_some_and(|it| it != *is));
            let task = one
                .task_type
                .get()
                .filter(|is| self.task_type.as_ref().is_some_and(|it| it != *is));
            let names = self.instance_service_name.as_deref().unwrap_or_default();
            let name = one.name.as_str().filter(|is| {
                let is = is.to_lowercase();
                !names.is_empty() && !names.iter().any(|it| is.contains(&it.to_lowercase()))
            });
            let is = status.map(Status::as_str).or(task.map(TaskType::as_str)).or(name)?;
            Some(format!("the filter was not heeded: {} is {is}", one.id))
        })
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
