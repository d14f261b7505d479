//! What a region and a SKU are.

use std::time::Duration;

/// A region with its one cluster.
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

/// A GPU specification.
#[derive(Debug)]
pub(super) struct Sku {
    pub(super) id: &'static str,
    pub(super) region: &'static Region,
    pub(super) gpu: &'static Gpu,
    /// How many cards it has.
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

/// The size of every system disk, in GB.
pub(super) const SYSTEM_DISK_GB: u64 = 30;

/// The data disk that every SKU includes, in GB.
pub(super) const DATA_DISK_GB: u64 = 50;

impl Sku {
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
