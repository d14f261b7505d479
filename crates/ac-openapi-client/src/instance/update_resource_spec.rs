//! Change an instance's size: `POST …/instance-service/resource-spec/actions/update`.

use gpu_http::{Call, Extras};
use serde::Serialize;

use super::{Accepted, InstanceId};
use crate::session::Session;
use crate::{Error, Result};

/// A request for another size, made by
/// [`Client::update_resource_spec`](crate::Client::update_resource_spec). Seen in use; the answer is not
/// documented.
#[derive(Clone, Debug)]
#[must_use = "a request does nothing until it is awaited"]
pub struct UpdateResourceSpec {
    http: Session,
    extras: Extras,
    id: InstanceId,
    spec: ResourceSpec,
}

/// The size of an instance. Seen in use.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "camelCase")]
#[expect(
    clippy::exhaustive_structs,
    reason = "a new required field must not go unnoticed"
)]
pub struct ResourceSpec {
    /// How many CPU cores.
    pub cpu_number: u32,
    /// How many accelerators, of whatever kind.
    pub gpu_number: u32,
    /// Memory in MB.
    #[serde(rename = "ramSize")]
    pub ram_mb: u64,
}

gpu_http::request_builder!(UpdateResourceSpec => Accepted, Error, body);

#[derive(Serialize)]
struct Body<'a> {
    id: &'a InstanceId,
    #[serde(flatten)]
    spec: ResourceSpec,
}

impl UpdateResourceSpec {
    pub(crate) fn new(http: Session, id: InstanceId, spec: ResourceSpec) -> Self {
        Self {
            http,
            extras: Extras::default(),
            id,
            spec,
        }
    }

    fn call(&self) -> Result<Call> {
        for (field, number) in [
            ("cpuNumber", u64::from(self.spec.cpu_number)),
            ("ramSize", self.spec.ram_mb),
        ] {
            if number == 0 {
                return Err(Error::invalid(field, "is zero"));
            }
        }
        let path = "/ai/openapi/v2/instance-service/resource-spec/actions/update";
        let body = Body {
            id: &self.id,
            spec: self.spec,
        };
        let call = Call::post("update resource spec", path).json(&body, &self.extras)?;
        call.about_id(self.id.as_str()).extra_query(&self.extras)
    }

    async fn run(self) -> Result<Accepted> {
        let data = self.http.ask(&self.call()?).await?.json()?;
        Ok(Accepted::new(self.id.into(), data))
    }
}
