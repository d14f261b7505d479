//! List the resource groups: `GET …/instance-service/resource-group`.

use gpu_http::{Call, Extras, Json};

use crate::session::Session;
use crate::{Error, Result};

/// A request for the resource groups, made by
/// [`Client::list_resource_groups`](crate::Client::list_resource_groups).
///
/// Answers raw JSON, because no answer has been published.
#[derive(Clone, Debug)]
#[must_use = "a request does nothing until it is awaited"]
pub struct ListResourceGroups {
    http: Session,
    extras: Extras,
}

gpu_http::request_builder!(ListResourceGroups => Json, Error);

impl ListResourceGroups {
    pub(crate) fn new(http: Session) -> Self {
        Self {
            http,
            extras: Extras::default(),
        }
    }

    fn call(&self) -> Result<Call> {
        let call = Call::get(
            "list resource groups",
            "/ai/openapi/v2/instance-service/resource-group",
        );
        call.extra_query(&self.extras)
    }

    async fn run(self) -> Result<Json> {
        self.http.ask(&self.call()?).await?.read()
    }
}
