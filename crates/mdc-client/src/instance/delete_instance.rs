//! `DELETE /clusters/{cluster}/instances?name={name}`.

use gpu_http::{Call, Request};

use crate::cluster::{Cluster, instances_path};
use crate::{Accepted, InstanceName};

/// The target is a query value on the *collection's* path; what the call does without a name is
/// unknown, and an [`InstanceName`] is never empty.
pub(crate) fn delete_instance(cluster: &Cluster, name: InstanceName) -> Request<Accepted> {
    let call = Call::delete("delete instance", instances_path(cluster.name()))
        .query("name", name.as_str())
        .about_id(name.as_str());
    Request::new(&cluster.http, Ok(call), move |answer| Accepted::check(&answer, &name))
}
