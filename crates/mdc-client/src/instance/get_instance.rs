//! `GET /clusters/{cluster}/instances/{name}`.

use gpu_http::{Answer, Call, Request};

use super::Instance;
use crate::cluster::{Cluster, instance_path};
use crate::{InstanceName, Result};

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
