//! Reading and printing.

use gpu_common::{Decimal, DecimalError};

use super::{decimal, largest};

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
        (
            "0e-99999999999999999999",
            "0.00000000000000000000000000000000000000",
        ),
        ("0e99999999999999999999", "0"),
    ] {
        assert_eq!(decimal(written).to_string(), printed, "{written}");
        assert_eq!(format!("{:?}", decimal(written)), printed, "{written}");
    }
}

#[test]
fn what_is_not_a_number_is_refused() {
    for written in [
        "", " ", "-", ".", "-.", "+-1", "--", "1 ", " 1", "1,000", "1_000", "1.2.3", "0x10", "1a",
        "¥10", "NaN", "inf", "e5", "1e", "1e+", "1e1.5", "1e5e5", "１", "1\u{0}",
    ] {
        assert_eq!(
            written.parse::<Decimal>(),
            Err(DecimalError::NotANumber),
            "{written:?}"
        );
    }
}

#[test]
fn what_does_not_fit_is_refused_and_not_cut() {
    let long = "1".repeat(39);
    let fine = format!("0.{}1", "0".repeat(38));
    let huge = "9".repeat(10_000);
    for written in [
        &long,
        &fine,
        &huge,
        "1e38",
        "1e-39",
        "1e99999999999999999999",
    ] {
        assert_eq!(
            written.parse::<Decimal>(),
            Err(DecimalError::TooLong),
            "{written}"
        );
    }
    assert_eq!(Decimal::new(10_i128.pow(38), 0), None);
    assert_eq!(Decimal::new(i128::MIN, 0), None);
    assert_eq!(Decimal::new(1, 39), None);
}

#[test]
fn what_looks_different_can_be_the_same_number() {
    for (left, right) in [
        ("4.80", "4.8"),
        ("10", "10.000"),
        ("0", "0.00"),
        ("-1.0", "-1"),
    ] {
        assert_eq!(decimal(left), decimal(right));
    }
    for (less, more) in [
        ("-2", "-1.5"),
        ("-0.1", "0"),
        ("0.48", "0.5"),
        ("9.99", "10"),
    ] {
        assert!(decimal(less) < decimal(more), "{less} < {more}");
    }
    let smallest = Decimal::new(1, 38).unwrap();
    assert!(-largest() < -smallest && -smallest < smallest && smallest < largest());
}
