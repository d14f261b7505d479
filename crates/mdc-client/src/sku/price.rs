//! How a machine is sold and what it costs, as far as the evidence goes.

use gpu_common::{Currency, Decimal, Money, Period, Price, Rate, Timestamp};

use super::Sku;

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

/// A number of yuan as a price, read as [`Sku::list_price`] says. Yuan, because the vendor's guide and service
/// agreement count in yuan; for the whole machine and not per card (console, 2024). `None` where the mode is
/// unknown.
pub(crate) fn in_mode(money: Money, mode: Option<&SellingMode>) -> Option<Price> {
    let guessed = |period| {
        let rate = Rate::new(money, period);
        Some(Price::prepaid(rate, "the list price in yuan, inferred; its period a guess"))
    };
    match mode? {
        SellingMode::PayAsYouGo => {
            let rate = Rate::new(money, Period::Hour);
            Some(Price::metered(rate, "the list price in yuan, inferred"))
        }
        SellingMode::Daily => guessed(Period::Day),
        SellingMode::Weekly => guessed(Period::Week),
        SellingMode::Monthly => guessed(Period::Month),
        SellingMode::Unknown(_) => None,
    }
}

impl Sku {
    /// The list price. **Inferred**: the API's page names no currency and no unit; the vendor's own
    /// number is [`price`](Self::price). `None` if no price was sent or the selling mode is unknown.
    ///
    /// Pay as you go is in yuan per hour: the console showed ¥10.00 per hour for the very row whose
    /// `price` is 10 (2024-09). Other modes are [`prepaid`](Price::prepaid) for whole periods, and their
    /// period is **a guess**: a monthly price is taken to be per month. [`Rate::per`] compares modes, except
    /// with months, which have no fixed length.
    pub fn list_price(&self) -> Option<Price> {
        self.price_of(self.price.copied()?)
    }

    /// The price at a moment, discount applied if it runs then: from its start (included) to its
    /// end (excluded). `None` if that is unknown. (Inferred, see [`list_price`](Self::list_price).)
    ///
    /// That `ratio` is the fraction paid is inferred from one row: list price 10, ratio 0.48, shown
    /// by the console as ¥4.80 while the discount ran. Without a ratio, or with ratio 1, the price
    /// is the list price. A ratio whose times are missing, or that is not between 0 and 1, while
    /// the discount may run, says nothing. A ratio of 0 without times and without a discount's id is
    /// read as "no discount", as Go writes unset numbers.
    pub fn effective_price(&self, at: Timestamp) -> Option<Price> {
        let paid = self.price.copied()?.checked_mul(self.paid_fraction(at)?)?;
        self.price_of(paid)
    }

    fn price_of(&self, amount: Decimal) -> Option<Price> {
        in_mode(Money::new(amount, Currency::CNY), self.selling_type.get())
    }

    fn paid_fraction(&self, at: Timestamp) -> Option<Decimal> {
        let ratio = match self.ratio.copied() {
            Some(ratio) if ratio != Decimal::ONE => ratio,
            None if self.ratio.unreadable().is_some() => return None,
            _ => return Some(Decimal::ONE),
        };
        let start = self.discount_start_time.copied();
        let end = self.discount_end_time.copied();
        let is_out = start.is_some_and(|start| at < start) || end.is_some_and(|end| at >= end);
        let is_unset =
            ratio.is_zero() && start.is_none() && end.is_none() && !self.discount_id.is_set();
        if is_out || is_unset {
            return Some(Decimal::ONE);
        }
        let is_in = start.is_some() && end.is_some();
        let is_fraction = ratio > Decimal::ZERO && ratio < Decimal::ONE;
        (is_in && is_fraction).then_some(ratio)
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

    #[test]
    fn the_discount_is_applied_while_it_runs_and_one_that_cannot_be_told_is_not_guessed() {
        let zero = "0001-01-01T00:00:00Z";
        let unset = json!({
            "ratio": 0, "discountID": "", "discountStartTime": zero, "discountEndTime": zero,
        });
        for (changes, at, price) in [
            (json!({}), BEFORE, Some("10.00")),
            (json!({}), START, Some("4.80")),
            (json!({}), LAST, Some("4.80")),
            (json!({}), END, Some("10.00")),
            (json!({}), "2024-09-30T16:04:59Z", Some("4.80")),
            (json!({}), "2024-09-30T16:05:00Z", Some("10.00")),
            (json!({"ratio": null}), START, Some("10.00")),
            (json!({"ratio": 1}), START, Some("10.00")),
            (json!({"ratio": "0.5"}), START, Some("5.00")),
            (json!({"ratio": "half"}), START, None),
            (json!({"ratio": 0}), START, None),
            (json!({"ratio": 1.2}), START, None),
            (json!({"ratio": 48}), START, None),
            (json!({"ratio": -0.1}), START, None),
            (json!({"discountEndTime": null}), START, None),
            (json!({"discountEndTime": null}), BEFORE, Some("10.00")),
            (json!({"discountStartTime": null}), START, None),
            (json!({"discountStartTime": null}), END, Some("10.00")),
            (json!({"discountStartTime": "", "discountEndTime": ""}), START, None),
            (json!({"price": null}), START, None),
            (unset, START, Some("10.00")),
        ] {
            let told = sku(changes.clone()).effective_price(at.parse().unwrap());
            let told = told.map(|told| told.rate.to_string());
            let price = price.map(|price| format!("{price} CNY/hour"));
            assert_eq!(told, price, "{changes} at {at}");
        }
    }

    #[test]
    fn only_pay_as_you_go_has_a_period_that_is_no_guess() {
        for (mode, rate) in [
            ("1", Some("10.00 CNY/hour")),
            ("2", Some("10.00 CNY/month")),
            ("3", Some("10.00 CNY/week")),
            ("4", Some("10.00 CNY/day")),
            ("5", None),
            ("", None),
        ] {
            let price = sku(json!({"sellingType": mode})).list_price();
            let read = price.as_ref().map(|price| price.rate.to_string());
            assert_eq!(read.as_deref(), rate, "{mode}");
            let Some(price) = price else { continue };
            let is_guess = price.relied_on.contains("a guess");
            assert_eq!((price.prepaid, is_guess), (mode != "1", mode != "1"), "{mode}");
        }
    }
}
