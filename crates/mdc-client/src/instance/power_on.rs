//! `POST /clusters/{cluster}/instances/{name}/power_on`.

use gpu_http::{Call, Request};

use crate::cluster::{Cluster, instance_path};
use crate::{Accepted, InstanceName};

pub(crate) fn power_on(cluster: &Cluster, name: InstanceName) -> Request<Accepted> {
    let path = format!("{}/power_on", instance_path(cluster.name(), &name));
    let call = Call::post("power on", path).about_id(name.as_str());
    Request::new(&cluster.http, Ok(call), move |answer| Accepted::check(&answer, &name))
}
