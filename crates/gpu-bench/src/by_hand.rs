//! What one would write in an afternoon: plain structs, `serde` derives, every field required.

use serde::Deserialize;

/// The answer to a query or a create.
#[derive(Debug, Deserialize)]
pub struct Envelope {
    /// 0 is success.
    pub code: i64,
    /// The message.
    pub msg: String,
    /// The instance.
    pub instance: Instance,
}

/// The answer to a list.
#[derive(Debug, Deserialize)]
pub struct List {
    /// 0 is success.
    pub code: i64,
    /// The instances.
    pub instances: Vec<Instance>,
}

/// A machine, as the sample shows it.
#[derive(Debug, Deserialize)]
#[serde(rename_all = "camelCase")]
#[allow(missing_docs, reason = "the fields are the sample's")]
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
#[allow(missing_docs, reason = "the fields are the sample's")]
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
#[allow(missing_docs, reason = "the fields are the sample's")]
pub struct BaseImage {
    #[serde(rename = "imageID")]
    pub image_id: String,
    pub image_name: String,
}

#[derive(Debug, Deserialize)]
#[allow(missing_docs, reason = "the fields are the sample's")]
pub struct SshCred {
    pub user: String,
    pub password: String,
}

#[derive(Debug, Deserialize)]
#[serde(rename_all = "camelCase")]
#[allow(missing_docs, reason = "the fields are the sample's")]
pub struct Access {
    pub protocol: String,
    pub listen_port: u16,
    pub url: String,
}

#[derive(Debug, Deserialize)]
#[allow(missing_docs, reason = "the fields are the sample's")]
pub struct CreateTime {
    pub seconds: i64,
}

/// A reqwest client with its own defaults, as one builds it by hand; `fresh` gives each call a
/// new connection.
///
/// # Errors
/// When reqwest cannot be built.
pub fn client(fresh: bool) -> Result<reqwest::Client, reqwest::Error> {
    let builder = reqwest::Client::builder().no_proxy();
    #[cfg(feature = "tls")]
    let builder = builder.tls_backend_preconfigured(tls());
    if fresh { builder.pool_max_idle_per_host(0) } else { builder }.build()
}

/// A TLS configuration that trusts nobody: the server speaks plain http.
#[cfg(feature = "tls")]
fn tls() -> rustls::ClientConfig {
    let provider = std::sync::Arc::new(rustls::crypto::ring::default_provider());
    let builder = rustls::ClientConfig::builder_with_provider(provider);
    #[expect(clippy::expect_used, reason = "ring supports rustls's default versions")]
    let builder = builder.with_safe_default_protocol_versions().expect("default versions");
    builder.with_root_certificates(rustls::RootCertStore::empty()).with_no_client_auth()
}

/// A client for the vendor's own address, with the system's certificates.
#[must_use]
pub fn far_client() -> reqwest::Client {
    #[cfg(feature = "tls")]
    drop(rustls::crypto::ring::default_provider().install_default());
    reqwest::Client::new()
}
