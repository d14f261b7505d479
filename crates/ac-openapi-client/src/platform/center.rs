//! A region and the addresses of its services.

use gpu_common::Text;
use gpu_json::{Extra, Field, Items, Object};
use serde::{Deserialize, Serialize};

/// A region and the addresses of its services. Documented; the sample re-documented.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
#[non_exhaustive]
pub struct Center {
    /// The region's id: a text in the table, a number in the sample, read alike.
    #[serde(default, skip_serializing_if = "Field::is_absent")]
    pub id: Field<Text>,
    /// The region's name.
    #[serde(default, skip_serializing_if = "Field::is_absent")]
    pub name: Field<Text>,
    /// A text about the region.
    #[serde(default, skip_serializing_if = "Field::is_absent")]
    pub description: Field<Text>,
    /// The user's account in the region.
    #[serde(default, skip_serializing_if = "Field::is_absent")]
    pub cluster_user_info: Field<ClusterUserInfo>,
    /// Entrances. From the sample only.
    #[serde(default, skip_serializing_if = "Field::is_absent")]
    pub ingress_urls: Field<Items<ServiceUrl>>,
    /// Addresses of the job service.
    #[serde(default, skip_serializing_if = "Field::is_absent")]
    pub hpc_urls: Field<Items<ServiceUrl>>,
    /// Addresses of the file service.
    #[serde(default, skip_serializing_if = "Field::is_absent")]
    pub efile_urls: Field<Items<ServiceUrl>>,
    /// Addresses of the web shell.
    #[serde(default, skip_serializing_if = "Field::is_absent")]
    pub eshell_urls: Field<Items<ServiceUrl>>,
    /// Addresses of the container service, which [`Access::connect`](crate::Access::connect) uses.
    #[serde(default, skip_serializing_if = "Field::is_absent")]
    pub ai_urls: Field<Items<ServiceUrl>>,
    /// Fields that are not documented.
    #[serde(flatten)]
    pub extra: Extra,
}

impl Object for Center {}

/// The user's account in a region. Re-documented.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
#[non_exhaustive]
pub struct ClusterUserInfo {
    /// The account on the cluster.
    #[serde(default, skip_serializing_if = "Field::is_absent")]
    pub user_name: Field<Text>,
    /// The home directory, usable as the source of a mount.
    #[serde(default, skip_serializing_if = "Field::is_absent")]
    pub home_path: Field<Text>,
    /// Fields that are not documented.
    #[serde(flatten)]
    pub extra: Extra,
}

impl Object for ClusterUserInfo {}

/// One address of a service. Re-documented.
///
/// ```
/// # mod doc { include!(concat!(env!("CARGO_MANIFEST_DIR"), "/tests/doc/run.rs")); } doc::access(async |access, ac| {
/// # let center = access.platform().get_center(ac.token()).await?;
/// for url in center.ai_urls.get().into_iter().flatten() {
///     println!("{} in use: {}", url.url, url.is_enabled());
/// }
/// # Ok(()) });
/// ```
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
#[non_exhaustive]
pub struct ServiceUrl {
    /// The address, as it came.
    #[serde(default, skip_serializing_if = "Field::is_absent")]
    pub url: Field<Text>,
    /// Whether it is in use: the *text* `"true"` in the sample. See [`is_enabled`](Self::is_enabled).
    #[serde(default, skip_serializing_if = "Field::is_absent")]
    pub enable: Field<bool>,
    /// The service's version.
    #[serde(default, skip_serializing_if = "Field::is_absent")]
    pub version: Field<Text>,
    /// On entrances and job services only.
    #[serde(default, skip_serializing_if = "Field::is_absent")]
    pub is_manager_node: Field<bool>,
    /// On file services only.
    #[serde(default, skip_serializing_if = "Field::is_absent")]
    pub node_name: Field<Text>,
    /// On file services only.
    #[serde(default, skip_serializing_if = "Field::is_absent")]
    pub fast_trans_enable: Field<bool>,
    /// On file services only.
    #[serde(default, skip_serializing_if = "Field::is_absent")]
    pub udp_port: Field<u16>,
    /// Fields that are not documented.
    #[serde(flatten)]
    pub extra: Extra,
}

impl Object for ServiceUrl {}

impl ServiceUrl {
    /// Whether to use this address, by `enable`. Absent or empty counts as yes (inferred from what
    /// working clients do), anything unreadable as no.
    #[must_use]
    pub fn is_enabled(&self) -> bool {
        self.enable.copied().unwrap_or(self.enable.unreadable().is_none())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_text_false_is_not_true() {
        for (json, enabled) in [
            (r#"{"enable":"true"}"#, true),
            (r#"{"enable":"false"}"#, false),
            (r#"{"enable":true}"#, true),
            (r#"{"enable":0}"#, false),
            (r#"{"enable":"perhaps"}"#, false),
            (r#"{"enable":{}}"#, false),
            (r#"{"enable":null}"#, true),
            (r#"{"enable":""}"#, true),
            ("{}", true),
        ] {
            let url: ServiceUrl = serde_json::from_str(json).unwrap();
            assert_eq!(url.is_enabled(), enabled, "{json}");
        }
    }
}
