//! Change an instance's size: `POST …/instance-service/resource-spec/actions/update`.

use gpu_http::{Call, Http, Request};
use serde::Serialize;

use super::{Accepted, InstanceId};
use crate::{Error, Result};

/// The size of an instance. Seen in use.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "camelCase")]
#[expect(clippy::exhaustive_structs, reason = "a new required field must not go unnoticed")]
pub struct ResourceSpec {
    /// How many CPU cores.
    pub cpu_number: u32,
    /// How many accelerators, of any kind.
    pub gpu_number: u32,
    /// Memory in MB.
    #[serde(rename = "ramSize")]
    pub ram_mb: u64,
}

#[derive(Serialize)]
struct Body<'a> {
    id: &'a InstanceId,
    #[serde(flatten)]
    spec: ResourceSpec,
}

pub(crate) fn update_resource_spec(
    http: &Http,
    id: InstanceId,
    spec: ResourceSpec,
) -> Request<Accepted> {
    Accepted::request(http, call(&id, spec), id.into())
}

fn call(id: &InstanceId, spec: ResourceSpec) -> Result<Call> {
    let path = "/ai/openapi/v2/instance-service/resource-spec/actions/update";
    let call = Call::post("update resource spec", path).about_id(id.as_str());
    for (field, number) in [("cpuNumber", u64::from(spec.cpu_number)), ("ramSize", spec.ram_mb)] {
        if number == 0 {
            return Err(call.with_context(Error::invalid(field, "is zero")));
        }
    }
    call.json(&Body { id, spec })
}
