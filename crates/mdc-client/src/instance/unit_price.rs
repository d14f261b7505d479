//! The unit price that the platform notes on an instance, and what the instance has cost at it.

use std::time::Duration;

use gpu_common::{Currency, Estimate, Money, Price, Timestamp};

use super::Instance;
use crate::RateReading;

impl Instance {
    /// The annotation `unit-price` as it came, such as `250`. `None` if there is none. (Documented
    /// by the samples; its unit is not.)
    #[must_use]
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
    #[must_use]
    pub fn inferred_rate_from_fen(&self) -> Option<RateReading> {
        let fen = self.unit_price()?.trim().parse().ok()?;
        let mode = self.cost.get().and_then(|cost| cost.cost_type.get());
        Some(RateReading::new(Money::from_hundredths(fen, Currency::CNY), mode))
    }

    /// What compute has cost so far, at [`inferred_rate_from_fen`](Self::inferred_rate_from_fen), before
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
    #[must_use]
    pub fn cost_so_far(&self, now: Timestamp) -> Option<Estimate> {
        let price = self.price()?;
        let cost = self.cost.get()?;
        match cost.cost_time.get().filter(|paid| !paid.added) {
            Some(paid) if price.prepaid => paid.term.cost(&price),
            _ => {
                let created = self.creation_timestamp.copied()?;
                price.cost(Duration::ZERO, now.duration_since(created).unwrap_or_default())
            }
        }
    }

    pub(crate) fn price(&self) -> Option<Price> {
        self.inferred_rate_from_fen()?.price()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_raw_number_stays_beside_the_reading() {
        for (annotations, raw, read) in [
            (r#"{"neolink.ai/unit-price":"250"}"#, Some("250"), Some("2.50 CNY/hour")),
            (r#"{"demo.cdc.datenfab.com/unit-price":"7"}"#, Some("7"), Some("0.07 CNY/hour")),
            (r#"{"x/unit-price":"2.5"}"#, Some("2.5"), None),
            (r#"{"x/unit-price":""}"#, None, None),
            ("{}", None, None),
        ] {
            let instance: Instance = serde_json::from_str(&format!(
                r#"{{"name":"instance-1","cost":{{"CostType":"1"}},"annotations":{annotations}}}"#
            ))
            .unwrap();
            assert_eq!(instance.unit_price(), raw);
            let reading = instance.inferred_rate_from_fen().map(|reading| reading.to_string());
            assert_eq!(reading.as_deref(), read);
        }
    }
}
