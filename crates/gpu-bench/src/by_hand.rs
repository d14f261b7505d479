//! What one would write in an afternoon: plain structs, `serde` derives, every field required.
#![allow(missing_docs, reason = "the fields are the samples'")]

use serde::Deserialize;

/// The answer to a query or a create.
#[derive(Debug, Deserialize)]
pub struct Envelope {
    pub code: i64,
    pub msg: String,
    pub instance: Instance,
}

/// The answer to a list.
#[derive(Debug, Deserialize)]
pub struct List {
    pub code: i64,
    pub instances: Vec<Instance>,
}

/// A machine, as the sample shows it.
#[derive(Debug, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Instance {
    #[serde(rename = "instanceID")]
    pub instance_id: String,
    pub category: String,
    pub status: String,
    pub price_cent: i64,
    pub hardware: Hardware,
    pub base_image: BaseImage,
    pub base_snap: Option<serde_json::Value>,
    pub ssh_cred: SshCred,
    pub accesses: Vec<Access>,
    pub domain: i64,
    pub create_time: CreateTime,
    pub cmd: String,
    pub envs: String,
    pub remark: String,
    pub meta_key: String,
    pub source_type: String,
    pub region_name: String,
}

#[derive(Debug, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Hardware {
    pub gpu_name: String,
    pub cpu_name: String,
    pub gpu_num: u32,
    #[serde(rename = "gpuRamMB")]
    pub gpu_ram_mb: u64,
    pub cpu_cores_num: u32,
    #[serde(rename = "ramMB")]
    pub ram_mb: u64,
    #[serde(rename = "diskGB")]
    pub disk_gb: u64,
}

#[derive(Debug, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct BaseImage {
    #[serde(rename = "imageID")]
    pub image_id: String,
    pub image_name: String,
}

#[derive(Debug, Deserialize)]
pub struct SshCred {
    pub user: String,
    pub password: String,
}

#[derive(Debug, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Access {
    pub protocol: String,
    pub listen_port: u16,
    pub url: String,
}

#[derive(Debug, Deserialize)]
pub struct CreateTime {
    pub seconds: i64,
}
