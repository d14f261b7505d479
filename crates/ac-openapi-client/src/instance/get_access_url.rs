//! Get an instance's address: `GET …/instance-service/{id}/url`.

use gpu_http::{Call, Extras};
use gpu_json::Field;

use super::{AccessUrl, InstanceId};
use crate::envelope::Payload;
use crate::session::Session;
use crate::{Error, Result};

/// A request for an instance's address, made by
/// [`Client::get_access_url`](crate::Client::get_access_url).
///
/// Answers `None` if the service says success without an address, which is inferred to mean "not
/// yet": what it does for an instance that does not run is not documented.
#[derive(Clone, Debug)]
#[must_use = "a request does nothing until it is awaited"]
pub struct GetAccessUrl {
    http: Session,
    extras: Extras,
    id: InstanceId,
}

gpu_http::request_builder!(GetAccessUrl => Option<AccessUrl>, Error);

impl GetAccessUrl {
    pub(crate) fn new(http: Session, id: InstanceId) -> Self {
        Self {
            http,
            extras: Extras::default(),
            id,
        }
    }

    fn call(&self) -> Result<Call> {
        let id = Call::encode_segment(self.id.as_str());
        let path = format!("/ai/openapi/v2/instance-service/{id}/url");
        Call::get("get access url", path)
            .about_id(self.id.as_str())
            .extra_query(&self.extras)
    }

    async fn run(self) -> Result<Option<AccessUrl>> {
        let call = self.call()?;
        read(&self.http.ask(&call).await?)
    }
}

fn read(payload: &Payload) -> Result<Option<AccessUrl>> {
    let field: Field<AccessUrl> = payload.read_or_none()?.unwrap_or_default();
    if field.unreadable().is_some() {
        return Err(payload.unreadable("not a text"));
    }
    Ok(field.into_option())
}
