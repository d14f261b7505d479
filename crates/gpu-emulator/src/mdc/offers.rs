//! The regions and SKUs on offer, as the table at [`Mdc`](super::Mdc) lists them.

use super::catalogue::{Discount, Gpu, Region, Sku};

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

static H20: Gpu = Gpu {
    name: "H20",
    resource_key: "nvidia.com/gpu-h20",
    memory_gb: 96,
    cores: 24,
    ram_gib: 192,
    ..X86
};

static RTX_4090: Gpu = Gpu {
    name: "4090",
    resource_key: "nvidia.com/gpu-4090",
    memory_gb: 24,
    cores: 16,
    ram_gib: 96,
    ..X86
};

static RTX_3090: Gpu = Gpu {
    name: "3090",
    resource_key: "nvidia.com/gpu-3090",
    memory_gb: 24,
    cores: 12,
    ram_gib: 48,
    ..X86
};

static H100: Gpu = Gpu {
    name: "H100",
    resource_key: "nvidia.com/gpu-h100",
    memory_gb: 80,
    cores: 20,
    ram_gib: 224,
    ..X86
};

static ASCEND_910B: Gpu = Gpu {
    name: "910B",
    resource_key: "huawei.com/ascend-910b",
    memory_gb: 64,
    cpu_arch: "aarch64",
    cpu_series: "Kunpeng 920",
    cpu_vendor: "Huawei",
    cores: 24,
    ram_gib: 192,
};

/// The processor of the documented row, spelt as there.
const X86: Gpu = Gpu {
    name: "",
    resource_key: "",
    memory_gb: 0,
    cpu_arch: "x86-64",
    cpu_series: "Inter Xeon",
    cpu_vendor: "Inter",
    cores: 0,
    ram_gib: 0,
};

/// The documented one.
static SUMMER: Discount = Discount {
    id: "10000",
    percent: 48,
    start: 1_723_706_798,
    end: 1_727_712_300,
};

/// Until 2099-01-01T00:00:00+08:00.
static LASTING: Discount = Discount {
    id: "10001",
    percent: 50,
    start: 1_704_038_400,
    end: 4_070_880_000,
};

/// From 2098-01-01T00:00:00+08:00.
static COMING: Discount = Discount {
    id: "10002",
    percent: 90,
    start: 4_039_344_000,
    end: 4_070_880_000,
};

/// Until 2024-09-01T00:00:00+08:00.
static OVER: Discount = Discount {
    id: "10003",
    percent: 75,
    start: 1_722_441_600,
    end: 1_725_120_000,
};

const fn sku(id: &'static str, region: &'static Region, gpu: &'static Gpu, price_fen: u32) -> Sku {
    Sku {
        id,
        region,
        gpu,
        cards: 1,
        mode: "1",
        price_fen,
        discount: None,
    }
}

static SKUS: [Sku; 12] = [
    Sku {
        discount: Some(&SUMMER),
        ..sku("2", &BEIJING, &H20, 1_000)
    },
    Sku {
        discount: Some(&SUMMER),
        cards: 2,
        ..sku("3", &BEIJING, &H20, 2_000)
    },
    sku("66", &BEIJING, &RTX_4090, 250),
    Sku {
        cards: 2,
        ..sku("67", &BEIJING, &RTX_4090, 500)
    },
    Sku {
        mode: "4",
        ..sku("68", &BEIJING, &RTX_4090, 4_800)
    },
    Sku {
        mode: "3",
        ..sku("69", &BEIJING, &RTX_4090, 30_000)
    },
    Sku {
        mode: "2",
        ..sku("70", &BEIJING, &RTX_4090, 115_000)
    },
    sku("71", &BEIJING, &RTX_3090, 100),
    Sku {
        discount: Some(&LASTING),
        ..sku("72", &BEIJING, &ASCEND_910B, 400)
    },
    Sku {
        discount: Some(&COMING),
        cards: 8,
        ..sku("73", &BEIJING, &H100, 16_000)
    },
    Sku {
        discount: Some(&OVER),
        ..sku("80", &EAST, &RTX_3090, 160)
    },
    sku("81", &EAST, &RTX_4090, 240),
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
}
