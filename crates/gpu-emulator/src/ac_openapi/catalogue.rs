//! The regions of the account, and what can be rented there.

use std::sync::LazyLock;

use serde::{Deserialize, Serialize};
use serde_json::{Map, Value};

/// A region, or the platform itself.
#[derive(Debug)]
pub struct Region {
    pub(super) id: &'static str,
    pub(super) name: &'static str,
    pub(super) description: &'static str,
    /// Its entries for containers, as path and `enable`.
    pub(super) ai: &'static [(&'static str, &'static str)],
}

/// In the order of the token call. The first, second and last have the names and ids of the
/// documented sample.
pub(super) static REGIONS: [Region; 4] = [
    Region {
        id: "11112",
        name: "OpenAPI计算中心",
        description: "对外OpenAPI中心",
        ai: &[("/disabled/ai", "false"), ("/ai", "true")],
    },
    Region { id: "111131", name: "test中心", description: "", ai: &[("", "true")] },
    Region { id: "11113", name: "停用中心", description: "", ai: &[("/ai", "true")] },
    Region { id: "0", name: "ac", description: "", ai: &[] },
];

/// The platform's own, where no token leads elsewhere.
impl Default for &'static Region {
    fn default() -> Self {
        let [.., platform] = &REGIONS;
        platform
    }
}

impl Region {
    /// The region whose containers a given token is for.
    pub(super) fn first() -> &'static Self {
        let [first, ..] = &REGIONS;
        first
    }

    /// Whether it is the platform, which has no containers.
    pub(super) fn is_platform(&self) -> bool {
        self.id == "0"
    }

    pub(super) fn number(&self) -> u64 {
        self.id.parse().unwrap_or_default()
    }
}

/// Groups and images as the calls show them. The first group and the first image are those of the
/// documented samples, the third image is that of the documented create request; the rest is made up.
pub(super) static CATALOGUE: LazyLock<Catalogue> = LazyLock::new(|| {
    #[expect(clippy::expect_used, reason = "a file of this crate, which every test reads")]
    serde_json::from_str(include_str!("catalogue.json")).expect("the catalogue is JSON")
});

#[derive(Deserialize)]
pub(super) struct Catalogue {
    pub(super) groups: Vec<Group>,
    /// Oldest first.
    pub(super) images: Vec<Image>,
}

/// A queue of like nodes: what one of them has, as the limits call says it. In the documented sample
/// `nvLimits` is 0 next to two GPUs.
#[derive(Deserialize, Serialize)]
#[serde(rename_all = "camelCase")]
pub(super) struct Group {
    #[serde(skip_serializing)]
    pub(super) accelerator_type: String,
    pub(super) resource_group: String,
    pub(super) cpu_number: u64,
    pub(super) gpu_number: u64,
    pub(super) memory_size: u64,
    #[serde(flatten)]
    rest: Map<String, Value>,
}

impl Group {
    pub(super) fn find(name: &str, accelerator: &str) -> Option<&'static Self> {
        let fits = |one: &&Self| one.resource_group == name && one.accelerator_type == accelerator;
        CATALOGUE.groups.iter().find(fits)
    }
}

#[derive(Deserialize, Serialize)]
#[serde(rename_all = "camelCase")]
pub(super) struct Image {
    pub(super) path: String,
    pub(super) version: String,
    pub(super) r#type: String,
    pub(super) access: String,
    pub(super) accelerator_type: String,
    pub(super) clone_times: u64,
    #[serde(flatten)]
    rest: Map<String, Value>,
}
