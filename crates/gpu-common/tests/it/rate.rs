//! What time costs.

use std::time::Duration;

use gpu_common::{Currency, Money, MoneyError, Period, Rate, Rounding};
use proptest::prelude::*;

use crate::decimal::decimal;

fn rate(amount: &str, period: Period) -> Rate {
    Rate::new(Money::new(decimal(amount), Currency::Cny), period)
}

const HOUR: Duration = Duration::from_secs(3600);

#[test]
fn a_cost_is_in_proportion_to_the_time() {
    let second = Duration::from_secs(1);
    for (amount, period, time, cost) in [
        ("4.80", Period::Hour, HOUR, "4.80 CNY"),
        ("4.80", Period::Hour, HOUR / 2, "2.40 CNY"),
        ("4.80", Period::Hour, Duration::ZERO, "0.00 CNY"),
        ("2.50", Period::Hour, second, "0.000694444 CNY"),
        (
            "3600",
            Period::Hour,
            Duration::from_nanos(1),
            "0.000000001 CNY",
        ),
        (
            "1",
            Period::Hour,
            Duration::from_secs(10),
            "0.002777778 CNY",
        ),
        ("24", Period::Day, HOUR, "1 CNY"),
        ("168", Period::Week, HOUR * 24, "24 CNY"),
        ("0.720", Period::Hour, HOUR * 3, "2.160 CNY"),
        ("0.000000000001", Period::Hour, HOUR, "0.000000000001 CNY"),
        ("-1.00", Period::Hour, HOUR, "-1.00 CNY"),
    ] {
        let rate = rate(amount, period);
        assert_eq!(
            rate.cost(time).unwrap().to_string(),
            cost,
            "{rate} for {time:?}"
        );
    }
}

#[test]
fn a_bill_can_be_rounded_once_as_the_service_does() {
    // 10.00 × 1 s / 3,600 s = 0.00277…
    let rate = rate("10.00", Period::Hour);
    for (places, rounding, cost) in [
        (2, Rounding::Up, "0.01 CNY"),
        (2, Rounding::HalfUp, "0.00 CNY"),
        (4, Rounding::Down, "0.0027 CNY"),
        (0, Rounding::Up, "1 CNY"),
    ] {
        let bill = rate
            .cost_rounded(Duration::from_secs(1), places, rounding)
            .unwrap();
        assert_eq!(bill.to_string(), cost);
    }
}

#[test]
fn rounding_once_differs_from_rounding_twice() {
    // Exactly 0.0049999999996: nine digits make it 0.005, and two digits of that 0.01.
    let rate = rate("0.0049999999996", Period::Hour);
    let once = rate.cost_rounded(HOUR, 2, Rounding::HalfUp).unwrap();
    assert_eq!(once.to_string(), "0.00 CNY");
}

#[test]
fn a_month_is_only_reckoned_whole() {
    let rate = rate("3000.00", Period::Month);
    assert_eq!(
        rate.cost(HOUR),
        Err(MoneyError::NoFixedLength(Period::Month))
    );
    assert_eq!(rate.cost_of_periods(3).unwrap().to_string(), "9000.00 CNY");
}

#[test]
fn a_period_of_unknown_name_is_only_reckoned_whole() {
    let rate = rate("3", Period::from("fortnight"));
    let refusal = rate.cost(HOUR).unwrap_err();
    assert_eq!(
        refusal.to_string(),
        "a period of one fortnight has no fixed length"
    );
    assert_eq!(rate.cost_of_periods(2).unwrap().to_string(), "6 CNY");
}

#[test]
fn only_periods_of_fixed_length_have_one() {
    let hours: Vec<_> = Period::KNOWN
        .iter()
        .map(|period| period.length().map(|time| time.as_secs() / 3600))
        .collect();
    assert_eq!(hours, [Some(1), Some(24), Some(168), None]);
    assert_eq!(Period::from("Hour").length(), None);
}

#[test]
fn a_discounted_rate_is_a_rate() {
    let paid = rate("10", Period::Hour)
        .checked_mul(decimal("0.48"))
        .unwrap();
    assert_eq!(paid.to_string(), "4.80 CNY/hour");
    assert_eq!(paid.money().amount(), decimal("4.8"));
    assert_eq!(paid.period(), &Period::Hour);
}

#[test]
fn a_rate_is_stored_without_loss() {
    let rate = rate("0.720", Period::Day);
    let stored = serde_json::to_string(&rate).unwrap();
    assert_eq!(
        stored,
        r#"{"money":{"amount":"0.720","currency":"CNY"},"period":"day"}"#
    );
    assert_eq!(
        serde_json::from_str::<Rate>(&stored).unwrap().to_string(),
        "0.720 CNY/day"
    );
}

#[test]
fn what_does_not_fit_is_an_error() {
    let dear = rate(&"9".repeat(38), Period::Hour);
    assert_eq!(dear.cost(Duration::MAX), Err(MoneyError::Overflow));
    assert_eq!(dear.cost_of_periods(2), Err(MoneyError::Overflow));
    let fine = rate("1", Period::Hour).cost_rounded(HOUR, 39, Rounding::Up);
    assert_eq!(fine, Err(MoneyError::Overflow));
}

#[test]
fn the_longest_time_there_is_has_a_cost() {
    assert!(rate("99999.99", Period::Hour).cost(Duration::MAX).is_ok());
}

proptest! {
    #[test]
    fn whole_periods_cost_the_same_either_way(
        hundredths in -1_000_000_i64..1_000_000,
        periods in 0_u32..10_000,
        period in prop_oneof![Just(Period::Hour), Just(Period::Day), Just(Period::Week)],
    ) {
        let time = period.length().unwrap() * periods;
        let rate = Rate::new(Money::from_hundredths(hundredths, Currency::Cny), period);
        let (by_time, whole) = (rate.cost(time)?, rate.cost_of_periods(periods)?);
        prop_assert_eq!(by_time.to_string(), whole.to_string());
    }

    #[test]
    fn more_time_never_costs_less(
        hundredths in 0_i64..1_000_000,
        short in 0_u64..1 << 50,
        more in 0_u64..1 << 50,
    ) {
        let rate = Rate::new(Money::from_hundredths(hundredths, Currency::Cny), Period::Hour);
        let less = rate.cost(Duration::from_nanos(short))?;
        let more = rate.cost(Duration::from_nanos(short + more))?;
        prop_assert!(less <= more);
    }
}
