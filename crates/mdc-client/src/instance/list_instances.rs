//! `GET /clusters/{cluster}/instances`.

use std::time::Duration;

use gpu_http::{
    Answer, Call, ListPage, PageReader, Paging, Request, RequestOptions, Total, request_methods,
};

use super::{Instance, InstanceList};
use crate::Result;
use crate::cluster::{Cluster, instances_path};

/// Lists the instances of a cluster. Made by
/// [`Cluster::list_instances`](crate::Cluster::list_instances).
///
/// No paging parameter is documented; `query_extra` passes one for those who
/// know it.
#[derive(Clone, Debug)]
#[must_use = "a request does nothing until it is awaited"]
pub struct ListInstances {
    pub(super) cluster: Cluster,
    request: RequestOptions,
}

impl ListInstances {
    pub(crate) fn new(cluster: Cluster) -> Self {
        Self { cluster, request: RequestOptions::default() }
    }

    fn request(&self) -> Request<InstanceList> {
        self.reading(|_, list| list)
    }

    fn reading<T: Send + 'static>(&self, of: fn(Answer, InstanceList) -> T) -> Request<T> {
        let call = Call::get("list instances", instances_path(self.cluster.name()));
        let read = move |answer: Answer| {
            let list = read(&answer)?;
            Ok(of(answer, list))
        };
        Request::new(&self.cluster.http, Ok(call), read).with_options(self.request.clone())
    }

    /// Reads the list by the time `ends`, and whether it is whole.
    pub(crate) fn reader(mut self, ends: Duration) -> PageReader<Instance> {
        PageReader::new(Paging::Single, true, move |_| {
            self.cluster = self.cluster.until(ends);
            let request = self.reading(|answer, list| ListPage {
                answer,
                member: "nodes",
                total: Total::from(&list.total_count),
                more: list.has_next_page.copied(),
                asked: None,
                unfiltered: None,
                items: list.into_items(),
            });
            request.send()
        })
    }
}

fn read(answer: &Answer) -> Result<InstanceList> {
    let list: InstanceList = answer.json()?;
    if !list.is_list() {
        return Err(answer.unreadable(Some("nodes"), "not a list"));
    }
    Ok(list)
}

request_methods!(ListInstances => InstanceList);
