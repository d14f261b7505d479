//! `GET /regions`: all regions.

use axum::Json;
use serde::Serialize;

use super::catalogue::{REGISTRY, Region};
use super::offers;

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
