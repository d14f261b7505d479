//! List the directories that may be mounted: `GET …/instance-service/allowed-mount-dir`.

use gpu_http::{Call, Extras, Json};

use crate::session::Session;
use crate::{Error, Result};

/// A request for the directories that may be mounted, made by
/// [`Client::list_allowed_mount_dirs`](crate::Client::list_allowed_mount_dirs).
///
/// Answers raw JSON, because no answer has been published.
#[derive(Clone, Debug)]
#[must_use = "a request does nothing until it is awaited"]
pub struct ListAllowedMountDirs {
    http: Session,
    extras: Extras,
}

gpu_http::request_builder!(ListAllowedMountDirs => Json, Error);

impl ListAllowedMountDirs {
    pub(crate) fn new(http: Session) -> Self {
        Self {
            http,
            extras: Extras::default(),
        }
    }

    fn call(&self) -> Result<Call> {
        let call = Call::get(
            "list allowed mount dirs",
            "/ai/openapi/v2/instance-service/allowed-mount-dir",
        );
        call.extra_query(&self.extras)
    }

    async fn run(self) -> Result<Json> {
        self.http.ask(&self.call()?).await?.read()
    }
}
