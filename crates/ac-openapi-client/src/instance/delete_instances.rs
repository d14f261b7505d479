//! Delete instances: `DELETE …/instance-service/task`, one query pair per id.

use gpu_http::{Call, Extras};

use super::{Accepted, InstanceIds};
use crate::session::Session;
use crate::{Error, Result};

/// A request for instances to be deleted, made by [`Client::delete_instances`](crate::Client::delete_instances).
/// Documented; the answer re-documented.
#[derive(Clone, Debug)]
#[must_use = "a request does nothing until it is awaited"]
pub struct DeleteInstances {
    http: Session,
    extras: Extras,
    ids: InstanceIds,
}

gpu_http::request_builder!(DeleteInstances => Accepted, Error);

impl DeleteInstances {
    pub(crate) fn new(http: Session, ids: InstanceIds) -> Self {
        Self {
            http,
            extras: Extras::default(),
            ids,
        }
    }

    fn call(&self) -> Result<Call> {
        let call = Call::delete("delete instances", "/ai/openapi/v2/instance-service/task");
        let call = self
            .ids
            .iter()
            .fold(call, |call, id| call.query("ids", id.as_str()));
        call.about_id(&self.ids.to_string())
            .extra_query(&self.extras)
    }

    async fn run(self) -> Result<Accepted> {
        let data = self.http.ask(&self.call()?).await?.json()?;
        Ok(Accepted::new(self.ids, data))
    }
}
