//! `GET /instance`: one instance, by id or by meta key.

use gpu_http::{Call, Http, Request};
use gpu_json::Field;
use serde::Deserialize;

use crate::envelope::{self, Envelope};
use crate::{Address, Instance};

/// The answer to get and to create.
#[derive(Deserialize)]
pub(super) struct InstanceAnswer {
    #[serde(default)]
    code: Field<i64>,
    /// In a box: it is large, and goes through many hands.
    instance: Option<Box<Instance>>,
}

impl Envelope for InstanceAnswer {
    type Payload = Box<Instance>;
    const MEMBER: &'static str = "instance";

    fn code(&self) -> &Field<i64> {
        &self.code
    }

    fn payload(self) -> Option<Box<Instance>> {
        self.instance
    }
}

pub(crate) fn get_instance(http: &Http, address: &Address) -> Request<Instance> {
    let call = address.add_to(Call::get("get instance", "/instance"));
    let address = address.clone();
    Request::new(http, Ok(call), move |answer| {
        let instance = envelope::open::<InstanceAnswer>(&answer)?;
        address.check(&answer, &instance)?;
        Ok(*instance)
    })
}
