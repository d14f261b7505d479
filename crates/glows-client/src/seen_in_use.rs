//! Calls that are seen in public use and not documented: hardware on offer, snapshots.

use gpu_common::{Region, check_text};
use gpu_http::{Call, Json, Request};
use serde::Serialize;

use crate::{Client, Error, ImageId, InstanceId, Result, envelope};

impl Client {
    /// Asks for stock and prices of hardware, for an image in a region (`GET /spec/list`).
    ///
    /// Seen in public use, with these parameters, and 0 as the only `machine_category`; what that means is
    /// unknown. The answer is not documented: it is given as the JSON that came, envelope included, once
    /// the envelope says success.
    ///
    /// ```
    /// # mod doc { include!(concat!(env!("CARGO_MANIFEST_DIR"), "/tests/doc/run.rs")); } doc::run(async |client, _| {
    /// use glows_client::{ImageId, Region};
    ///
    /// let image = ImageId::new("img-87p9kq26")?;
    /// let json = client.list_specs(&image, &Region::new("TW-03")?, 0).await?;
    /// println!("{json}");
    /// # Ok(()) });
    /// ```
    #[doc(alias("GET /spec/list", "/sdk/v1/spec/list"))]
    pub fn list_specs(
        &self,
        image: &ImageId,
        region: &Region,
        machine_category: u32,
    ) -> Request<Json> {
        let call = Call::get("list specs", "/spec/list")
            .query("machine_category", machine_category.to_string())
            .query("from_image_id", image.as_str())
            .query("region_name", region.as_str());
        let call = region.check().map(|()| call).map_err(Error::from);
        Request::new(&self.http, call, envelope::raw_json)
    }

    /// Takes a snapshot of an instance (`POST /snapshot`). According to the user guide this pauses
    /// the machine and interrupts its programs, and needs a storage plan.
    ///
    /// Seen in public use, with these parameters; the answer as in [`list_specs`](Self::list_specs). The
    /// call goes out again only if it provably never left: nothing keeps a snapshot from being taken twice.
    ///
    /// ```
    /// # mod doc { include!(concat!(env!("CARGO_MANIFEST_DIR"), "/tests/doc/run.rs")); } doc::with(async |client, instance| {
    /// let json = client.take_snapshot(&instance.id, "after epoch 10").await?;
    /// println!("{json}");
    /// # Ok(()) });
    /// ```
    #[doc(alias("POST /snapshot", "/sdk/v1/snapshot"))]
    pub fn take_snapshot(&self, instance: &InstanceId, name: &str) -> Request<Json> {
        Request::new(&self.http, snapshot(instance, name), envelope::raw_json)
    }
}

#[derive(Serialize)]
struct Body<'a> {
    instance_id: &'a InstanceId,
    name: &'a str,
}

fn snapshot(instance_id: &InstanceId, name: &str) -> Result<Call> {
    check_text("name", name, usize::MAX)?;
    Call::post("take snapshot", "/snapshot")
        .not_idempotent()
        .about_id(instance_id.as_str())
        .json(&Body { instance_id, name })
}
