//! Calls that are seen in public use and not documented: hardware on offer, snapshots.

use gpu_common::{Region, check_text};
use gpu_http::{Call, Http, Json, Request, RequestOptions, request_methods};
use serde::Serialize;

use crate::{Error, ImageId, InstanceId, Result, envelope};

/// A question for stock and prices, made by [`Client::list_specs`](crate::Client::list_specs).
///
/// Seen in public use, the shape of the answer is not published: it is given as the JSON that came,
/// envelope included, once the envelope says success.
#[derive(Clone, Debug)]
#[must_use = "a request does nothing until it is awaited"]
pub struct ListSpecs {
    http: Http,
    request: RequestOptions,
    image: ImageId,
    region: Region,
    machine_category: u32,
}

request_methods!(ListSpecs => Json);

impl ListSpecs {
    pub(crate) fn new(http: Http, image: ImageId, region: Region) -> Self {
        Self { http, request: RequestOptions::default(), image, region, machine_category: 0 }
    }

    /// Another `machine_category` than 0, the only value that was ever seen. Its meaning is
    /// unknown.
    pub fn machine_category(mut self, category: u32) -> Self {
        self.machine_category = category;
        self
    }

    fn request(&self) -> Request<Json> {
        let call = Call::get("list specs", "/spec/list")
            .query("machine_category", self.machine_category.to_string())
            .query("from_image_id", self.image.as_str())
            .query("region_name", self.region.as_str());
        let region = self.region.check();
        Request::new(&self.http, region.map(|()| call).map_err(Error::from), envelope::raw_json)
            .with_options(self.request.clone())
    }
}

/// Wire form.
#[derive(Serialize)]
struct Body<'a> {
    instance_id: &'a InstanceId,
    name: &'a str,
}

pub(crate) fn take_snapshot(http: &Http, instance: &InstanceId, name: &str) -> Request<Json> {
    Request::new(http, call(instance, name), envelope::raw_json)
}

fn call(instance_id: &InstanceId, name: &str) -> Result<Call> {
    check_text("name", name, usize::MAX)?;
    Call::post("take snapshot", "/snapshot")
        .not_idempotent()
        .about_id(instance_id.as_str())
        .json(&Body { instance_id, name })
}
