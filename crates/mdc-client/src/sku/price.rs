//! How a machine is sold and what it costs, as far as the evidence goes.

use std::fmt;

use gpu_common::{Currency, Decimal, Money, Period, Price, Rate, Timestamp};

use super::Sku;

/// A price as this crate reads it. **Inferred**: the API's page names no currency and no
/// unit.
///
/// Yuan, because the vendor's guide and service agreement count in yuan. Per hour for pay as you
/// go, because the console showed ¥10.00 per hour for the very row whose `price` is 10 (2024-09).
/// The period of prepaid prices is unknown; [`guessed_rate`](Self::guessed_rate) takes the natural
/// guess.
///
/// ```
/// # mod doc { include!(concat!(env!("CARGO_MANIFEST_DIR"), "/tests/doc/run.rs")); } doc::run(async |client, _| {
/// # let regions = client.list_regions().await?;
/// # let skus = client.list_skus(regions.iter().next().expect("a region")).await?;
/// # let sku = skus.iter().next().expect("a specification");
/// if let Some(reading) = sku.effective_rate(mdc_client::Timestamp::now()) {
///     println!("{reading}: {:?}, or guessed {:?}", reading.rate(), reading.guessed_rate());
///     println!("to estimate with: {:?}", reading.price());
/// }
/// # Ok(()) });
/// ```
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct RateReading {
    /// The amount for one period, for the whole machine and not per card (console, 2024).
    pub money: Money,
    /// The period; `None` where it is unknown.
    pub period: Option<Period>,
    /// How it is sold; `None` where that is unknown.
    pub mode: Option<SellingMode>,
}

impl RateReading {
    /// A number in yuan, sold in a mode.
    pub(crate) fn new(money: Money, mode: Option<&SellingMode>) -> Self {
        let hourly = mode == Some(&SellingMode::PayAsYouGo);
        Self { money, period: hourly.then_some(Period::Hour), mode: mode.cloned() }
    }

    /// The rate, to compute costs with; `None` where the period is unknown.
    #[must_use]
    pub fn rate(&self) -> Option<Rate> {
        let period = self.period?;
        Some(Rate::new(self.money, period))
    }

    /// The rate, with the period of a prepaid price guessed: a monthly one is per month. **A guess**
    /// for prepaid prices: it is the natural one, but nothing that was seen confirms it. `None` where
    /// the selling mode is unknown.
    ///
    /// To compare prices of different modes, [`Rate::per`] converts days and weeks to hours; a
    /// month has no fixed length.
    #[must_use]
    pub fn guessed_rate(&self) -> Option<Rate> {
        let period = match self.mode.as_ref()? {
            SellingMode::PayAsYouGo => Period::Hour,
            SellingMode::Daily => Period::Day,
            SellingMode::Weekly => Period::Week,
            SellingMode::Monthly => Period::Month,
            _ => return None,
        };
        Some(Rate::new(self.money, period))
    }

    /// The price, to estimate costs with: metered for pay as you go, otherwise paid in advance for
    /// whole periods, with the period [guessed](Self::guessed_rate). `None` where the selling mode is unknown.
    #[must_use]
    pub fn price(&self) -> Option<Price> {
        match self.rate() {
            Some(rate) => Some(Price::metered(rate, "the list price in yuan, inferred")),
            None => {
                let rate = self.guessed_rate()?;
                Some(Price::prepaid(rate, "the list price in yuan, inferred; its period a guess"))
            }
        }
    }
}

impl fmt::Display for RateReading {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match (self.period, &self.mode) {
            (Some(period), _) => write!(f, "{}/{period}", self.money),
            (None, Some(mode)) => write!(f, "{} (sold {mode}, period unknown)", self.money),
            (None, None) => write!(f, "{} (period unknown)", self.money),
        }
    }
}

impl Sku {
    /// The list price. `None` if none was sent. (Inferred, see [`RateReading`]; the vendor's own
    /// number is [`price`](Self::price).)
    #[must_use]
    pub fn list_rate(&self) -> Option<RateReading> {
        self.price.copied().map(|price| self.reading(price))
    }

    /// The price at a moment, discount applied if it runs then: from its start (included) to its
    /// end (excluded). `None` if that is unknown. (Inferred, see [`RateReading`].)
    ///
    /// That `ratio` is the fraction paid is inferred from one row: list price 10, ratio 0.48, shown
    /// by the console as ¥4.80 while the discount ran. Without a ratio, or with ratio 1, the price
    /// is the list price. A ratio whose times are missing, or that is not between 0 and 1, while
    /// the discount may run, says nothing. A ratio of 0 without times and without a discount's id is
    /// read as "no discount", as Go writes unset numbers.
    #[must_use]
    pub fn effective_rate(&self, at: Timestamp) -> Option<RateReading> {
        let price = self.price.copied()?;
        match self.paid_fraction(at)? {
            Fraction::All => Some(self.reading(price)),
            Fraction::Of(ratio) => price.checked_mul(ratio).map(|paid| self.reading(paid)),
        }
    }

    fn paid_fraction(&self, at: Timestamp) -> Option<Fraction> {
        let ratio = match self.ratio.copied() {
            Some(ratio) if ratio != Decimal::ONE => ratio,
            None if self.ratio.unreadable().is_some() => return None,
            _ => return Some(Fraction::All),
        };
        let start = self.discount_start_time.copied();
        let end = self.discount_end_time.copied();
        let is_out = start.is_some_and(|start| at < start) || end.is_some_and(|end| at >= end);
        let is_unset =
            ratio.is_zero() && start.is_none() && end.is_none() && !self.discount_id.is_set();
        if is_out || is_unset {
            return Some(Fraction::All);
        }
        let is_in = start.is_some() && end.is_some();
        let is_fraction = ratio > Decimal::ZERO && ratio < Decimal::ONE;
        (is_in && is_fraction).then_some(Fraction::Of(ratio))
    }

    fn reading(&self, amount: Decimal) -> RateReading {
        RateReading::new(Money::new(amount, Currency::CNY), self.selling_type.get())
    }
}

/// How much of the list price is paid.
enum Fraction {
    All,
    Of(Decimal),
}

gpu_json::open_enum! {
    /// How a machine is sold: `sellingType` of a specification, `CostType` of an instance.
    /// (Documented; always a string of one digit.) `Display` shows words, `as_str` the digit.
    pub enum SellingMode {
        /// Pay as you go. Compute is charged from power-on to power-off (vendor's guide, 2024).
        PayAsYouGo = "1" as "pay as you go",
        /// By the month, paid at creation (payment: vendor's guide, 2024).
        Monthly = "2" as "monthly",
        /// By the week, paid at creation (payment: vendor's guide, 2024).
        Weekly = "3" as "weekly",
        /// By the day, paid at creation (payment: vendor's guide, 2024).
        Daily = "4" as "daily",
    }
}

#[cfg(test)]
mod tests {
    use serde_json::{Value, json};

    use super::*;

    const BEFORE: &str = "2024-08-15T15:26:37+08:00";
    const START: &str = "2024-08-15T15:26:38+08:00";
    const LAST: &str = "2024-10-01T00:04:59+08:00";
    const END: &str = "2024-10-01T00:05:00+08:00";

    /// The documented row with some fields replaced; `null` leaves one out.
    fn sku(changes: Value) -> Sku {
        let mut row = json!({
            "skusID": "2", "sellingType": "1", "price": 10, "ratio": 0.48,
            "discountID": "10000", "discountStartTime": START, "discountEndTime": END,
        });
        for (name, value) in changes.as_object().unwrap() {
            row[name] = value.clone();
        }
        row.as_object_mut().unwrap().retain(|_, value| !value.is_null());
        serde_json::from_value(row).unwrap()
    }

    fn effective(sku: &Sku, at: &str) -> Option<String> {
        let reading = sku.effective_rate(at.parse().unwrap())?;
        Some(reading.to_string())
    }

    #[test]
    fn the_documented_row_costs_ten_yuan_and_four_eighty_while_the_discount_runs() {
        let row = sku(json!({}));
        assert_eq!(row.list_rate().unwrap().to_string(), "10.00 CNY/hour");
        for (at, price) in [
            (BEFORE, "10.00 CNY/hour"),
            (START, "4.80 CNY/hour"),
            (LAST, "4.80 CNY/hour"),
            (END, "10.00 CNY/hour"),
            ("2024-09-30T16:04:59Z", "4.80 CNY/hour"),
            ("2024-09-30T16:05:00Z", "10.00 CNY/hour"),
        ] {
            assert_eq!(effective(&row, at).as_deref(), Some(price), "{at}");
        }
    }

    #[test]
    fn a_discount_that_cannot_be_told_is_not_guessed() {
        for (changes, at, price) in [
            (json!({"ratio": null}), START, Some("10.00 CNY/hour")),
            (json!({"ratio": 1}), START, Some("10.00 CNY/hour")),
            (json!({"ratio": "0.5"}), START, Some("5.00 CNY/hour")),
            (json!({"ratio": "half"}), START, None),
            (json!({"ratio": 0}), START, None),
            (json!({"ratio": 1.2}), START, None),
            (json!({"ratio": 48}), START, None),
            (json!({"ratio": -0.1}), START, None),
            (json!({"discountEndTime": null}), START, None),
            (json!({"discountEndTime": null}), BEFORE, Some("10.00 CNY/hour")),
            (json!({"discountStartTime": null}), START, None),
            (json!({"discountStartTime": null}), END, Some("10.00 CNY/hour")),
            (json!({"discountStartTime": "", "discountEndTime": ""}), START, None),
            (json!({"price": null}), START, None),
        ] {
            assert_eq!(effective(&sku(changes.clone()), at).as_deref(), price, "{changes} at {at}");
        }
    }

    #[test]
    fn a_row_of_unset_values_has_no_discount() {
        let zero = "0001-01-01T00:00:00Z";
        let row = sku(json!({
            "ratio": 0, "discountID": "", "discountStartTime": zero, "discountEndTime": zero,
        }));
        assert_eq!(effective(&row, START).as_deref(), Some("10.00 CNY/hour"));
    }

    #[test]
    fn only_pay_as_you_go_has_a_known_period() {
        for (mode, shown, guess) in [
            ("2", "10.00 CNY (sold monthly, period unknown)", Some("10.00 CNY/month")),
            ("3", "10.00 CNY (sold weekly, period unknown)", Some("10.00 CNY/week")),
            ("4", "10.00 CNY (sold daily, period unknown)", Some("10.00 CNY/day")),
            ("5", "10.00 CNY (sold 5, period unknown)", None),
            ("", "10.00 CNY (period unknown)", None),
        ] {
            let reading = sku(json!({"sellingType": mode})).list_rate().unwrap();
            assert_eq!((reading.rate(), reading.to_string().as_str()), (None, shown));
            let guessed = reading.guessed_rate().map(|rate| rate.to_string());
            assert_eq!(guessed.as_deref(), guess);
        }
    }
}
