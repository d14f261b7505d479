//! Decimals as JSON, as a text or a number.

use gpu_common::Decimal;

#[test]
fn json_gives_a_decimal_as_string_or_number() {
    let shortened = if crate::numbers_are_kept_as_written() {
        "4.80"
    } else {
        "4.8"
    };
    for (json, printed) in [
        (r#""4.80""#, "4.80"),
        ("4.80", shortened),
        ("0.48", "0.48"),
        ("10", "10"),
        ("-3", "-3"),
        ("18446744073709551615", "18446744073709551615"),
        ("1e3", "1000"),
        ("1e-7", "0.0000001"),
    ] {
        let number: Decimal = serde_json::from_str(json).unwrap();
        assert_eq!(number.to_string(), printed, "{json}");
        assert_eq!(
            serde_json::to_string(&number).unwrap(),
            format!("\"{printed}\"")
        );
    }
    for json in [r#""""#, r#""ten""#, "null", "true", "1e300", "[1]", "{}"] {
        assert!(serde_json::from_str::<Decimal>(json).is_err(), "{json}");
    }
}
