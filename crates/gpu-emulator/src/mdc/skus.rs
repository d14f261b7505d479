//! `GET /regions` and `GET /skus/computings`: what can be rented where.

use std::time::Duration;

use axum::Json;
use axum::extract::Query;
use serde::Serialize;
use serde_json::{Value, json};

use super::catalogue::{DATA_DISK_GB, Discount, REGISTRY, Region, SYSTEM_DISK_GB, Sku};
use super::choices::NoDiscount;
use super::offers;
use super::refusal::{Reason, Refusal};
use super::service::{Service, State};
use super::wire::{ZERO, seconds};
use crate::shared::{Parameters, parameter};

/// Member by member in the documented order and spelling.
#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
pub(super) struct SkuWire {
    name: &'static str,
    #[serde(rename = "regionID")]
    region_id: &'static str,
    cpu_arch: &'static str,
    cpu_series: &'static str,
    cpucores: u64,
    memory_count: u64,
    cpu_vendor: &'static str,
    gpu_series: &'static str,
    gpu_product: &'static str,
    gpu_resource_key: &'static str,
    gpu_counts: u64,
    gpu_memory: u64,
    systemstorage: u64,
    datastorage: u64,
    #[serde(rename = "skusID")]
    skus_id: &'static str,
    region_name: &'static str,
    cluster_name: &'static str,
    selling_type: &'static str,
    #[serde(flatten)]
    discount: DiscountWire,
    price: Value,
    #[serde(rename = "remainGPUCount")]
    remain_gpu_count: u64,
}

/// `None` for a missing member.
#[derive(Default, Serialize)]
#[serde(rename_all = "camelCase")]
struct DiscountWire {
    #[serde(skip_serializing_if = "Option::is_none")]
    ratio: Option<Value>,
    #[serde(rename = "discountID", skip_serializing_if = "Option::is_none")]
    discount_id: Option<Value>,
    #[serde(skip_serializing_if = "Option::is_none")]
    discount_start_time: Option<Value>,
    #[serde(skip_serializing_if = "Option::is_none")]
    discount_end_time: Option<Value>,
}

/// The GPU specifications of a region. Without `region_id`, or with an unknown one, it is refused
/// (inferred; the former has a switch).
pub(super) async fn skus(
    service: Service,
    Query(parameters): Query<Parameters>,
) -> Result<Json<Vec<SkuWire>>, Refusal> {
    let (now, state) = service.open();
    let behaviour = &state.behaviour;
    let region = match parameter(&parameters, "region_id") {
        None if behaviour.skus_need_region => {
            return Err(behaviour.refuse(Reason::Invalid, "region_id is required"));
        }
        None => None,
        Some(id) => Some(
            Region::by_id(id)
                .ok_or_else(|| behaviour.refuse(Reason::NotFound, "region not found"))?,
        ),
    };
    let here = |sku: &&Sku| region.is_none_or(|region| sku.region.id == region.id);
    let skus = Sku::all().filter(here);
    Ok(Json(
        skus.map(|sku| SkuWire::new(sku, &state, now)).collect(),
    ))
}

impl SkuWire {
    fn new(sku: &Sku, state: &State, now: Duration) -> Self {
        let free = state.free_cards(sku, now);
        let remaining = if state.behaviour.stock_in_machines {
            free.checked_div(sku.cards).unwrap_or_default()
        } else {
            free
        };
        Self {
            name: sku.gpu.name,
            region_id: sku.region.id,
            cpu_arch: sku.gpu.cpu_arch,
            cpu_series: sku.gpu.cpu_series,
            cpucores: sku.cores(),
            memory_count: sku.ram_gib(),
            cpu_vendor: sku.gpu.cpu_vendor,
            gpu_series: sku.gpu.name,
            gpu_product: sku.gpu.name,
            gpu_resource_key: sku.gpu.resource_key,
            gpu_counts: sku.cards,
            gpu_memory: sku.gpu.memory_gb,
            systemstorage: SYSTEM_DISK_GB,
            datastorage: DATA_DISK_GB,
            skus_id: sku.id,
            region_name: sku.region.name,
            cluster_name: sku.region.cluster,
            selling_type: sku.mode,
            discount: match sku.discount {
                Some(discount) => DiscountWire::of(discount),
                None => DiscountWire::none(state.behaviour.no_discount),
            },
            price: yuan(state.behaviour.price_of(sku)),
            remain_gpu_count: remaining,
        }
    }
}

impl DiscountWire {
    fn of(discount: &Discount) -> Self {
        let time = |at| seconds(Duration::from_secs(at));
        Self::all(
            json!(f64::from(discount.percent) / 100.0),
            json!(discount.id),
            json!(time(discount.start)),
            json!(time(discount.end)),
        )
    }

    fn none(form: NoDiscount) -> Self {
        let zero = || json!(ZERO);
        match form {
            NoDiscount::RatioOne => Self::all(json!(1), json!(""), zero(), zero()),
            NoDiscount::RatioZero => Self::all(json!(0), json!(""), zero(), zero()),
            NoDiscount::EmptyTexts => Self::all(json!(1), json!(""), json!(""), json!("")),
            NoDiscount::Missing => Self::default(),
            NoDiscount::Null => Self::all(Value::Null, Value::Null, Value::Null, Value::Null),
        }
    }

    fn all(ratio: Value, id: Value, start: Value, end: Value) -> Self {
        Self {
            ratio: Some(ratio),
            discount_id: Some(id),
            discount_start_time: Some(start),
            discount_end_time: Some(end),
        }
    }
}

/// An integer where it is one, as the sample's 10.
fn yuan(fen: u32) -> Value {
    if fen.is_multiple_of(100) {
        json!(fen / 100)
    } else {
        json!(f64::from(fen) / 100.0)
    }
}

/// One region.
#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
pub(super) struct RegionWire {
    id: &'static str,
    region: &'static str,
    cluster_name: &'static str,
    harbor_addr: &'static str,
    #[serde(rename = "howlerID")]
    howler_id: &'static str,
    created_at: &'static str,
    updated_at: &'static str,
}

/// All regions.
pub(super) async fn regions() -> Json<Vec<RegionWire>> {
    Json(offers::REGIONS.iter().map(|one| wire(one)).collect())
}

fn wire(region: &Region) -> RegionWire {
    RegionWire {
        id: region.id,
        region: region.name,
        cluster_name: region.cluster,
        harbor_addr: REGISTRY,
        howler_id: region.howler,
        created_at: region.created,
        updated_at: region.created,
    }
}
