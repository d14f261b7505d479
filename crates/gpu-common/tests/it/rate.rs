//! What time costs.

use std::time::Duration;

use gpu_common::{Currency, Money, MoneyError, Period, Rate};
use proptest::prelude::*;

use crate::decimal::decimal;

fn rate(amount: &str, period: Period) -> Rate {
    Rate::new(Money::new(decimal(amount), Currency::CNY), period)
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
        ("3600", Period::Hour, Duration::from_nanos(1), "0.000000001 CNY"),
        ("1", Period::Hour, Duration::from_secs(10), "0.002777778 CNY"),
        ("24", Period::Day, HOUR, "1 CNY"),
        ("168", Period::Week, HOUR * 24, "24 CNY"),
        ("0.720", Period::Hour, HOUR * 3, "2.160 CNY"),
        ("0.000000000001", Period::Hour, HOUR, "0.000000000001 CNY"),
        ("-1.00", Period::Hour, HOUR, "-1.00 CNY"),
    ] {
        let rate = rate(amount, period);
        assert_eq!(format!("{:#}", rate.cost(time).unwrap()), cost, "{rate:#} for {time:?}");
    }
}

#[test]
fn a_month_is_only_reckoned_whole() {
    let rate = rate("3000.00", Period::Month);
    assert_eq!(rate.cost(HOUR), Err(MoneyError::NoFixedLength(Period::Month)));
    assert_eq!(rate.cost_of_periods(3).unwrap().to_string(), "9000.00 CNY");
}

#[test]
fn only_periods_of_fixed_length_have_one() {
    let periods = [Period::Hour, Period::Day, Period::Week, Period::Month];
    let hours = periods.map(|period| period.length().map(|time| time.as_secs() / 3600));
    assert_eq!(hours, [Some(1), Some(24), Some(168), None]);
}

#[test]
fn a_price_is_converted_between_periods_of_fixed_length() {
    for (price, period, converted) in [
        ("4.80 CNY/hour", Period::Day, "115.20 CNY/day"),
        ("24 CNY/day", Period::Hour, "1 CNY/hour"),
        ("1 CNY/day", Period::Hour, "0.041666667 CNY/hour"),
        ("3000 CNY/month", Period::Month, "3000 CNY/month"),
    ] {
        let rate: Rate = price.parse().unwrap();
        assert_eq!(format!("{:#}", rate.per(period).unwrap()), converted);
    }
    let monthly = rate("3000", Period::Month);
    let refusal = Err(MoneyError::NoFixedLength(Period::Month));
    assert_eq!(monthly.per(Period::Day), refusal);
    assert_eq!(rate("1", Period::Day).per(Period::Month), refusal);
}

#[test]
fn prices_compare_within_one_period_and_one_currency() {
    let hourly = rate("4.80", Period::Hour);
    assert!(hourly.compare(rate("4.8", Period::Hour)).unwrap().is_eq());
    assert!(hourly.compare(rate("10", Period::Hour)).unwrap().is_lt());
    let daily = rate("24", Period::Day);
    let refusal = hourly.compare(daily).unwrap_err();
    assert_eq!(refusal.to_string(), "a price per hour and a price per day cannot be compared");
    assert!(hourly.compare(daily.per(Period::Hour).unwrap()).unwrap().is_gt());
    let credits = Rate::new(Money::from_hundredths(65, Currency::CREDIT), Period::Hour);
    assert!(matches!(hourly.compare(credits), Err(MoneyError::CurrencyMismatch { .. })));
}

#[test]
fn what_is_no_price_is_refused_with_the_reason() {
    for (text, field) in [
        ("", "rate"),
        ("4.80 CNY", "rate"),
        ("4.80/hour", "money"),
        ("4.80 CNY/", "period"),
        ("4.80 CNY/Hour", "period"),
        ("4.80 CNY/fortnight", "period"),
        ("4.80 CNY/hour/gpu", "period"),
    ] {
        assert_eq!(text.parse::<Rate>().unwrap_err().field(), field, "{text}");
    }
    assert_eq!(" 4.80 CNY / hour".parse(), Ok(rate("4.8", Period::Hour)));
}

#[test]
fn a_discounted_rate_is_a_rate() {
    let paid = rate("10", Period::Hour).checked_mul(decimal("0.48")).unwrap();
    assert_eq!(paid.to_string(), "4.80 CNY/hour");
    assert_eq!(paid.money().amount(), decimal("4.8"));
    assert_eq!(paid.period(), Period::Hour);
}

#[test]
fn a_rate_is_stored_without_loss_as_one_text() {
    let rate = rate("0.720", Period::Day);
    let stored = serde_json::to_string(&rate).unwrap();
    assert_eq!(stored, r#""0.720 CNY/day""#);
    let read: Rate = serde_json::from_str(&stored).unwrap();
    assert_eq!(format!("{read:#}"), "0.720 CNY/day");
    assert_eq!(read.to_string(), "0.72 CNY/day");
}

#[test]
fn what_does_not_fit_is_an_error() {
    let dear = rate(&"9".repeat(38), Period::Hour);
    assert_eq!(dear.cost(Duration::MAX), Err(MoneyError::Overflow));
    assert_eq!(dear.cost_of_periods(2), Err(MoneyError::Overflow));
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
        let rate = Rate::new(Money::from_hundredths(hundredths, Currency::CNY), period);
        let (by_time, whole) = (rate.cost(time)?, rate.cost_of_periods(periods)?);
        prop_assert_eq!(format!("{by_time:#}"), format!("{whole:#}"));
    }

    #[test]
    fn more_time_never_costs_less(
        hundredths in 0_i64..1_000_000,
        short in 0_u64..1 << 50,
        more in 0_u64..1 << 50,
    ) {
        let rate = Rate::new(Money::from_hundredths(hundredths, Currency::CNY), Period::Hour);
        let less = rate.cost(Duration::from_nanos(short))?;
        let more = rate.cost(Duration::from_nanos(short + more))?;
        prop_assert!(less.compare(more)?.is_le());
    }
}
