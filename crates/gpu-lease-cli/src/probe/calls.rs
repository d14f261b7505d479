//! The reads that each vendor's client has, made for whatever the lists name.

use super::record::{Recorder, items, text};
use crate::exit::Result;
use crate::profile::Profile;
use crate::vendor;
use crate::world::World;

/// A name that nothing has.
#[cfg(any(feature = "glows", feature = "mdc"))]
const NOTHING: &str = "gpu-lease-probe-no-such-thing";

/// Whom an order is for, and all that can be read there.
pub(crate) trait Reads: vendor::Order {
    /// The name of the vendor's fixtures.
    const VENDOR: &'static str;

    /// Makes the calls.
    async fn read(world: &World, profile: &Profile, recorder: &Recorder) -> Result<()>;
}

#[cfg(feature = "glows")]
impl Reads for vendor::glows::Order {
    const VENDOR: &'static str = "glows";

    async fn read(world: &World, profile: &Profile, recorder: &Recorder) -> Result<()> {
        use glows_client::{ImageId, InstanceId, MetaKey, Region, Status};
        let client = vendor::glows::open(world, profile)?;
        let list = || client.list_instances();
        recorder.ask("", client.instance_stats().send_raw()).await;
        let listed = recorder.ask("", list().send_raw()).await;
        recorder.ask("page of 1000", list().per_page(1000).send_raw()).await;
        recorder.ask("behind the end", list().page(1000).send_raw()).await;
        let two = ["Running", "SchedQueued"].map(Status::from);
        recorder.ask("two statuses", list().statuses(two).send_raw()).await;
        recorder.ask("unknown", client.get_instance(MetaKey::new(NOTHING)?).send_raw()).await;
        for item in items(&listed, &["/instances"]) {
            if let Some(id) = text(&item, "/instanceID") {
                recorder.ask("", client.get_instance(InstanceId::new(id)?).send_raw()).await;
            }
            if let Some(key) = text(&item, "/metaKey").and_then(|key| MetaKey::new(key).ok()) {
                recorder.ask("", client.get_instance(key).send_raw()).await;
            }
            let (image, region) = (text(&item, "/baseImage/imageID"), text(&item, "/regionName"));
            if let (Some(image), Some(region)) = (image, region) {
                let (image, region) = (ImageId::new(image)?, Region::new(region)?);
                recorder.ask("", client.list_specs(&image, &region, 0).send_raw()).await;
            }
        }
        Ok(())
    }
}

#[cfg(feature = "mdc")]
impl Reads for vendor::mdc::Order {
    const VENDOR: &'static str = "mdc";

    async fn read(world: &World, profile: &Profile, recorder: &Recorder) -> Result<()> {
        use mdc_client::{ClusterName, InstanceName, RegionId};
        let client = vendor::mdc::open(world, profile)?;
        let regions = recorder.ask("", client.list_regions().send_raw()).await;
        let regions = regions.as_array().cloned().unwrap_or_default();
        for id in regions.iter().filter_map(|region| text(region, "/id")) {
            recorder.ask("", client.list_skus(RegionId::new(id)?).send_raw()).await;
        }
        let mut clusters: Vec<&str> =
            regions.iter().filter_map(|region| text(region, "/clusterName")).collect();
        clusters.sort_unstable();
        clusters.dedup();
        for name in &clusters {
            let cluster = client.cluster(ClusterName::new(*name)?);
            let listed = recorder.ask("", cluster.list_instances().send_raw()).await;
            for item in items(&listed, &["/nodes"]) {
                if let Some(name) = text(&item, "/name") {
                    recorder
                        .ask("", cluster.get_instance(InstanceName::new(name)?).send_raw())
                        .await;
                }
            }
        }
        if let Some(name) = clusters.first() {
            let cluster = client.cluster(ClusterName::new(*name)?);
            let nobody = cluster.get_instance(InstanceName::new("instance-00000000")?);
            recorder.ask("unknown", nobody.send_raw()).await;
        }
        recorder.ask("unknown region", client.list_skus(RegionId::new(NOTHING)?).send_raw()).await;
        Ok(())
    }
}

#[cfg(feature = "ac-openapi")]
impl Reads for vendor::ac::Order {
    const VENDOR: &'static str = "ac-openapi";

    async fn read(world: &World, profile: &Profile, recorder: &Recorder) -> Result<()> {
        use ac_openapi_client::{Accelerator, ImageAccess, ImageType, InstanceId, ListForm};
        if profile.get("AC_TOKEN").is_none() {
            let access = vendor::ac::access(world, profile)?;
            let tokens = access.tokens().await?;
            let usable = tokens.regions().find_map(|region| region.token.get());
            if let Some(token) = usable {
                let platform = access.platform();
                recorder.ask("", platform.get_center(token.clone()).send_raw()).await;
                recorder.ask("", platform.validate_token(token.clone()).send_raw()).await;
                recorder.ask("", platform.get_user(token.clone()).send_raw()).await;
            }
        }
        let client = vendor::ac::open(world, profile).await?;
        let mut listed = Vec::new();
        for (case, form) in [
            ("list with a body", ListForm::Body),
            ("list with a query", ListForm::TaskQuery),
            ("list at another path", ListForm::Query),
        ] {
            let list = recorder.ask(case, client.list_instances().form(form).send_raw()).await;
            listed = if listed.is_empty() {
                items(&list, &["/data/data", "/data/records", "/data"])
            } else {
                listed
            };
        }
        for item in &listed {
            if let Some(id) = text(item, "/id") {
                let id = InstanceId::new(id)?;
                recorder.ask("", client.get_instance(&id).send_raw()).await;
                recorder.ask("url", client.get_access_url(&id).send_raw()).await;
            }
            let (kind, group) = (text(item, "/acceleratorType"), text(item, "/resourceGroup"));
            if let (Some(kind), Some(group)) = (kind, group) {
                recorder
                    .ask("", client.get_node_limits(Accelerator::from(kind), group).send_raw())
                    .await;
            }
        }
        let nobody = InstanceId::new("0".repeat(32))?;
        recorder.ask("unknown", client.get_instance(&nobody).send_raw()).await;
        for access in [ImageAccess::Public, ImageAccess::Private] {
            recorder.ask("", client.list_images(access).send_raw()).await;
        }
        let by_get = client.list_images_by_get(Accelerator::Gpu, ImageType::Base);
        recorder.ask("", by_get.send_raw()).await;
        recorder.ask("", client.list_resource_groups().send_raw()).await;
        recorder.ask("", client.list_allowed_mount_dirs().send_raw()).await;
        Ok(())
    }
}
