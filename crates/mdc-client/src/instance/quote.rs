//! What an order will cost, by the list of specifications.

use std::time::Duration;

use gpu_common::{Estimate, Price};

use super::CreateInstance;
use crate::{Client, Result};

impl CreateInstance {
    /// What the list of specifications says that the order costs, any discount of today applied;
    /// `None` if the list does not show it. Sends two reads. (Inferred, see
    /// [`RateReading`](crate::RateReading).)
    ///
    /// # Errors
    ///
    /// Whatever the reads met.
    pub async fn price(&self) -> Result<Option<Price>> {
        let cluster = &self.cluster;
        let (http, user_id) = (cluster.http.clone(), cluster.user_id.clone());
        let client = Client { http, user_id, off_status: None };
        let regions = client.list_regions().await?;
        let Some(region) = regions.iter().find(|one| one.cluster_name == *cluster.name()) else {
            return Ok(None);
        };
        let skus = client.list_skus(&region.id).await?;
        let sku = skus.iter().find(|sku| sku.id == self.sku);
        let now = cluster.http.clock().wall();
        Ok(sku.and_then(|sku| sku.effective_rate(now)?.price()))
    }

    /// What compute will cost for so long, at [`price`](Self::price): a prepaid order costs its term,
    /// however long the instance is kept. Storage comes on top. `None` without a price.
    ///
    /// ```
    /// # mod doc { include!(concat!(env!("CARGO_MANIFEST_DIR"), "/tests/doc/run.rs")); } doc::cluster(async |cluster| {
    /// use mdc_client::{DisplayName, SkuId};
    /// use std::time::Duration;
    ///
    /// let order = cluster.create_instance(SkuId::new("66")?, DisplayName::unique("train")?, "img:tag");
    /// println!("{:?}", order.price().await?);
    /// if let Some(cost) = order.estimate(Duration::from_secs(8 * 3600)).await? {
    ///     println!("eight hours: {cost:#}");
    /// }
    /// # Ok(()) });
    /// ```
    ///
    /// # Errors
    ///
    /// Whatever the reads met.
    pub async fn estimate(&self, time: Duration) -> Result<Option<Estimate>> {
        let price = self.price().await?;
        Ok(price.and_then(|price| match self.plan.term() {
            Some(term) => term.cost(&price),
            None => price.estimate(time),
        }))
    }
}
