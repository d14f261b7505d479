//! `POST /snapshot`: keeps an instance's disk. Seen in public use; the answer is not documented.

use gpu_http::{Call, Extras, Http, Json, request_builder};
use serde::Serialize;

use crate::{Error, InstanceId, Result, envelope, text};

/// A snapshot of an instance, made by [`Client::take_snapshot`](crate::Client::take_snapshot).
///
/// Seen in public use, the shape of the answer is not published: it is given as the JSON that came,
/// envelope included, once the envelope says success.
///
/// It goes out again only if it provably never left: nothing keeps a snapshot from being taken twice.
#[derive(Clone, Debug)]
#[must_use = "a request does nothing until it is awaited"]
pub struct TakeSnapshot {
    http: Http,
    extras: Extras,
    instance: InstanceId,
    name: String,
}

request_builder!(TakeSnapshot => Json, Error, body);

/// Wire form.
#[derive(Serialize)]
struct Body<'a> {
    instance_id: &'a InstanceId,
    name: &'a str,
}

impl TakeSnapshot {
    pub(crate) fn new(http: Http, instance: InstanceId, name: String) -> Self {
        Self {
            http,
            extras: Extras::default(),
            instance,
            name,
        }
    }

    fn call(&self) -> Result<Call> {
        text::check("name", &self.name, usize::MAX)?;
        let body = Body {
            instance_id: &self.instance,
            name: &self.name,
        };
        Call::post("take snapshot", "/snapshot")
            .creates()
            .about_id(self.instance.as_str())
            .extra_query(&self.extras)?
            .json(&body, &self.extras)
    }

    async fn run(self) -> Result<Json> {
        let call = self.call()?;
        let answer = self.http.perform(call).await?;
        envelope::accepted(&answer)?;
        answer.json()
    }
}
