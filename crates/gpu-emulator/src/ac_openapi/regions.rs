//! The regions of the account.

/// The region whose containers a request is about.
pub(super) type CurrentRegion = &'static Region;

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
impl Default for CurrentRegion {
    fn default() -> Self {
        let [.., platform] = &REGIONS;
        platform
    }
}

impl Region {
    pub(super) fn by_id(id: &str) -> Option<&'static Self> {
        REGIONS.iter().find(|one| one.id == id)
    }

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
