//! `GET /regions` and `GET /skus/computings`: what can be rented where.

use std::time::Duration;

use http::StatusCode;
use serde_json::{Map, Value, json};

use super::catalogue::{DATA_DISK_GB, Discount, REGIONS, REGISTRY, Region, SYSTEM_DISK_GB, Sku};
use super::choices::NoDiscount;
use super::refusal::Reason;
use super::state::{Call, State};
use super::wire::{ZERO, seconds};
use crate::shared::{Answer, json};

/// The GPU specifications of a region. Without `region_id`, or with an unknown one, it is refused
/// (inferred; the former has a switch).
pub(super) fn skus(call: &Call<'_>, state: &mut State) -> Answer {
    let behaviour = &state.behaviour;
    let region = match call.parameter("region_id") {
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
    let offers: Value = Sku::all().filter(here).map(|sku| offer(sku, state, call.now)).collect();
    Ok(json(StatusCode::OK, &offers))
}

fn offer(sku: &Sku, state: &State, now: Duration) -> Value {
    let free = state.free_cards(sku, now);
    let remaining = match state.behaviour.stock_in_machines {
        true => free.checked_div(sku.cards).unwrap_or_default(),
        false => free,
    };
    let mut offer = json!({
        "name": sku.gpu.name,
        "regionID": sku.region.id,
        "cpuArch": sku.gpu.cpu_arch,
        "cpuSeries": sku.gpu.cpu_series,
        "cpucores": sku.cores(),
        "memoryCount": sku.ram_gib(),
        "cpuVendor": sku.gpu.cpu_vendor,
        "gpuSeries": sku.gpu.name,
        "gpuProduct": sku.gpu.name,
        "gpuResourceKey": sku.gpu.resource_key,
        "gpuCounts": sku.cards,
        "gpuMemory": sku.gpu.memory_gb,
        "systemstorage": SYSTEM_DISK_GB,
        "datastorage": DATA_DISK_GB,
        "skusID": sku.id,
        "regionName": sku.region.name,
        "clusterName": sku.region.cluster,
        "sellingType": sku.mode,
        "price": yuan(state.behaviour.price_of(sku)),
        "remainGPUCount": remaining,
    });
    if let Some(members) = offer.as_object_mut() {
        members.extend(discount(sku.discount, state.behaviour.no_discount));
    }
    offer
}

fn discount(discount: Option<&Discount>, none: NoDiscount) -> Map<String, Value> {
    let [ratio, id, start, end] = match (discount, none) {
        (Some(discount), _) => {
            let time = |at| json!(seconds(Duration::from_secs(at)));
            let ratio = json!(f64::from(discount.percent) / 100.0);
            [ratio, json!(discount.id), time(discount.start), time(discount.end)]
        }
        (None, NoDiscount::RatioOne) => [json!(1), json!(""), json!(ZERO), json!(ZERO)],
        (None, NoDiscount::RatioZero) => [json!(0), json!(""), json!(ZERO), json!(ZERO)],
        (None, NoDiscount::EmptyTexts) => [json!(1), json!(""), json!(""), json!("")],
        (None, NoDiscount::Missing) => return Map::new(),
        (None, NoDiscount::Null) => [const { Value::Null }; 4],
    };
    let members = [
        ("ratio", ratio),
        ("discountID", id),
        ("discountStartTime", start),
        ("discountEndTime", end),
    ];
    members.map(|(name, value)| (name.to_owned(), value)).into_iter().collect()
}

/// An integer where it is one, as the sample's 10.
fn yuan(fen: u32) -> Value {
    if fen.is_multiple_of(100) { json!(fen / 100) } else { json!(f64::from(fen) / 100.0) }
}

pub(super) fn regions(_: &Call<'_>, _: &mut State) -> Answer {
    let wire = |region: &&Region| {
        json!({
            "id": region.id,
            "region": region.name,
            "clusterName": region.cluster,
            "harborAddr": REGISTRY,
            "howlerID": region.howler,
            "createdAt": region.created,
            "updatedAt": region.created,
        })
    };
    Ok(json(StatusCode::OK, &REGIONS.iter().map(wire).collect::<Value>()))
}
