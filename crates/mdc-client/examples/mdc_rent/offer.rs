//! What there is to rent, and the cheapest of it.

use mdc_client::{Client, Decimal, Rate, RegionInfo, SellingMode, Sku, Timestamp};

use crate::options::Options;

/// The image that the vendor's page uses in its sample, behind the region's registry.
const IMAGE: &str = "matrixdc/tensorflow:2.15.0-python3.10-cuda12.1.0-cudnn8-devel-ubuntu22.04";

/// One specification of one region.
pub(crate) struct Offer {
    pub(crate) region: RegionInfo,
    pub(crate) sku: Sku,
    now: Timestamp,
}

impl Offer {
    /// What an hour costs now, discount applied; an inference.
    pub(crate) fn rate(&self) -> Option<Rate> {
        self.sku.effective_rate(self.now)?.rate()
    }

    fn hourly(&self) -> Option<Decimal> {
        self.rate().map(|rate| rate.money().amount())
    }

    pub(crate) fn image(&self, options: &Options) -> String {
        let registry = self.region.harbor_addr.as_str();
        let registry = registry.unwrap_or("images.neolink-ai.com");
        options.image.clone().unwrap_or_else(|| format!("{registry}/{IMAGE}"))
    }

    /// In GB; as much as is free of charge unless told otherwise.
    pub(crate) fn disk(&self, options: &Options) -> u32 {
        let free = self.sku.data_storage.copied().filter(|free| *free > 0);
        options.disk.or(free).unwrap_or(50)
    }
}

/// The cheapest pay-as-you-go specification in stock, after a table of all that fit.
pub(crate) async fn cheapest(client: &Client, options: &Options) -> crate::Result<Offer> {
    let mut offers = Vec::new();
    let now = Timestamp::now();
    for region in client.list_regions().await? {
        if !is_wanted(&region, options) {
            continue;
        }
        for sku in client.list_skus(&region).await? {
            let region = region.clone();
            offers.extend(fitting(sku, options).map(|sku| Offer { region, sku, now }));
        }
    }
    offers.retain(|offer| offer.hourly().is_some());
    offers.sort_by_key(Offer::hourly);
    println!("In stock, by the hour (prices are read as yuan, which is inferred):");
    for offer in &offers {
        println!("  {}", line(offer));
    }
    println!();
    offers.into_iter().next().ok_or_else(|| "nothing that fits is in stock".into())
}

fn is_wanted(region: &RegionInfo, options: &Options) -> bool {
    options.region.as_ref().is_none_or(|wanted| {
        region.name.as_str() == Some(wanted) || region.cluster_name.as_str() == wanted
    })
}

fn fitting(sku: Sku, options: &Options) -> Option<Sku> {
    let has_gpu = options.gpu.as_ref().is_none_or(|gpu| sku.name.as_str() == Some(gpu));
    let by_the_hour = sku.selling_type.get() == Some(&SellingMode::PayAsYouGo);
    (has_gpu && by_the_hour && sku.in_stock() == Some(true)).then_some(sku)
}

fn line(offer: &Offer) -> String {
    let sku = &offer.sku;
    let gpu = sku.name.as_str().unwrap_or("?");
    let count = sku.gpu_count.copied().unwrap_or(0);
    let list = sku.list_rate().map(|list| list.to_string());
    let now = offer.rate().map(|rate| rate.to_string());
    let free = sku.remain_gpu_count.copied().unwrap_or(0);
    format!(
        "{:<13} SKU {:<3} {count} x {gpu:<5} {free:>3} free {:>13} list {:>15} now{}",
        offer.region.cluster_name,
        sku.id,
        list.unwrap_or_default(),
        now.unwrap_or_default(),
        per_gpu(offer).map(|rate| format!(", {rate} per GPU")).unwrap_or_default(),
    )
}

fn per_gpu(offer: &Offer) -> Option<Rate> {
    offer.rate()?.shared_by(offer.sku.gpu_count.copied()?).ok()
}
