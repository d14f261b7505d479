//! List instances: `GET …/instance-service/task` with a body, or `GET …/task/list` with a query.

mod wait_all;

use gpu_http::{Answer, Call, Http, ItemStream, Request, RequestOptions, request_methods};
use serde::Serialize;

use super::{Instance, InstancePage, ListForm, Status, TaskType};
use crate::reading::{self, Fetched, Listed};
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
        Self {
            http,
            request: RequestOptions::default(),
            form,
            filter,
        }
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
    pub fn limit(mut self, limit: u32) -> Self {
        self.filter.limit = limit;
        self
    }

    /// The instances of all pages from [`start`](Self::start) on, each once, one page in memory at
    /// a time.
    ///
    /// An entry that cannot be read does not cost the others: they all come, and the last item of
    /// the stream is then an error of kind `Unreadable` that tells of it. So is the end of a list
    /// that is shorter than its total, repeats itself, or whose total changed while it was read.
    /// Without a total such a change cannot be seen. Whatever the service sends, the stream ends.
    pub fn stream(self) -> ItemStream<Instance> {
        reading::stream(self.filter.start, move |start| {
            let request = self.clone();
            request.fetch(start).send()
        })
    }

    fn call(&self) -> Result<Call> {
        if self.filter.limit == 0 {
            return Err(Error::invalid("limit", "is zero"));
        }
        match self.form {
            ListForm::Body => {
                Call::get(NAME, "/ai/openapi/v2/instance-service/task").json(&self.filter)
            }
            ListForm::Query => Ok(self.filter.as_query()),
        }
    }

    fn request(&self) -> Request<InstancePage> {
        let read = |answer| InstancePage::read(&envelope::open(answer)?);
        Request::new(&self.http, self.call(), read).with_options(self.request.clone())
    }

    /// The page that begins here.
    pub(super) fn fetch(self, start: u64) -> Request<Fetched<Instance>> {
        let request = self.start(start);
        Request::new(&request.http, request.call(), fetched).with_options(request.request)
    }
}

fn fetched(answer: Answer) -> Result<Fetched<Instance>> {
    let payload = envelope::open(answer)?;
    let page = InstancePage::read(&payload)?;
    Ok(Fetched {
        answer: payload.into_answer(),
        total: page.total.copied(),
        items: page.instances,
    })
}

impl Filter {
    fn as_query(&self) -> Call {
        let mut call = Call::get(NAME, "/ai/openapi/v2/instance-service/task/list")
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

impl Listed for Instance {
    fn id(&self) -> &str {
        self.id.as_str()
    }
}
