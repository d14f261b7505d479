//! The regions and SKUs on offer, as the table at [`Mdc`](super::Mdc) lists them, and the calls that
//! show them.

use std::collections::BTreeMap;
use std::sync::LazyLock;
use std::time::Duration;

use http::StatusCode;
use serde::{Deserialize, Serialize};
use serde_json::{Map, Value, json};

use super::answer::seconds;
use super::service::{Call, State};
use crate::shared::{Answer, json};

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
    regions: Vec<Region>,
    pub(super) stock: Stock,
    skus: [Sku; 12],
}

/// Cards by cluster and GPU name, those in use included.
pub(super) type Stock = BTreeMap<String, BTreeMap<String, u64>>;

#[derive(Deserialize, Serialize)]
pub(super) struct Region {
    id: String,
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
    discount: Option<Discount>,
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
    start: u64,
    end: u64,
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

/// `GET /regions`.
pub(super) fn regions(_: &Call<'_>, _: &mut State) -> Answer {
    Ok(json(StatusCode::OK, &CATALOGUE.regions))
}

/// `GET /skus/computings`: the GPU specifications of a region. Without `region_id`, or with an unknown
/// one, it is refused (inferred; the former has a switch).
pub(super) fn skus(call: &Call<'_>, state: &mut State) -> Answer {
    let behaviour = &state.behaviour;
    let region = match call.parameter("region_id") {
        None if behaviour.skus_need_region => {
            return Err(behaviour.invalid("region_id is required"));
        }
        None => None,
        Some(id) => {
            let found = CATALOGUE.regions.iter().find(|one| one.id == id);
            Some(found.ok_or_else(|| behaviour.not_found("region not found"))?)
        }
    };
    let here = |sku: &&Sku| region.is_none_or(|region| sku.cluster == region.cluster);
    let rows = CATALOGUE.skus.iter().filter(here).map(|sku| {
        let free = state.free_cards(sku, call.now);
        Row {
            sku,
            price: yuan(behaviour.price_of(sku)),
            remaining: if behaviour.stock_in_machines { free / sku.cards.max(1) } else { free },
            discount: discount(sku.discount.as_ref(), behaviour.no_discount.as_ref()),
        }
    });
    Ok(json(StatusCode::OK, &rows.collect::<Vec<_>>()))
}

#[derive(Serialize)]
struct Row<'a> {
    #[serde(flatten)]
    sku: &'a Sku,
    price: Value,
    #[serde(rename = "remainGPUCount")]
    remaining: u64,
    #[serde(flatten)]
    discount: Value,
}

fn discount(discount: Option<&Discount>, none: Option<&[Value; 4]>) -> Value {
    let time = |at| json!(seconds(Duration::from_secs(at)));
    let runs = discount.map(|one| {
        let ratio = json!(f64::from(one.percent) / 100.0);
        [ratio, json!(one.id), time(one.start), time(one.end)]
    });
    match runs.as_ref().or(none) {
        None => json!({}),
        Some([ratio, id, start, end]) => json!({
            "ratio": ratio, "discountID": id, "discountStartTime": start, "discountEndTime": end
        }),
    }
}

/// An integer where it is one, as the sample's 10.
fn yuan(fen: u32) -> Value {
    if fen.is_multiple_of(100) { json!(fen / 100) } else { json!(f64::from(fen) / 100.0) }
}
