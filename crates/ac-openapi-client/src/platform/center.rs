//! A region and the addresses of its services: `GET /ac/openapi/v2/center`.

use gpu_common::Text;
use gpu_json::{Field, Items};
use serde::{Deserialize, Serialize};

gpu_json::object! {
    /// A region and the addresses of its services. Documented; the sample re-documented.
    #[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
    #[serde(rename_all = "camelCase")]
    #[non_exhaustive]
    pub struct Center {
        /// The region's id: a text in the table, a number in the sample, read alike.
        pub id: Field<Text>,
        /// The region's name.
        pub name: Field<Text>,
        /// A text about the region.
        pub description: Field<Text>,
        /// The user's account in the region.
        pub cluster_user_info: Field<ClusterUserInfo>,
        /// Entrances. From the sample only.
        pub ingress_urls: Field<Items<ServiceUrl>>,
        /// Addresses of the job service.
        pub hpc_urls: Field<Items<ServiceUrl>>,
        /// Addresses of the file service.
        pub efile_urls: Field<Items<ServiceUrl>>,
        /// Addresses of the web shell.
        pub eshell_urls: Field<Items<ServiceUrl>>,
        /// Addresses of the container service, which [`Access::connect`](crate::Access::connect) uses.
        pub ai_urls: Field<Items<ServiceUrl>>,
    }
}

gpu_json::object! {
    /// The user's account in a region. Re-documented.
    #[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
    #[serde(rename_all = "camelCase")]
    #[non_exhaustive]
    pub struct ClusterUserInfo {
        /// The account on the cluster.
        pub user_name: Field<Text>,
        /// The home directory, usable as the source of a mount.
        pub home_path: Field<Text>,
    }
}

gpu_json::object! {
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
        pub url: Field<Text>,
        /// Whether it is in use: the *text* `"true"` in the sample. See [`is_enabled`](Self::is_enabled).
        pub enable: Field<bool>,
        /// The service's version.
        pub version: Field<Text>,
        /// On entrances and job services only.
        pub is_manager_node: Field<bool>,
        /// On file services only.
        pub node_name: Field<Text>,
        /// On file services only.
        pub fast_trans_enable: Field<bool>,
        /// On file services only.
        pub udp_port: Field<u16>,
    }
}

impl ServiceUrl {
    /// Whether to use this address, by `enable`. Absent or empty counts as yes (inferred from what
    /// working clients do), anything unreadable as no.
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
