//! Money is exact and never mixed.

use std::cmp::Ordering;

use gpu_common::{Currency, Decimal, Money, MoneyError, Rounding};
use proptest::prelude::*;

use crate::decimal::decimal;

fn yuan(amount: &str) -> Money {
    Money::new(decimal(amount), Currency::Cny)
}

#[test]
fn amounts_of_one_currency_add_up_exactly() {
    let sum = yuan("0.10").checked_add(&yuan("0.2")).unwrap();
    assert_eq!(sum, yuan("0.3"));
    assert_eq!(sum.to_string(), "0.30 CNY");
    assert_eq!(
        yuan("1").checked_sub(&yuan("2.50")).unwrap().to_string(),
        "-1.50 CNY"
    );
}

#[test]
fn a_discount_is_what_is_paid_of_the_list_price() {
    let paid = yuan("10").checked_mul(decimal("0.48")).unwrap();
    assert_eq!(paid.to_string(), "4.80 CNY");
}

#[test]
fn hundredths_become_an_amount() {
    for (hundredths, expected) in [
        (65, "0.65"),
        (250, "2.50"),
        (0, "0.00"),
        (-5, "-0.05"),
        (i64::MIN, "-92233720368547758.08"),
    ] {
        let money = Money::from_hundredths(hundredths, Currency::Credit);
        assert_eq!(money.to_string(), format!("{expected} Credit"));
    }
}

#[test]
fn two_currencies_are_never_reckoned_together() {
    let pairs = [
        (Currency::Cny, Currency::Usd),
        (Currency::Usd, Currency::Credit),
        (Currency::Cny, Currency::from("cny")),
        (Currency::from("TWD"), Currency::from("HKD")),
    ];
    for (left, right) in pairs {
        let one = Money::new(Decimal::ONE, left.clone());
        let other = Money::new(Decimal::ONE, right.clone());
        let refusal = MoneyError::CurrencyMismatch { left, right };
        assert_eq!(one.checked_add(&other), Err(refusal.clone()));
        assert_eq!(one.checked_sub(&other), Err(refusal));
        assert_ne!(one, other);
        assert_eq!(one.partial_cmp(&other), None);
    }
}

#[test]
fn a_refusal_names_both_currencies() {
    let refusal = yuan("1")
        .checked_add(&Money::from_hundredths(1, Currency::Credit))
        .unwrap_err();
    assert_eq!(
        refusal.to_string(),
        "CNY and Credit cannot be reckoned together"
    );
}

#[test]
fn an_unknown_currency_is_as_good_as_a_known_one() {
    let twd = |amount| Money::new(decimal(amount), Currency::from("TWD"));
    assert_eq!(
        twd("1").checked_add(&twd("2")).unwrap().to_string(),
        "3 TWD"
    );
}

#[test]
fn what_does_not_fit_is_an_error() {
    let most = yuan(&"9".repeat(38));
    assert_eq!(most.checked_add(&yuan("1")), Err(MoneyError::Overflow));
    assert_eq!(yuan("-1").checked_sub(&most), Err(MoneyError::Overflow));
    assert_eq!(most.checked_mul(10.into()), Err(MoneyError::Overflow));
}

#[test]
fn amounts_of_one_currency_are_ordered() {
    assert_eq!(yuan("2.50").partial_cmp(&yuan("10")), Some(Ordering::Less));
    assert_eq!(
        yuan("2.50").partial_cmp(&yuan("2.5")),
        Some(Ordering::Equal)
    );
}

#[test]
fn rounding_is_only_done_when_asked_for() {
    let cost = yuan("0.0133");
    assert_eq!(cost.round(2, Rounding::Up).to_string(), "0.02 CNY");
    assert_eq!(cost.round(2, Rounding::HalfEven).to_string(), "0.01 CNY");
    assert_eq!(cost.to_string(), "0.0133 CNY");
}

#[test]
fn money_is_stored_without_loss() {
    let stored = serde_json::to_string(&yuan("4.80")).unwrap();
    assert_eq!(stored, r#"{"amount":"4.80","currency":"CNY"}"#);
    let read: Money = serde_json::from_str(&stored).unwrap();
    assert_eq!(read.to_string(), "4.80 CNY");
}

proptest! {
    #[test]
    fn buying_and_refunding_leaves_nothing(cents in any::<i64>(), others in any::<i64>()) {
        let money = Money::from_hundredths(cents, Currency::Usd);
        let other = Money::from_hundredths(others, Currency::Usd);
        let back = money.checked_add(&other)?.checked_sub(&other)?;
        prop_assert_eq!(back, money);
    }
}
