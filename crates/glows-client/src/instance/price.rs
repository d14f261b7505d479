//! A reading of `priceCent`, named as the inference it is, and what an instance has cost at it.

use std::time::Duration;

use gpu_common::{Currency, Estimate, Money, Period, Price, Rate, Timestamp};

use super::Instance;

impl Instance {
    /// What the price probably means: hundredths of a Glows Credit per hour for the whole machine.
    /// **Inferred**: unit and currency are not published. The sample's 65 for one RTX 4090 fits
    /// the console's prices, which are Credits per hour (about one US dollar each at list price).
    ///
    /// `None` if no price was sent, and for 0, which is what a queued machine shows.
    pub fn inferred_rate(&self) -> Option<Rate> {
        let cent = self.price_cent.copied().filter(|&cent| cent != 0)?;
        Some(Rate::new(Money::from_hundredths(cent, Currency::CREDIT), Period::Hour))
    }

    /// What it has cost so far, at [`inferred_rate`](Self::inferred_rate): at most the time since it was
    /// created, at least nothing, for no answer tells when charging began. `None` without a price or
    /// a time of creation.
    ///
    /// ```
    /// # mod doc { include!(concat!(env!("CARGO_MANIFEST_DIR"), "/tests/doc/run.rs")); } doc::with(async |client, instance| {
    /// let created = instance.created_at().expect("a time");
    /// let in_an_hour = created.checked_add(std::time::Duration::from_secs(3600)).expect("a time");
    /// let cost = instance.cost_so_far(in_an_hour).expect("a price");
    /// assert_eq!(cost.to_string(), "0.00 to 0.65 Credit");
    /// # Ok(()) });
    /// ```
    pub fn cost_so_far(&self, now: Timestamp) -> Option<Estimate> {
        let age = now.duration_since(self.created_at()?).unwrap_or_default();
        self.price()?.cost(Duration::ZERO, age)
    }

    pub(crate) fn price(&self) -> Option<Price> {
        let rate = self.inferred_rate()?;
        Some(Price::metered(rate, "hundredths of a Credit per hour, inferred"))
    }
}
