//! What an instance has cost, and what an order will cost.

use std::time::Duration;

use gpu_common::{Currency, Estimate, Money, Price, Timestamp};

use super::{CreateInstance, Instance};
use crate::Result;
use crate::sku::in_mode;

impl Instance {
    /// The annotation `unit-price` as it came, such as `250`. `None` if there is none. (Documented
    /// by the samples; its unit is not.)
    pub fn unit_price(&self) -> Option<&str> {
        self.annotations.get()?.get("unit-price")
    }

    /// The unit price read as fen (hundredths of a yuan), list price before any discount.
    ///
    /// **Inferred from one instance**: the sample is a 4090 with 16 CPUs and 96Gi and says `250`,
    /// and the console showed ¥2.50 per hour for that specification (2024). Note that
    /// [`Sku::price`](crate::Sku::price) is in whole yuan: compare readings, never the raw numbers.
    ///
    /// `None` if there is no unit price or it is not a whole number.
    pub fn inferred_price_from_fen(&self) -> Option<Price> {
        let fen = self.unit_price()?.trim().parse().ok()?;
        let mode = self.cost.get().and_then(|cost| cost.cost_type.get());
        in_mode(Money::from_hundredths(fen, Currency::CNY), mode)
    }

    /// What compute has cost so far, at [`inferred_price_from_fen`](Self::inferred_price_from_fen), before
    /// any discount and without storage.
    ///
    /// A prepaid instance has cost its term, paid in full at creation. Pay as you go has cost at most
    /// the time since it was created, and at least nothing, for no answer tells how long it was powered
    /// on. `None` without a price or a time of creation.
    ///
    /// ```
    /// # mod doc { include!(concat!(env!("CARGO_MANIFEST_DIR"), "/tests/doc/run.rs")); } doc::with(async |_, instance| {
    /// let cost = instance.cost_so_far(mdc_client::Timestamp::now()).expect("a price");
    /// println!("{cost:#}"); // 0.00 to 1.25 CNY, and what that relies on
    /// # Ok(()) });
    /// ```
    pub fn cost_so_far(&self, now: Timestamp) -> Option<Estimate> {
        let price = self.inferred_price_from_fen()?;
        match self.cost.get()?.cost_time.copied() {
            Some(paid) if price.prepaid && !paid.is_added() => paid.cost(&price),
            _ => {
                let created = self.creation_timestamp.copied()?;
                price.cost(Duration::ZERO, now.duration_since(created).unwrap_or_default())
            }
        }
    }
}

impl CreateInstance {
    /// What the list of specifications says that the order costs, any discount of today applied;
    /// `None` if the list does not show it, or sells it in another mode than that of the plan. Sends two
    /// reads. (Inferred, see [`Sku::list_price`](crate::Sku::list_price).)
    ///
    /// # Errors
    ///
    /// Whatever the reads met.
    pub async fn price(&self) -> Result<Option<Price>> {
        let client = &self.cluster.client;
        let regions = client.list_regions().await?;
        let region = regions.iter().find(|one| one.cluster_name == *self.cluster.name());
        let Some(region) = region else { return Ok(None) };
        let skus = client.list_skus(region).await?;
        let now = client.http.clock().wall();
        let mode = self.plan.selling_mode();
        let sku = skus.iter().find(|sku| sku.id == self.sku && sku.selling_type == mode);
        let price = sku.and_then(|sku| sku.effective_price(now));
        let periods = self.plan.term().map_or(1, |term| term.count().into());
        Ok(price.map(|price| price.for_periods(periods)))
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

#[cfg(test)]
mod tests {
    use super::*;

    fn instance(mode: &str, term: &str, note: &str) -> Instance {
        let cost = format!(r#"{{"CostType":"{mode}","CostTime":"{term}"}}"#);
        let sent = format!(r#"{{"name":"instance-1","cost":{cost},"annotations":{{{note}}}}}"#);
        serde_json::from_str(&sent).unwrap()
    }

    #[test]
    fn the_raw_number_stays_beside_the_price() {
        for (note, raw, read) in [
            (r#""neolink.ai/unit-price":"250""#, Some("250"), Some("2.50 CNY/hour")),
            (r#""demo.cdc.datenfab.com/unit-price":"7""#, Some("7"), Some("0.07 CNY/hour")),
            (r#""x/unit-price":"2.5""#, Some("2.5"), None),
            (r#""x/unit-price":"""#, None, None),
            ("", None, None),
        ] {
            let instance = instance("1", "", note);
            assert_eq!(instance.unit_price(), raw);
            let price = instance.inferred_price_from_fen().map(|price| price.rate.to_string());
            assert_eq!(price.as_deref(), read);
        }
    }

    #[test]
    fn a_term_has_a_cost_only_at_the_price_of_its_own_unit() {
        for (mode, term, cost) in [
            ("4", "3D", Some("7.50 CNY")),
            ("2", "1M", Some("2.50 CNY")),
            ("2", "3D", None),
            ("4", "2W", None),
        ] {
            let told = instance(mode, term, r#""x/unit-price":"250""#);
            let told = told.cost_so_far(Timestamp::UNIX_EPOCH).map(|told| told.to_string());
            assert_eq!(told.as_deref(), cost, "{mode} {term}");
        }
    }
}
