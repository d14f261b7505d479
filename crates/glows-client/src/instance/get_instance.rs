//! `GET /instance`: one instance, by id or by meta key.

use gpu_http::{Answer, Call, Request};
use serde::Deserialize;

use super::Instance;
use crate::envelope::{open, success};
use crate::{Address, Client, Result};

#[derive(Deserialize)]
struct InstanceAnswer {
    #[serde(deserialize_with = "success", rename = "code")]
    _code: (),
    /// In a box: it is large, and goes through many hands.
    instance: Box<Instance>,
}

/// The instance in an answer to get and to create.
pub(super) fn open_instance(answer: &Answer) -> Result<Instance> {
    let InstanceAnswer { instance, .. } = open(answer, "instance")?;
    Ok(*instance)
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
            let instance = open_instance(&answer)?;
            address.check(&answer, &instance)?;
            Ok(instance)
        })
    }
}
