//! `GET /spec/list`: hardware on offer. Seen in public use; the answer is not documented.

use gpu_common::Region;
use gpu_http::{Call, Extras, Http, Json, request_builder};

use crate::{Error, ImageId, Result, envelope};

/// A question for stock and prices, made by [`Client::list_specs`](crate::Client::list_specs).
///
/// Seen in public use, the shape of the answer is not published: it is given as the JSON that came,
/// envelope included, once the envelope says success.
#[derive(Clone, Debug)]
#[must_use = "a request does nothing until it is awaited"]
pub struct ListSpecs {
    http: Http,
    extras: Extras,
    image: ImageId,
    region: Region,
    machine_category: u32,
}

request_builder!(ListSpecs => Json, Error);

impl ListSpecs {
    pub(crate) fn new(http: Http, image: ImageId, region: Region) -> Self {
        Self {
            http,
            extras: Extras::default(),
            image,
            region,
            machine_category: 0,
        }
    }

    /// Another `machine_category` than 0, the only value that was ever seen. Its meaning is
    /// unknown.
    pub fn machine_category(mut self, category: u32) -> Self {
        self.machine_category = category;
        self
    }

    fn call(&self) -> Result<Call> {
        let call = Call::get("list specs", "/spec/list")
            .query("machine_category", self.machine_category.to_string())
            .query("from_image_id", self.image.as_str())
            .query("region_name", self.region.as_str());
        call.extra_query(&self.extras)
    }

    async fn run(self) -> Result<Json> {
        let call = self.call()?;
        let answer = self.http.perform(call).await?;
        envelope::accepted(&answer)?;
        answer.json()
    }
}
