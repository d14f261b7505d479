//! `GET /clusters/{cluster}/instances`.

mod unlisted;
mod wait_all;

use gpu_http::{Answer, Call, Request, RequestOptions, request_methods};

use super::InstanceList;
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
    cluster: Cluster,
    request: RequestOptions,
}

impl ListInstances {
    pub(crate) fn new(cluster: Cluster) -> Self {
        Self {
            cluster,
            request: RequestOptions::default(),
        }
    }

    fn request(&self) -> Request<InstanceList> {
        let call = Call::get("list instances", instances_path(self.cluster.name()));
        Request::new(&self.cluster.http, Ok(call), read).with_options(self.request.clone())
    }
}

fn read(answer: Answer) -> Result<InstanceList> {
    let list: InstanceList = answer.json()?;
    if !list.is_list() {
        return Err(answer.unreadable(Some("nodes"), "not a list"));
    }
    Ok(list)
}

request_methods!(ListInstances => InstanceList);
