//! Decimals are exact, stable and never wrap: by example.

use gpu_common::{Decimal, InvalidInput};

pub(crate) fn decimal(text: &str) -> Decimal {
    text.parse().unwrap_or_else(|error| panic!("{text}: {error}"))
}

fn shown(number: Option<Decimal>) -> Option<String> {
    number.map(|number| number.to_string())
}

/// 38 nines, the largest number there is.
fn largest() -> Decimal {
    decimal(&"9".repeat(38))
}

#[test]
fn numbers_read_and_print_with_the_digits_they_came_with() {
    for (written, printed) in [
        ("0", "0"),
        ("-0", "0"),
        ("0.00", "0.00"),
        ("007", "7"),
        ("+3", "3"),
        ("4.80", "4.80"),
        ("-0.05", "-0.05"),
        (".5", "0.5"),
        ("5.", "5"),
        ("4.8e-1", "0.48"),
        ("1.50E1", "15.0"),
        ("12e+3", "12000"),
        ("0e-99999999999999999999", "0.00000000000000000000000000000000000000"),
        ("0e99999999999999999999", "0"),
    ] {
        assert_eq!(decimal(written).to_string(), printed, "{written}");
        assert_eq!(format!("{:?}", decimal(written)), printed, "{written}");
    }
}

#[test]
fn what_is_not_a_number_is_refused() {
    for written in [
        "",
        " ",
        "-",
        ".",
        "-.",
        "+-1",
        "--",
        "1 ",
        " 1",
        "1,000",
        "1_000",
        "1.2.3",
        "0x10",
        "1a",
        "¥10",
        "NaN",
        "inf",
        "e5",
        "1e",
        "1e+",
        "1e1.5",
        "1e5e5",
        "１",
        "1\u{0}",
        "0e-99999999999999999999x",
        "1e99999999999999999999x",
    ] {
        assert_eq!(
            written.parse::<Decimal>(),
            Err(InvalidInput::new("decimal number", "is not a decimal number")),
            "{written:?}"
        );
    }
}

#[test]
fn what_does_not_fit_is_refused_and_not_cut() {
    let long = "1".repeat(39);
    let fine = format!("0.{}1", "0".repeat(38));
    let huge = "9".repeat(10_000);
    for written in [&long, &fine, &huge, "1e38", "1e-39", "1e99999999999999999999"] {
        assert_eq!(
            written.parse::<Decimal>(),
            Err(InvalidInput::new("decimal number", "has more than 38 digits")),
            "{written}"
        );
    }
    assert_eq!(Decimal::new(10_i128.pow(38), 0), None);
    assert_eq!(Decimal::new(i128::MIN, 0), None);
    assert_eq!(Decimal::new(1, 39), None);
}

#[test]
fn what_looks_different_can_be_the_same_number() {
    for (left, right) in [("4.80", "4.8"), ("10", "10.000"), ("0", "0.00"), ("-1.0", "-1")] {
        assert_eq!(decimal(left), decimal(right));
    }
    for (less, more) in [("-2", "-1.5"), ("-0.1", "0"), ("0.48", "0.5"), ("9.99", "10")] {
        assert!(decimal(less) < decimal(more), "{less} < {more}");
    }
    let smallest = Decimal::new(1, 38).unwrap();
    assert!(-largest() < -smallest && -smallest < smallest && smallest < largest());
}

#[test]
fn sums_and_products_are_exact() {
    for (left, right, sum, product) in [
        ("0.1", "0.2", "0.3", "0.02"),
        ("10", "0.48", "10.48", "4.80"),
        ("-1.5", "1.50", "0.00", "-2.250"),
        ("1e37", "0", "10000000000000000000000000000000000000", "0"),
    ] {
        assert_eq!(shown(decimal(left).checked_add(decimal(right))).as_deref(), Some(sum));
        assert_eq!(shown(decimal(left).checked_mul(decimal(right))).as_deref(), Some(product));
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
fn trimming_drops_only_zeros_of_the_fraction() {
    for (long, short) in [("4.80", "4.8"), ("100.00", "100"), ("0.000", "0"), ("-1.010", "-1.01")] {
        assert_eq!(decimal(long).trimmed().to_string(), short);
    }
}

#[test]
fn json_gives_a_decimal_as_string_or_number() {
    let kept = crate::numbers_are_kept_as_written();
    let (shortened, whole) = if kept { ("4.80", "1000") } else { ("4.8", "1000.0") };
    for (json, printed) in [
        (r#""4.80""#, "4.80"),
        ("4.80", shortened),
        ("0.48", "0.48"),
        ("10", "10"),
        ("-3", "-3"),
        ("18446744073709551615", "18446744073709551615"),
        ("1e3", whole),
        ("1e-7", "0.0000001"),
    ] {
        let number: Decimal = serde_json::from_str(json).unwrap();
        assert_eq!(number.to_string(), printed, "{json}");
        assert_eq!(serde_json::to_string(&number).unwrap(), format!("\"{printed}\""));
    }
    for json in [r#""""#, r#""ten""#, "null", "true", "1e300", "[1]", "{}"] {
        assert!(serde_json::from_str::<Decimal>(json).is_err(), "{json}");
    }
}
