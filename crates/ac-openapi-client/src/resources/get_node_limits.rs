//! Get the limits of a node: `GET …/instance-service/resources`.

use gpu_http::{Call, Extras};

use super::NodeLimits;
use crate::session::Session;
use crate::{Accelerator, Error, Result};

/// A request for a node's limits, made by [`Client::get_node_limits`](crate::Client::get_node_limits).
/// Documented; the answer re-documented.
#[derive(Clone, Debug)]
#[must_use = "a request does nothing until it is awaited"]
pub struct GetNodeLimits {
    http: Session,
    extras: Extras,
    accelerator: Accelerator,
    resource_group: String,
}

gpu_http::request_builder!(GetNodeLimits => NodeLimits, Error);

impl GetNodeLimits {
    pub(crate) fn new(http: Session, accelerator: Accelerator, resource_group: String) -> Self {
        Self {
            http,
            extras: Extras::default(),
            accelerator,
            resource_group,
        }
    }

    fn call(&self) -> Result<Call> {
        if self.resource_group.trim().is_empty() {
            return Err(Error::invalid("resourceGroup", "is blank"));
        }
        let call = Call::get(
            "get node limits",
            "/ai/openapi/v2/instance-service/resources",
        )
        .query("acceleratorType", self.accelerator.as_str())
        .query("resourceGroup", self.resource_group.as_str());
        call.extra_query(&self.extras)
    }

    async fn run(self) -> Result<NodeLimits> {
        self.http.ask(&self.call()?).await?.read()
    }
}
