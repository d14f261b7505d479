//! Money is exact and never mixed.

use std::cmp::Ordering;

use gpu_common::{Currency, Decimal, Estimate, InvalidInput, Money, MoneyError};
use proptest::prelude::*;

fn money(text: &str) -> Money {
    text.parse().unwrap_or_else(|error| panic!("{text}: {error}"))
}

#[test]
fn amounts_of_one_currency_add_up_exactly() {
    let sum = money("0.10 CNY").checked_add(money("0.2 CNY")).unwrap();
    assert_eq!(sum, money("0.3 CNY"));
    assert_eq!(format!("{sum:#}"), "0.30 CNY");
    let difference = money("1 TWD").checked_sub(money("2.50 TWD")).unwrap();
    assert_eq!(difference, money("-1.50 TWD"));
}

#[test]
fn hundredths_become_an_amount() {
    for (hundredths, expected) in [
        (65, "0.65 Credit"),
        (250, "2.50 Credit"),
        (0, "0.00 Credit"),
        (-5, "-0.05 Credit"),
        (i64::MIN, "-92233720368547758.08 Credit"),
    ] {
        let money = Money::from_hundredths(hundredths, Currency::CREDIT);
        assert_eq!(format!("{money:#}"), expected);
    }
}

#[test]
fn two_to_four_digits_are_shown_and_all_of_them_on_request() {
    for (exact, shown) in [
        ("10 CNY", "10.00 CNY"),
        ("0 CNY", "0.00 CNY"),
        ("3.5 CNY", "3.50 CNY"),
        ("3.50000 CNY", "3.50 CNY"),
        ("0.0133 CNY", "0.0133 CNY"),
        ("0.00005 CNY", "0.00005 CNY"),
        ("0.00015 CNY", "0.0002 CNY"),
        ("2.000694444 CNY", "2.0007 CNY"),
        ("1.99999 CNY", "2.00 CNY"),
        ("-7.12345 CNY", "-7.1234 CNY"),
    ] {
        let money = money(exact);
        assert_eq!(money.to_string(), shown);
        assert_eq!(format!("{money:#}"), exact);
        assert_eq!(format!("{money:?}"), exact);
    }
    let most = money(&format!("{} CNY", "9".repeat(38)));
    assert_eq!(most.to_string(), format!("{most:#}"));
}

#[test]
fn two_currencies_are_never_computed_with() {
    for (left, right) in
        [("1 CNY", "1 USD"), ("1 USD", "1 Credit"), ("1 CNY", "1 cny"), ("1 TWD", "1 HKD")]
    {
        let (one, other) = (money(left), money(right));
        let refusal =
            MoneyError::CurrencyMismatch { left: one.currency(), right: other.currency() };
        assert_eq!(one.checked_add(other), Err(refusal.clone()));
        assert_eq!(one.checked_sub(other), Err(refusal.clone()));
        assert_eq!(one.compare(other), Err(refusal));
        assert_ne!(one, other);
    }
    let refusal = money("1 CNY").compare(money("1 Credit")).unwrap_err();
    assert_eq!(refusal.to_string(), "CNY and Credit are different currencies");
}

#[test]
fn what_does_not_fit_is_an_error() {
    let most = money(&format!("{} CNY", "9".repeat(38)));
    assert_eq!(most.checked_add(money("1 CNY")), Err(MoneyError::Overflow));
    assert_eq!(money("-1 CNY").checked_sub(most), Err(MoneyError::Overflow));
    assert_eq!(most.checked_mul(10.into()), Err(MoneyError::Overflow));
}

#[test]
fn amounts_of_one_currency_are_ordered() {
    let order = |left, right| money(left).compare(money(right)).unwrap();
    assert_eq!(order("2.50 CNY", "10 CNY"), Ordering::Less);
    assert_eq!(order("2.50 CNY", "2.5 CNY"), Ordering::Equal);
}

#[test]
fn money_is_stored_without_loss_as_one_text() {
    for text in ["4.80 CNY", "0.123456789012 Credit", "-3 USD"] {
        let stored = serde_json::to_string(&money(text)).unwrap();
        assert_eq!(stored, format!("\"{text}\""));
        let read: Money = serde_json::from_str(&stored).unwrap();
        assert_eq!(format!("{read:#}"), text);
    }
}

#[test]
fn what_is_no_money_is_refused_with_the_reason() {
    for (text, field) in [
        ("", "money"),
        ("3.50", "money"),
        ("CNY", "money"),
        ("3.50CNY", "money"),
        ("CNY 3.50", "decimal number"),
        ("3,50 CNY", "decimal number"),
        ("¥3 CNY", "decimal number"),
        ("1e300 CNY", "decimal number"),
        ("3.50 CNY/hour", "currency"),
        ("3.50 元", "currency"),
        ("3.50 CNY USD", "currency"),
        ("3.50 Abcdefghijklm", "currency"),
    ] {
        assert_eq!(text.parse::<Money>().unwrap_err().field(), field, "{text}");
        assert!(serde_json::from_value::<Money>(text.into()).is_err());
    }
    assert_eq!(money("  3.50   CNY "), money("3.5 CNY"));
}

#[test]
fn a_currency_is_a_few_letters() {
    for name in ["CNY", "USD", "Credit", "TWD", "Abcdefghijkl"] {
        let currency: Currency = name.parse().unwrap();
        assert_eq!(currency.as_str(), name);
    }
    assert_eq!("CNY".parse(), Ok(Currency::CNY));
    assert_eq!("USD".parse(), Ok(Currency::USD));
    assert_eq!("Credit".parse(), Ok(Currency::CREDIT));
    let refusal: InvalidInput = "".parse::<Currency>().unwrap_err();
    assert_eq!(refusal.reason(), "is not one to twelve ASCII letters");
}

#[test]
fn an_estimate_is_an_interval_and_says_what_it_relies_on() {
    let compute = Estimate::new(money("2.40 CNY"), money("4.80 CNY"), "list price").unwrap();
    assert_eq!((compute.low(), compute.high()), (money("2.40 CNY"), money("4.80 CNY")));
    let storage = Estimate::exact(money("0.01 CNY"), "vendor's guide");
    assert_eq!(format!("{storage:#}"), "0.01 CNY (vendor's guide)");
    let both = compute.checked_add(&storage).unwrap();
    assert_eq!(format!("{both:#}"), "2.41 to 4.81 CNY (list price; vendor's guide)");
    assert_eq!(compute.checked_add(&compute).unwrap().relies_on(), "list price");

    let stored = serde_json::to_string(&both).unwrap();
    assert_eq!(
        stored,
        r#"{"low":"2.41 CNY","high":"4.81 CNY","relies_on":"list price; vendor's guide"}"#
    );
    assert_eq!(serde_json::from_str::<Estimate>(&stored).unwrap(), both);
}

#[test]
fn an_estimate_has_its_ends_in_order_and_in_one_currency() {
    let (low, high) = (money("1 CNY"), money("2 CNY"));
    assert_eq!(Estimate::new(high, low, ""), Err(MoneyError::LowAboveHigh));
    assert!(Estimate::new(low, money("2 USD"), "").is_err());
    assert!(Estimate::exact(low, "").checked_add(&Estimate::exact(money("2 USD"), "")).is_err());
    let stored = r#"{"low":"2 CNY","high":"1 CNY","relies_on":""}"#;
    assert!(serde_json::from_str::<Estimate>(stored).is_err());
}

proptest! {
    #[test]
    fn buying_and_refunding_leaves_nothing(cents in any::<i64>(), others in any::<i64>()) {
        let money = Money::from_hundredths(cents, Currency::USD);
        let other = Money::from_hundredths(others, Currency::USD);
        let back = money.checked_add(other)?.checked_sub(other)?;
        prop_assert_eq!(back, money);
    }

    #[test]
    fn money_reads_back_as_it_is_stored(mantissa in any::<i64>(), scale in 0_u32..=30) {
        let money = Money::new(Decimal::new(mantissa.into(), scale).unwrap(), Currency::CNY);
        let text = format!("{money:#}");
        prop_assert_eq!(format!("{:#}", text.parse::<Money>()?), text);
    }

    #[test]
    fn no_text_makes_the_parser_panic(text in any::<String>()) {
        let _ = (text.parse::<Money>(), text.parse::<gpu_common::Rate>());
    }
}

#[test]
fn the_ends_of_an_estimate_are_shown_in_digits_that_a_person_reads() {
    for (low, high, shown) in [
        ("0.000000388 Credit", "0.0018 Credit", "0 to 0.0018 Credit"),
        ("0.00001 CNY", "0.00002 CNY", "0.00001 to 0.00002 CNY"),
        ("0 CNY", "0.00002 CNY", "0.00 to 0.00002 CNY"),
    ] {
        let estimate =
            Estimate::new(low.parse().unwrap(), high.parse().unwrap(), "a test").unwrap();
        assert_eq!(estimate.to_string(), shown);
    }
}
