//! `offers`: what can be rented now, as far as the vendors tell.

use gpu_common::Rate;
use serde_json::json;

use crate::exit::Result;
use crate::table::{cell, table};
use crate::vendor;
use crate::world::World;

/// Something that can be rented, or a vendor that does not tell.
pub(crate) struct Offer {
    pub(crate) vendor: &'static str,
    pub(crate) place: String,
    pub(crate) id: Option<String>,
    pub(crate) gpu: Option<String>,
    pub(crate) gpus: Option<u32>,
    pub(crate) rate: Option<Rate>,
    pub(crate) in_stock: Option<bool>,
    pub(crate) relied_on: String,
}

impl Offer {
    /// A vendor of which no offers are known, and why.
    #[cfg(any(feature = "glows", feature = "ac-openapi"))]
    pub(crate) fn unknown(vendor: &'static str, why: &str) -> Self {
        Self {
            vendor,
            place: "-".to_owned(),
            id: None,
            gpu: None,
            gpus: None,
            rate: None,
            in_stock: None,
            relied_on: format!("price unknown: {why}"),
        }
    }
}

/// How the table is ordered.
#[derive(Clone, Copy, PartialEq, clap::ValueEnum)]
pub(crate) enum Sort {
    /// Cheapest first; prices of different currencies or periods are not compared
    Price,
    /// By the GPU's name
    Gpu,
}

/// One table over all accounts that are set up.
pub(crate) async fn offers(world: &World, gpu: Option<&str>, sort: Sort) -> Result<()> {
    let mut offers = Vec::new();
    for account in vendor::open_some(world).await? {
        offers.extend(account.client.offers().await?);
    }
    if let Some(gpu) = gpu {
        let wanted = gpu.to_lowercase();
        let is_wanted = |name: &String| name.to_lowercase().contains(&wanted);
        offers.retain(|offer| offer.gpu.as_ref().is_none_or(is_wanted));
    }
    match sort {
        Sort::Gpu => offers.sort_by(|a, b| a.gpu.cmp(&b.gpu)),
        Sort::Price => offers.sort_by_key(|offer| {
            let rate = offer
                .rate
                .map(|rate| (rate.money().currency().as_str().to_owned(), rate.period().as_str()));
            (rate.is_none(), rate, offer.rate.map(|rate| rate.money().amount()))
        }),
    }
    let rows = offers.iter().map(|offer| {
        let stock = offer.in_stock.map_or("unknown", |there| if there { "yes" } else { "no" });
        vec![
            offer.vendor.to_owned(),
            offer.place.clone(),
            cell(offer.id.as_ref()),
            cell(offer.gpu.as_ref()),
            cell(offer.gpus),
            offer.rate.map_or("unknown".to_owned(), |rate| rate.to_string()),
            stock.to_owned(),
            offer.relied_on.clone(),
        ]
    });
    let heading = ["VENDOR", "PLACE", "ID", "GPU", "GPUS", "PRICE", "FREE", "RELIES ON"];
    let text = table(&heading, rows.collect());
    let price = |rate: Rate| {
        json!({
            "amount": rate.money().amount().to_string(),
            "currency": rate.money().currency().as_str(),
            "period": rate.period().as_str(),
        })
    };
    let documents = offers.iter().map(|offer| {
        json!({
            "vendor": offer.vendor,
            "place": offer.place,
            "id": offer.id,
            "gpu": offer.gpu,
            "gpus": offer.gpus,
            "price": offer.rate.map(price),
            "in_stock": offer.in_stock,
            "relied_on": offer.relied_on,
        })
    });
    let documents: Vec<_> = documents.collect();
    world.print(&json!({"schema": "gpu-lease/offers/1", "offers": documents}), &text)
}
