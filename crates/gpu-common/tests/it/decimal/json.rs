//! Decimals as JSON, alone and in a field.

use gpu_common::{Decimal, Field, WithSecrets};

use super::shown;

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

#[test]
fn a_field_gives_a_decimal_back_in_the_form_it_came() {
    for (json, expected) in [
        ("10", Some("10")),
        ("0.48", Some("0.48")),
        (r#""250""#, Some("250")),
        (r#""4.80""#, Some("4.80")),
        (r#"" 4.80 ""#, Some("4.80")),
        (r#""+1""#, Some("1")),
        (r#""""#, None),
        (r#""--""#, None),
        ("null", None),
        (r#""free""#, None),
        ("1e300", None),
        ("true", None),
        ("[1]", None),
    ] {
        let field: Field<Decimal> = serde_json::from_str(json).unwrap();
        assert_eq!(shown(field.copied()).as_deref(), expected, "{json}");
        let back: serde_json::Value = serde_json::to_value(WithSecrets(&field)).unwrap();
        assert_eq!(
            back,
            serde_json::from_str::<serde_json::Value>(json).unwrap(),
            "{json}"
        );
    }
}
