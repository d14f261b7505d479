//! The regions and SKUs on offer, as the table at [`Mdc`](super::Mdc) lists them.

use std::collections::BTreeMap;
use std::time::Duration;

#[derive(Debug)]
pub(super) struct Region {
    pub(super) id: &'static str,
    pub(super) name: &'static str,
    pub(super) cluster: &'static str,
    pub(super) howler: &'static str,
    /// With milliseconds, as the sample writes it.
    pub(super) created: &'static str,
}

/// The image registry of both regions.
pub(super) const REGISTRY: &str = "images.neolink-ai.com";

/// Where the images that everybody may use begin.
pub(super) const PUBLIC_IMAGES: &str = "images.neolink-ai.com/matrixdc/";

#[derive(Debug)]
pub(super) struct Sku {
    pub(super) id: &'static str,
    pub(super) region: &'static Region,
    pub(super) gpu: &'static Gpu,
    pub(super) cards: u64,
    /// `1` pay as you go, `2` monthly, `3` weekly, `4` daily.
    pub(super) mode: &'static str,
    /// For the whole specification, in hundredths of a yuan: per hour in mode `1`.
    pub(super) price_fen: u32,
    pub(super) discount: Option<&'static Discount>,
}

/// A kind of card and what comes with one of it.
#[derive(Debug)]
pub(super) struct Gpu {
    pub(super) name: &'static str,
    pub(super) resource_key: &'static str,
    pub(super) memory_gb: u64,
    pub(super) cpu_arch: &'static str,
    pub(super) cpu_series: &'static str,
    pub(super) cpu_vendor: &'static str,
    pub(super) cores: u64,
    pub(super) ram_gib: u64,
}

/// Less than the list price is paid for a while.
#[derive(Debug)]
pub(super) struct Discount {
    pub(super) id: &'static str,
    /// What is paid, in hundredths of the list price.
    pub(super) percent: u32,
    /// Seconds since the epoch.
    pub(super) start: u64,
    pub(super) end: u64,
}

pub(super) const SYSTEM_DISK_GB: u64 = 30;

/// The data disk that every SKU includes, in GB.
pub(super) const DATA_DISK_GB: u64 = 50;

pub(super) static REGIONS: [&Region; 2] = [&BEIJING, &EAST];

/// The documented one.
static BEIJING: Region = Region {
    id: "14c5a9e3-0d09-4aa0-99d3-c096b80cceaa",
    name: "北京一区",
    cluster: "host-cluster",
    howler: "69e377a7-99d1-cca0-ef58-cfce14a336b2",
    created: "2024-07-15T12:00:23.227+08:00",
};

/// Made up: that there were two is published, the second one's data is not.
static EAST: Region = Region {
    id: "5b0e7c1a-62f4-4d35-8a7e-0c9d3f2e1b48",
    name: "华东一区",
    cluster: "east-cluster",
    howler: "c7d0a1b2-30e4-4f56-9a78-b1c2d3e4f506",
    created: "2024-08-20T09:30:00.005+08:00",
};

/// The processor is that of the documented row, spelt as there.
const fn gpu(
    name: &'static str,
    resource_key: &'static str,
    [memory_gb, cores, ram_gib]: [u64; 3],
) -> Gpu {
    Gpu {
        name,
        resource_key,
        memory_gb,
        cpu_arch: "x86-64",
        cpu_series: "Inter Xeon",
        cpu_vendor: "Inter",
        cores,
        ram_gib,
    }
}

static H20: Gpu = gpu("H20", "nvidia.com/gpu-h20", [96, 24, 192]);
static RTX_4090: Gpu = gpu("4090", "nvidia.com/gpu-4090", [24, 16, 96]);
static RTX_3090: Gpu = gpu("3090", "nvidia.com/gpu-3090", [24, 12, 48]);
static H100: Gpu = gpu("H100", "nvidia.com/gpu-h100", [80, 20, 224]);
static ASCEND_910B: Gpu = Gpu {
    cpu_arch: "aarch64",
    cpu_series: "Kunpeng 920",
    cpu_vendor: "Huawei",
    ..gpu("910B", "huawei.com/ascend-910b", [64, 24, 192])
};

const fn discount(id: &'static str, percent: u32, start: u64, end: u64) -> Discount {
    Discount { id, percent, start, end }
}

/// The documented one.
static SUMMER: Discount = discount("10000", 48, 1_723_706_798, 1_727_712_300);
/// Until 2099-01-01T00:00:00+08:00.
static LASTING: Discount = discount("10001", 50, 1_704_038_400, 4_070_880_000);
/// From 2098-01-01T00:00:00+08:00.
static COMING: Discount = discount("10002", 90, 4_039_344_000, 4_070_880_000);
/// Until 2024-09-01T00:00:00+08:00.
static OVER: Discount = discount("10003", 75, 1_722_441_600, 1_725_120_000);

const fn sku(
    id: &'static str,
    (region, gpu, cards): (&'static Region, &'static Gpu, u64),
    mode: &'static str,
    price_fen: u32,
    discount: Option<&'static Discount>,
) -> Sku {
    Sku { id, region, gpu, cards, mode, price_fen, discount }
}

static SKUS: [Sku; 12] = [
    sku("2", (&BEIJING, &H20, 1), "1", 1_000, Some(&SUMMER)),
    sku("3", (&BEIJING, &H20, 2), "1", 2_000, Some(&SUMMER)),
    sku("66", (&BEIJING, &RTX_4090, 1), "1", 250, None),
    sku("67", (&BEIJING, &RTX_4090, 2), "1", 500, None),
    sku("68", (&BEIJING, &RTX_4090, 1), "4", 4_800, None),
    sku("69", (&BEIJING, &RTX_4090, 1), "3", 30_000, None),
    sku("70", (&BEIJING, &RTX_4090, 1), "2", 115_000, None),
    sku("71", (&BEIJING, &RTX_3090, 1), "1", 100, None),
    sku("72", (&BEIJING, &ASCEND_910B, 1), "1", 400, Some(&LASTING)),
    sku("73", (&BEIJING, &H100, 8), "1", 16_000, Some(&COMING)),
    sku("80", (&EAST, &RTX_3090, 1), "1", 160, Some(&OVER)),
    sku("81", (&EAST, &RTX_4090, 1), "1", 240, None),
];

/// Cards at the start by cluster and GPU name; the documented row has 8 H20.
pub(super) const CARDS: [(&str, &str, u64); 7] = [
    ("host-cluster", "H20", 8),
    ("host-cluster", "4090", 16),
    ("host-cluster", "3090", 0),
    ("host-cluster", "910B", 4),
    ("host-cluster", "H100", 8),
    ("east-cluster", "3090", 4),
    ("east-cluster", "4090", 8),
];

impl Region {
    pub(super) fn by_id(id: &str) -> Option<&'static Self> {
        REGIONS.into_iter().find(|one| one.id == id)
    }

    pub(super) fn by_cluster(name: &str) -> Option<&'static Self> {
        REGIONS.into_iter().find(|one| one.cluster == name)
    }
}

impl Sku {
    pub(super) fn all() -> impl Iterator<Item = &'static Self> {
        SKUS.iter()
    }

    pub(super) fn by_id(id: &str) -> Option<&'static Self> {
        SKUS.iter().find(|one| one.id == id)
    }

    /// The one that the document's sample orders.
    pub(super) fn documented() -> &'static Self {
        let [_, _, documented, ..] = &SKUS;
        documented
    }

    pub(super) fn cores(&self) -> u64 {
        self.gpu.cores * self.cards
    }

    pub(super) fn ram_gib(&self) -> u64 {
        self.gpu.ram_gib * self.cards
    }

    /// The discount that runs.
    pub(super) fn discount_at(&self, now: Duration) -> Option<&'static Discount> {
        self.discount.filter(|one| one.runs(now))
    }
}

impl Discount {
    /// From the first moment to just before the last (the edges are inferred).
    fn runs(&self, now: Duration) -> bool {
        (self.start..self.end).contains(&now.as_secs())
    }
}

/// Cards by cluster and GPU name, those in use included.
pub(super) struct Stock(BTreeMap<(&'static str, &'static str), u64>);

impl Default for Stock {
    fn default() -> Self {
        let cards = CARDS.iter();
        Self(cards.map(|&(cluster, gpu, count)| ((cluster, gpu), count)).collect())
    }
}

impl Stock {
    /// `false` if there is no such SKU.
    pub(super) fn set(&mut self, sku_id: &str, cards: u64) -> bool {
        let pool = Sku::by_id(sku_id).map(pool);
        pool.map(|pool| self.0.insert(pool, cards)).is_some()
    }

    pub(super) fn cards(&self, sku: &Sku) -> u64 {
        self.0.get(&pool(sku)).copied().unwrap_or_default()
    }
}

/// Whose cards a SKU draws on.
pub(super) fn pool(sku: &Sku) -> (&'static str, &'static str) {
    (sku.region.cluster, sku.gpu.name)
}
