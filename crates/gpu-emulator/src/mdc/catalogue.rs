//! The regions and SKUs on offer, as the table at [`Mdc`](super::Mdc) lists them.

use std::collections::BTreeMap;
use std::sync::LazyLock;
use std::time::Duration;

use serde::{Deserialize, Serialize};
use serde_json::{Map, Value};

/// The image registry of both regions.
pub(super) const REGISTRY: &str = "images.neolink-ai.com";

/// Where the images that everybody may use begin.
pub(super) const PUBLIC_IMAGES: &str = "images.neolink-ai.com/matrixdc/";

pub(super) const SYSTEM_DISK_GB: u64 = 30;

/// The data disk that every SKU includes, in GB.
pub(super) const DATA_DISK_GB: u64 = 50;

/// Rows as the calls show them. The first region, the first SKU and its cards and discount are those
/// of the samples, and so is the processor, spelt as there. That there were two regions is published.
/// The rest is made up.
pub(super) static CATALOGUE: LazyLock<Catalogue> = LazyLock::new(|| {
    #[expect(clippy::expect_used, reason = "a file of this crate, which every test reads")]
    serde_json::from_str(include_str!("catalogue.json")).expect("the catalogue is JSON")
});

#[derive(Deserialize)]
pub(super) struct Catalogue {
    pub(super) regions: Vec<Region>,
    pub(super) stock: Stock,
    pub(super) skus: [Sku; 12],
}

/// Cards by cluster and GPU name, those in use included.
pub(super) type Stock = BTreeMap<String, BTreeMap<String, u64>>;

#[derive(Deserialize, Serialize)]
pub(super) struct Region {
    pub(super) id: String,
    #[serde(rename = "region")]
    pub(super) name: String,
    #[serde(rename = "clusterName")]
    pub(super) cluster: String,
    #[serde(flatten)]
    rest: Map<String, Value>,
}

#[derive(Debug, Deserialize, Serialize)]
pub(super) struct Sku {
    #[serde(rename = "skusID")]
    pub(super) id: String,
    #[serde(rename = "clusterName")]
    pub(super) cluster: String,
    #[serde(rename = "name")]
    pub(super) gpu: String,
    #[serde(rename = "gpuResourceKey")]
    pub(super) resource_key: String,
    #[serde(rename = "gpuCounts")]
    pub(super) cards: u64,
    #[serde(rename = "cpucores")]
    pub(super) cores: u64,
    #[serde(rename = "memoryCount")]
    pub(super) ram_gib: u64,
    /// `1` pay as you go, `2` monthly, `3` weekly, `4` daily.
    #[serde(rename = "sellingType")]
    pub(super) mode: String,
    /// For the whole specification, in hundredths of a yuan: per hour in mode `1`.
    #[serde(skip_serializing)]
    pub(super) fen: u32,
    #[serde(skip_serializing)]
    pub(super) discount: Option<Discount>,
    #[serde(flatten)]
    rest: Map<String, Value>,
}

/// Less than the list price is paid for a while.
#[derive(Debug, Deserialize)]
pub(super) struct Discount {
    pub(super) id: String,
    /// What is paid, in hundredths of the list price.
    pub(super) percent: u32,
    /// Seconds since the epoch.
    pub(super) start: u64,
    pub(super) end: u64,
}

impl Region {
    pub(super) fn by_cluster(name: &str) -> Option<&'static Self> {
        CATALOGUE.regions.iter().find(|one| one.cluster == name)
    }
}

impl Sku {
    pub(super) fn by_id(id: &str) -> Option<&'static Self> {
        CATALOGUE.skus.iter().find(|one| one.id == id)
    }

    /// The one that the document's sample orders.
    pub(super) fn documented() -> &'static Self {
        let [_, _, documented, ..] = &CATALOGUE.skus;
        documented
    }

    /// The discount that runs: from its first moment to just before its last (the edges are inferred).
    pub(super) fn discount_at(&self, now: Duration) -> Option<&Discount> {
        let runs = |one: &&Discount| (one.start..one.end).contains(&now.as_secs());
        self.discount.as_ref().filter(runs)
    }

    /// Whether both draw on the same cards.
    pub(super) fn shares_cards(&self, other: &Self) -> bool {
        self.cluster == other.cluster && self.gpu == other.gpu
    }
}
