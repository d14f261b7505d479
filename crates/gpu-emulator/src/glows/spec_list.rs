//! `GET /spec/list`: hardware on offer. Seen in public use; the answer is made up.

use std::sync::Arc;

use axum::extract::{Query, State};
use serde::Serialize;

use super::address::{Parameters, parameter};
use super::behaviour::Capacity;
use super::envelope::Success;
use super::service::GlowsService;

/// Offered when [`Behaviour::prices`](super::Behaviour::prices) names none: names from the documents.
const DOCUMENTED: [&str; 3] = [
    "NVIDIA GeForce RTX 4090",
    "NVIDIA L40S PCIe",
    "Intel(R) Xeon(R) Platinum 8468",
];

#[derive(Serialize)]
pub(super) struct SpecListAnswer {
    specs: Vec<Spec>,
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct Spec {
    name: String,
    region_name: String,
    price_cent: u64,
    stock: u32,
}

pub(super) async fn spec_list(
    State(service): State<Arc<GlowsService>>,
    Query(parameters): Query<Parameters>,
) -> Success<SpecListAnswer> {
    let state = service.state();
    let behaviour = &state.behaviour;
    let region_name = parameter(&parameters, "region_name").unwrap_or("TW-03");
    let stock = if behaviour.capacity == Capacity::Plenty {
        8
    } else {
        0
    };
    let names: Vec<&str> = match behaviour.prices.is_empty() {
        true => DOCUMENTED.to_vec(),
        false => behaviour.prices.keys().map(String::as_str).collect(),
    };
    let specs = names.into_iter().map(|name| Spec {
        name: name.to_owned(),
        region_name: region_name.to_owned(),
        price_cent: behaviour.price_of(name),
        stock,
    });
    Success::new(SpecListAnswer {
        specs: specs.collect(),
    })
}
