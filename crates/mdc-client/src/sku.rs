//! GPU specifications: what can be rented, at which price, and how many are free.

mod price;

use gpu_common::{Decimal, Text, Timestamp};
use gpu_http::{Call, Request};
use gpu_json::{Field, Items};
use serde::{Deserialize, Serialize};

pub use self::price::SellingMode;
pub(crate) use self::price::in_mode;
use crate::region::items;
use crate::{Client, ClusterName, RegionId, SkuId};

impl Client {
    /// Lists the GPU specifications of a region, with prices and stock. (Documented;
    /// `GET /skus/computings?region_id=…`.) The documented sample has no paging. If the service does not heed
    /// the filter, specifications of other regions are among them: [`Sku::region_id`] tells (inferred).
    ///
    /// ```
    /// # mod doc { include!(concat!(env!("CARGO_MANIFEST_DIR"), "/tests/doc/run.rs")); } doc::run(async |client, _| {
    /// # let regions = client.list_regions().await?;
    /// # let region = regions.iter().next().expect("a region");
    /// for sku in client.list_skus(region).await?.iter() {
    ///     println!("{}: {:?}, in stock: {:?}", sku.id, sku.list_price(), sku.in_stock());
    /// }
    /// # Ok(()) });
    /// ```
    #[doc(alias(
        "GET /skus/computings",
        "GPU 规格",
        "/mdc/api/v1/skus/computings",
        "查看 GPU 规格信息",
        "GPUSKUID",
    ))]
    pub fn list_skus(&self, region: impl Into<RegionId>) -> Request<Items<Sku>> {
        let call = Call::get("list skus", "/skus/computings");
        let call = call.query("region_id", region.into().as_str());
        Request::new(&self.http, Ok(call), |answer| items(&answer))
    }
}

gpu_json::object! {
    /// A GPU specification ("SKU"). (The fields are those of the documented sample; only `name`,
    /// `region_id`, `gpu_count` and `selling_type` are explained there. Units marked *console* were
    /// seen in the vendor's console in 2024.)
    ///
    /// ```
    /// # mod doc { include!(concat!(env!("CARGO_MANIFEST_DIR"), "/tests/doc/run.rs")); } doc::run(async |client, _| {
    /// # let regions = client.list_regions().await?;
    /// # let skus = client.list_skus(regions.iter().next().expect("a region")).await?;
    /// # let sku = skus.iter().next().expect("a specification");
    /// println!("{}: in stock: {:?}", sku.id, sku.in_stock());
    /// println!("{:?}, now {:?}", sku.list_price(), sku.effective_price(mdc_client::Timestamp::now()));
    /// # Ok(()) });
    /// ```
    #[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
    #[serde(rename_all = "camelCase")]
    #[non_exhaustive]
    pub struct Sku {
        /// The specification's id. That create's `GPUSKUID` takes it is inferred: the page says only
        /// that the id comes from this list.
        #[serde(rename = "skusID")]
        pub id: SkuId,
        /// The GPU model, such as `H20`.
        pub name: Field<Text>,
        /// The region's id.
        #[serde(rename = "regionID")]
        pub region_id: Field<RegionId>,
        /// The region's display name.
        pub region_name: Field<Text>,
        /// The region's cluster.
        pub cluster_name: Field<ClusterName>,
        /// `x86-64` in the sample.
        pub cpu_arch: Field<Text>,
        /// `Inter Xeon` in the sample (sic).
        pub cpu_series: Field<Text>,
        /// `Inter` in the sample (sic).
        pub cpu_vendor: Field<Text>,
        /// CPU cores of the whole specification (that it is the total: console).
        #[serde(rename = "cpucores")]
        pub cpu_cores: Field<u32>,
        /// Memory of the whole specification in GiB (unit and total: console).
        pub memory_count: Field<u32>,
        /// The GPU's series; equals `name` in the sample.
        pub gpu_series: Field<Text>,
        /// The GPU's product name; equals `name` in the sample.
        pub gpu_product: Field<Text>,
        /// The resource name, such as `nvidia.com/gpu-h20`. An instance has it as the annotation
        /// `gpu.resource.key`.
        pub gpu_resource_key: Field<Text>,
        /// How many GPUs the specification has (documented).
        #[serde(rename = "gpuCounts")]
        pub gpu_count: Field<u32>,
        /// Memory of one GPU in GB (unit, and that it is per card: console).
        pub gpu_memory: Field<u32>,
        /// The system disk in GB (unit: console).
        #[serde(rename = "systemstorage")]
        pub system_storage: Field<u32>,
        /// The part of the data disk that is free of charge, in GB (vendor's guide and console).
        #[serde(rename = "datastorage")]
        pub data_storage: Field<u32>,
        /// How it is sold (documented).
        pub selling_type: Field<SellingMode>,
        /// The list price, raw. [`list_price`](Self::list_price) reads it.
        pub price: Field<Decimal>,
        /// The fraction of the price that is *paid* while the discount runs: 0.48 means 48 %, not
        /// 48 % off (console, inferred). [`effective_price`](Self::effective_price) applies it.
        pub ratio: Field<Decimal>,
        /// The discount's id.
        #[serde(rename = "discountID")]
        pub discount_id: Field<Text>,
        /// When the discount begins.
        pub discount_start_time: Field<Timestamp>,
        /// When the discount ends.
        pub discount_end_time: Field<Timestamp>,
        /// How many GPUs are free. Whether counted in cards or in machines of this specification is
        /// unknown; [`in_stock`](Self::in_stock) says only what holds either way.
        #[serde(rename = "remainGPUCount")]
        pub remain_gpu_count: Field<u32>,
    }
}

/// What create takes.
impl From<&Sku> for SkuId {
    fn from(sku: &Sku) -> Self {
        sku.id.clone()
    }
}

impl Sku {
    /// Whether one machine of this specification is free. `None` if that is not known: no count
    /// was sent, or there are fewer than the machine's GPUs and the unit decides.
    pub fn in_stock(&self) -> Option<bool> {
        let remain = self.remain_gpu_count.copied()?;
        match self.gpu_count.copied() {
            _ if remain == 0 => Some(false),
            Some(gpus) if remain >= gpus => Some(true),
            _ => None,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn stock_is_told_only_where_both_readings_of_the_count_agree() {
        for (json, told) in [
            (r#"{"skusID":"1","gpuCounts":1,"remainGPUCount":8}"#, Some(true)),
            (r#"{"skusID":"1","gpuCounts":4,"remainGPUCount":4}"#, Some(true)),
            (r#"{"skusID":"1","gpuCounts":4,"remainGPUCount":0}"#, Some(false)),
            (r#"{"skusID":"1","gpuCounts":4,"remainGPUCount":3}"#, None),
            (r#"{"skusID":"1","remainGPUCount":3}"#, None),
            (r#"{"skusID":"1","gpuCounts":1}"#, None),
        ] {
            let sku: Sku = serde_json::from_str(json).unwrap();
            assert_eq!(sku.in_stock(), told, "{json}");
        }
    }
}
