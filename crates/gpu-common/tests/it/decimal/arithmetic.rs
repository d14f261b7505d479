//! Sums, products, quotients and rounding, by example.

use gpu_common::{Decimal, Rounding};

use super::{decimal, largest, shown};

#[test]
fn sums_and_products_are_exact() {
    for (left, right, sum, product) in [
        ("0.1", "0.2", "0.3", "0.02"),
        ("10", "0.48", "10.48", "4.80"),
        ("-1.5", "1.50", "0.00", "-2.250"),
        ("1e37", "0", "10000000000000000000000000000000000000", "0"),
    ] {
        assert_eq!(
            shown(decimal(left).checked_add(decimal(right))).as_deref(),
            Some(sum)
        );
        assert_eq!(
            shown(decimal(left).checked_mul(decimal(right))).as_deref(),
            Some(product)
        );
    }
}

#[test]
fn sums_and_products_beyond_38_digits_are_none() {
    assert_eq!(largest().checked_add(Decimal::ONE), None);
    assert_eq!((-largest()).checked_sub(Decimal::ONE), None);
    assert_eq!(largest().checked_mul(decimal("1.1")), None);
    assert_eq!(largest().checked_add(decimal("0.1")), None);
}

#[test]
fn zeros_at_the_end_are_never_what_makes_a_result_too_long() {
    let one = Decimal::new(10_i128.pow(37), 37).unwrap();
    assert_eq!(one.checked_mul(one), Some(Decimal::ONE));
    assert_eq!(
        one.checked_add(decimal("5e36")),
        Some(decimal("5000000000000000000000000000000000001"))
    );
}

#[test]
fn a_quotient_is_rounded_as_told() {
    use Rounding::{Down, HalfEven, HalfUp, Up};
    for (over, under, places, results) in [
        ("1", 3, 2, ["0.33", "0.33", "0.34", "0.33"]),
        ("2", 3, 2, ["0.67", "0.67", "0.67", "0.66"]),
        ("1", 2, 0, ["0", "1", "1", "0"]),
        ("3", 2, 0, ["2", "2", "2", "1"]),
        ("-1", 2, 0, ["0", "-1", "-1", "0"]),
        ("-3", 2, 0, ["-2", "-2", "-2", "-1"]),
        ("1", -2, 0, ["0", "-1", "-1", "0"]),
        ("-3", -2, 0, ["2", "2", "2", "1"]),
        ("0.125", 1, 2, ["0.12", "0.13", "0.13", "0.12"]),
        ("0.12501", 1, 2, ["0.13", "0.13", "0.13", "0.12"]),
        ("6", 3, 2, ["2.00", "2.00", "2.00", "2.00"]),
        ("0", 7, 1, ["0.0", "0.0", "0.0", "0.0"]),
    ] {
        for (rounding, expected) in [HalfEven, HalfUp, Up, Down].into_iter().zip(results) {
            let quotient = decimal(over).checked_div(under, places, rounding);
            assert_eq!(
                shown(quotient).as_deref(),
                Some(expected),
                "{over}/{under} {rounding:?}"
            );
        }
    }
}

#[test]
fn a_quotient_that_cannot_be_had_is_none() {
    assert_eq!(Decimal::ONE.checked_div(0, 2, Rounding::Up), None);
    assert_eq!(Decimal::ONE.checked_div(3, 39, Rounding::Up), None);
    assert_eq!(largest().checked_div(1, 1, Rounding::Up), None);
    assert_eq!(
        largest()
            .checked_div(i64::MIN, 0, Rounding::Down)
            .map(Decimal::is_negative),
        Some(true)
    );
}

#[test]
fn rounding_leaves_shorter_numbers_alone() {
    assert_eq!(decimal("4.8").round(2, Rounding::Up).to_string(), "4.8");
    assert_eq!(
        decimal("4.805").round(2, Rounding::HalfEven).to_string(),
        "4.80"
    );
    assert_eq!(
        decimal("-4.801").round(2, Rounding::Up).to_string(),
        "-4.81"
    );
    assert_eq!(decimal("0.00").round(0, Rounding::Up).to_string(), "0");
}

#[test]
fn trimming_drops_only_zeros_of_the_fraction() {
    for (long, short) in [
        ("4.80", "4.8"),
        ("100.00", "100"),
        ("0.000", "0"),
        ("-1.010", "-1.01"),
    ] {
        assert_eq!(decimal(long).trimmed().to_string(), short);
    }
}
