//! `GET /clusters/{cluster}/instances`.

mod unlisted;
mod wait_all;

use gpu_http::{Call, Extras, Http, request_builder};

use super::InstanceList;
use crate::cluster::instances_path;
use crate::{ClusterName, Error, Result};

/// Lists the instances of a cluster. Made by
/// [`Cluster::list_instances`](crate::Cluster::list_instances).
///
/// No paging parameter is documented; [`query_extra`](Self::query_extra) passes one for those who
/// know it.
#[derive(Clone, Debug)]
#[must_use = "a request does nothing until it is awaited"]
pub struct ListInstances {
    http: Http,
    cluster: ClusterName,
    extras: Extras,
}

impl ListInstances {
    pub(crate) fn new(http: Http, cluster: ClusterName) -> Self {
        Self {
            http,
            cluster,
            extras: Extras::default(),
        }
    }

    fn call(&self) -> Result<Call> {
        Call::get("list instances", instances_path(&self.cluster)).extra_query(&self.extras)
    }

    async fn run(self) -> Result<InstanceList> {
        let call = self.call()?;
        let answer = self.http.perform(call).await?;
        let list: InstanceList = answer.json()?;
        if !list.is_list() {
            return Err(answer.unreadable(Some("nodes"), "not a list"));
        }
        Ok(list)
    }
}

request_builder!(ListInstances => InstanceList, Error);
