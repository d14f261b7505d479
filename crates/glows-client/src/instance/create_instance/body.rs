//! The body of a create as it goes over the wire.

use gpu_common::{Region, Secret};
use serde::Serialize;

use super::CreateInstance;
use crate::instance::{hardware, source};
use crate::{Category, MetaKey, PublicIpId, Result};

/// Wire form. What is `None` is not sent.
#[derive(Serialize)]
pub(super) struct Body<'a> {
    #[serde(flatten)]
    source: &'a source::Kind,
    #[serde(flatten)]
    hardware: &'a hardware::Kind,
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
    /// The body, once everything in it has been checked.
    pub(super) fn body<'a>(&'a self, key: &'a MetaKey) -> Result<Body<'a>> {
        key.check()?;
        let region = self.region.as_ref().map_err(Clone::clone)?;
        region.check()?;
        self.validate()?;
        Ok(Body {
            source: &self.source.0,
            hardware: &self.hardware.0,
            custom_meta_key: key,
            instance_category: &self.category,
            region_name: region,
            remark: self.remark.as_deref(),
            public_ip_id: self.public_ip.as_ref(),
            envs: self.envs.wire()?,
            ports: self.ports.wire()?,
            cmd: self.cmd.as_deref(),
            unit_qty: self.unit_qty,
        })
    }
}
