//! `GET /clusters/{cluster}/instances/{name}`.

use gpu_http::{Call, Extras, Http, request_builder};

use super::Instance;
use crate::cluster::instance_path;
use crate::{ClusterName, Error, InstanceName, Result};

/// Gets one instance. Made by [`Cluster::get_instance`](crate::Cluster::get_instance).
///
/// What is answered for an instance that does not exist is not documented, so no error here is
/// proof that it is gone: see [`Cluster::confirm_deleted`](crate::Cluster::confirm_deleted).
#[derive(Clone, Debug)]
#[must_use = "a request does nothing until it is awaited"]
pub struct GetInstance {
    http: Http,
    cluster: ClusterName,
    name: InstanceName,
    extras: Extras,
}

impl GetInstance {
    pub(crate) fn new(http: Http, cluster: ClusterName, name: InstanceName) -> Self {
        Self {
            http,
            cluster,
            name,
            extras: Extras::default(),
        }
    }

    fn call(&self) -> Result<Call> {
        let path = instance_path(&self.cluster, &self.name);
        Call::get("get instance", path)
            .about_id(self.name.as_str())
            .extra_query(&self.extras)
    }

    async fn run(self) -> Result<Instance> {
        let call = self.call()?;
        let answer = self.http.perform(call).await?;
        let instance: Instance = answer.json()?;
        if instance.name != self.name {
            // An error body may have a `name`, too.
            return Err(answer.unreadable(Some("name"), "not the instance that was asked for"));
        }
        Ok(instance)
    }
}

request_builder!(GetInstance => Instance, Error);
