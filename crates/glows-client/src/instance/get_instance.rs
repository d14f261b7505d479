//! `GET /instance`: one instance, by id or by meta key.

use gpu_http::{Call, Extras, Http, request_builder};
use gpu_json::Field;
use serde::Deserialize;

use crate::envelope::{self, Envelope};
use crate::{Address, Error, Instance, Result};

/// A query for one instance, made by [`Client::get_instance`](crate::Client::get_instance).
/// Documented.
#[derive(Clone, Debug)]
#[must_use = "a request does nothing until it is awaited"]
pub struct GetInstance {
    http: Http,
    extras: Extras,
    address: Address,
}

request_builder!(GetInstance => Instance, Error);

/// The answer to get and to create.
#[derive(Deserialize)]
pub(super) struct InstanceAnswer {
    #[serde(default)]
    code: Field<i64>,
    instance: Option<Instance>,
}

impl Envelope for InstanceAnswer {
    type Payload = Instance;
    const MEMBER: &'static str = "instance";

    fn code(&self) -> &Field<i64> {
        &self.code
    }

    fn payload(self) -> Option<Instance> {
        self.instance
    }
}

impl GetInstance {
    pub(crate) fn new(http: Http, address: Address) -> Self {
        Self {
            http,
            extras: Extras::default(),
            address,
        }
    }

    fn call(&self) -> Result<Call> {
        let call = self.address.add_to(Call::get("get instance", "/instance"));
        call.extra_query(&self.extras)
    }

    async fn run(self) -> Result<Instance> {
        let call = self.call()?;
        envelope::open::<InstanceAnswer>(&self.http.perform(call).await?)
    }
}
