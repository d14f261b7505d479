//! Restart an instance: `POST …/instance-service/task/actions/restart`.

use gpu_http::{Call, Extras};

use super::{Accepted, InstanceId};
use crate::session::Session;
use crate::{Error, Result};

/// A request for a restart, made by [`Client::restart_instance`](crate::Client::restart_instance).
/// Documented.
#[derive(Clone, Debug)]
#[must_use = "a request does nothing until it is awaited"]
pub struct RestartInstance {
    http: Session,
    extras: Extras,
    id: InstanceId,
}

gpu_http::request_builder!(RestartInstance => Accepted, Error);

impl RestartInstance {
    pub(crate) fn new(http: Session, id: InstanceId) -> Self {
        Self {
            http,
            extras: Extras::default(),
            id,
        }
    }

    fn call(&self) -> Result<Call> {
        let path = "/ai/openapi/v2/instance-service/task/actions/restart";
        let call =
            Call::post("restart instance", path).query("instanceServiceId", self.id.as_str());
        call.about_id(self.id.as_str()).extra_query(&self.extras)
    }

    async fn run(self) -> Result<Accepted> {
        let data = self.http.ask(&self.call()?).await?.json()?;
        Ok(Accepted::new(self.id.into(), data))
    }
}
