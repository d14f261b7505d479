//! `GET /instance`: one instance, by id or by meta key.

use gpu_http::{Call, Request};
use gpu_json::Field;
use serde::Deserialize;

use super::Instance;
use crate::envelope::{Envelope, open};
use crate::{Address, Client};

/// The answer to get and to create.
#[derive(Deserialize)]
pub(super) struct InstanceAnswer {
    #[serde(default)]
    code: Field<i64>,
    /// In a box: it is large, and goes through many hands.
    pub(super) instance: Box<Instance>,
}

impl Envelope for InstanceAnswer {
    const PAYLOAD: &'static str = "instance";

    fn code(&self) -> &Field<i64> {
        &self.code
    }
}

impl Client {
    /// Asks for one instance, by id or by meta key (`GET /instance`, documented).
    ///
    /// The answer to an unknown id or key is not published. It is presumably an error of kind
    /// [`Vendor`](gpu_http::Kind::Vendor). Such an error alone does not prove that the instance is gone.
    ///
    /// ```
    /// # mod doc { include!(concat!(env!("CARGO_MANIFEST_DIR"), "/tests/doc/run.rs")); } doc::with(async |client, instance| {
    /// let now = client.get_instance(&instance).await?;
    /// println!("{} {}", now.id, now.status_text());
    /// # Ok(()) });
    /// ```
    #[doc(alias("GET /instance", "query", "request_id", "meta_key", "查詢執行個體"))]
    pub fn get_instance(&self, address: impl Into<Address>) -> Request<Instance> {
        let address = address.into();
        let call = address.add_to(Call::get("get instance", "/instance"));
        Request::new(&self.http, Ok(call), move |answer| {
            let InstanceAnswer { instance, .. } = open(&answer)?;
            address.check(&answer, &instance)?;
            Ok(*instance)
        })
    }
}
