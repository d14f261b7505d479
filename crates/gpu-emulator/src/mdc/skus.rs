//! `GET /skus/computings`: the GPU specifications of a region.

use std::sync::Arc;
use std::time::Duration;

use axum::Json;
use axum::extract::{Query, State};
use serde::Serialize;
use serde_json::{Value, json};

use super::catalogue::{DATA_DISK_GB, Discount, Region, SYSTEM_DISK_GB, Sku};
use super::choices::NoDiscount;
use super::refusal::{Reason, Refusal};
use super::service::{self, MdcService};
use super::time;

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

/// Without `region_id`, or with an unknown one, it is refused (guess).
pub(super) async fn skus(
    State(service): State<Arc<MdcService>>,
    Query(parameters): Query<Vec<(String, String)>>,
) -> Result<Json<Vec<SkuWire>>, Refusal> {
    let now = service.now();
    let state = &*service.state_at(now);
    let behaviour = &state.behaviour;
    let id = parameters.iter().find(|(name, _)| name == "region_id");
    let (_, id) = id.ok_or_else(|| behaviour.refuse(Reason::Invalid, "region_id is required"))?;
    let region =
        Region::by_id(id).ok_or_else(|| behaviour.refuse(Reason::NotFound, "region not found"))?;
    let here = Sku::all().filter(|sku| sku.region.id == region.id);
    Ok(Json(
        here.map(|sku| SkuWire::new(sku, state, now)).collect(),
    ))
}

impl SkuWire {
    fn new(sku: &Sku, state: &service::State, now: Duration) -> Self {
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
            price: yuan(sku.price_fen),
            remain_gpu_count: remaining,
        }
    }
}

impl DiscountWire {
    fn of(discount: &Discount) -> Self {
        let time = |seconds| time::seconds(Duration::from_secs(seconds));
        Self::all(
            json!(f64::from(discount.percent) / 100.0),
            json!(discount.id),
            json!(time(discount.start)),
            json!(time(discount.end)),
        )
    }

    fn none(form: NoDiscount) -> Self {
        let zero = || json!(time::ZERO);
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
