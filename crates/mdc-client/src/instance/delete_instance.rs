//! `DELETE /clusters/{cluster}/instances?name={name}`.

use gpu_http::{Call, Extras, Http, request_builder};

use crate::cluster::instances_path;
use crate::{Accepted, ClusterName, Error, InstanceName, Result};

/// Deletes an instance. Made by [`Cluster::delete_instance`](crate::Cluster::delete_instance).
/// Documented.
///
/// The target is a query value on the *collection's* path; what the call does without a name is
/// unknown, and an [`InstanceName`] is never empty.
#[derive(Clone, Debug)]
#[must_use = "a request does nothing until it is awaited"]
pub struct DeleteInstance {
    http: Http,
    cluster: ClusterName,
    name: InstanceName,
    extras: Extras,
}

impl DeleteInstance {
    pub(crate) fn new(http: Http, cluster: ClusterName, name: InstanceName) -> Self {
        Self {
            http,
            cluster,
            name,
            extras: Extras::default(),
        }
    }

    fn call(&self) -> Result<Call> {
        Call::delete("delete instance", instances_path(&self.cluster))
            .query("name", self.name.as_str())
            .about_id(self.name.as_str())
            .extra_query(&self.extras)
    }

    async fn run(self) -> Result<Accepted> {
        let call = self.call()?;
        Accepted::judge(&self.http.perform(call).await?, self.name)
    }
}

request_builder!(DeleteInstance => Accepted, Error);
