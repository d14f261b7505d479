//! `GET /regions` and `GET /skus/computings`: what can be rented where.

use std::time::Duration;

use http::StatusCode;
use serde::Serialize;
use serde_json::{Value, json};

use super::answer::seconds;
use super::catalogue::{CATALOGUE, Discount, Sku};
use super::state::{Call, State};
use crate::shared::{Answer, json};

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
