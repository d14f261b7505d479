//! The calls about one instance that have no options of their own.

use gpu_http::{Answer, Call, Request};

use super::Instance;
use crate::cluster::{Cluster, instance_path, instances_path};
use crate::{Accepted, InstanceName, Result};

pub(crate) fn get_instance(cluster: &Cluster, name: InstanceName) -> Request<Instance> {
    let path = instance_path(cluster.name(), &name);
    let call = Call::get("get instance", path).about_id(name.as_str());
    Request::new(&cluster.http, Ok(call), move |answer| read(&answer, &name))
}

fn read(answer: &Answer, name: &InstanceName) -> Result<Instance> {
    let instance: Instance = answer.json()?;
    if instance.name != *name {
        // An error body may have a `name`, too.
        return Err(answer.unreadable(Some("name"), "not the instance that was asked for"));
    }
    Ok(instance)
}

/// The target is a query value on the *collection's* path; what the call does without a name is
/// unknown, and an [`InstanceName`] is never empty.
pub(crate) fn delete_instance(cluster: &Cluster, name: InstanceName) -> Request<Accepted> {
    let call = Call::delete("delete instance", instances_path(cluster.name()))
        .query("name", name.as_str())
        .about_id(name.as_str());
    Request::new(&cluster.http, Ok(call), move |answer| Accepted::check(&answer, &name))
}

pub(crate) fn power_on(cluster: &Cluster, name: InstanceName) -> Request<Accepted> {
    let path = format!("{}/power_on", instance_path(cluster.name(), &name));
    let call = Call::post("power on", path).about_id(name.as_str());
    Request::new(&cluster.http, Ok(call), move |answer| Accepted::check(&answer, &name))
}
