//! The body of a create as it goes over the wire.

use gpu_common::{Region, Secret};
use serde::Serialize;

use super::CreateInstance;
use crate::{
    Category, CpuName, GpuName, Hardware, ImageId, MetaKey, PublicIpId, Result, SnapshotId, Source,
};

/// Wire form. What is `None` is not sent.
#[derive(Serialize)]
pub(super) struct Body<'a> {
    #[serde(skip_serializing_if = "Option::is_none")]
    from_image_id: Option<&'a ImageId>,
    #[serde(skip_serializing_if = "Option::is_none")]
    from_snap_id: Option<&'a SnapshotId>,
    #[serde(skip_serializing_if = "Option::is_none")]
    gpu_name: Option<&'a GpuName>,
    #[serde(skip_serializing_if = "Option::is_none")]
    cpu_name: Option<&'a CpuName>,
    custom_meta_key: &'a MetaKey,
    instance_category: &'a Category,
    region_name: &'a Region,
    #[serde(skip_serializing_if = "Option::is_none")]
    remark: Option<&'a str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    public_ip_id: Option<&'a PublicIpId>,
    #[serde(skip_serializing_if = "Option::is_none")]
    envs: Option<Secret>,
    #[serde(skip_serializing_if = "Option::is_none")]
    ports: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    cmd: Option<&'a str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    unit_qty: Option<u32>,
}

impl CreateInstance {
    pub(super) fn body(&self) -> Result<Body<'_>> {
        let (from_image_id, from_snap_id) = match &self.source {
            Source::Image(id) => (Some(id), None),
            Source::Snapshot(id) => (None, Some(id)),
        };
        let (gpu_name, cpu_name) = match &self.hardware {
            Hardware::Gpu(name) => (Some(name), None),
            Hardware::Cpu(name) => (None, Some(name)),
        };
        Ok(Body {
            from_image_id,
            from_snap_id,
            gpu_name,
            cpu_name,
            custom_meta_key: &self.meta_key,
            instance_category: &self.category,
            region_name: &self.region,
            remark: self.remark.as_deref(),
            public_ip_id: self.public_ip.as_ref(),
            envs: self.envs.wire()?,
            ports: self.ports.wire()?,
            cmd: self.cmd.as_deref(),
            unit_qty: self.unit_qty,
        })
    }
}
