//! Get an instance: `GET …/instance-service/{id}/detail`.

use gpu_http::{Call, Extras};

use super::{Instance, InstanceId};
use crate::session::Session;
use crate::{Error, Result};

/// A request for an instance, made by [`Client::get_instance`](crate::Client::get_instance).
/// Documented; the answer re-documented.
#[derive(Clone, Debug)]
#[must_use = "a request does nothing until it is awaited"]
pub struct GetInstance {
    http: Session,
    extras: Extras,
    id: InstanceId,
}

gpu_http::request_builder!(GetInstance => Instance, Error);

impl GetInstance {
    pub(crate) fn new(http: Session, id: InstanceId) -> Self {
        Self {
            http,
            extras: Extras::default(),
            id,
        }
    }

    fn call(&self) -> Result<Call> {
        let id = Call::encode_segment(self.id.as_str());
        let path = format!("/ai/openapi/v2/instance-service/{id}/detail");
        Call::get("get instance", path)
            .about_id(self.id.as_str())
            .extra_query(&self.extras)
    }

    async fn run(self) -> Result<Instance> {
        self.http.ask(&self.call()?).await?.read()
    }
}
