//! How fields read the types of `gpu-common`.

use gpu_common::{CivilDateTime, Decimal, HttpAddress, Region, Secret, Timestamp, WithSecrets};
use gpu_json::Field;

#[test]
fn a_field_tells_a_name_from_nothing_and_from_nonsense() {
    for (json, name) in [
        (r#""TW-03""#, Some("TW-03")),
        (r#""""#, None),
        (r#""--""#, None),
        ("null", None),
        ("3", Some("3")),
        (r#"["TW-03"]"#, None),
    ] {
        let field: Field<Region> = serde_json::from_str(json).unwrap();
        assert_eq!(field.get().map(Region::as_str), name, "{json}");
        assert_eq!(serde_json::to_string(&WithSecrets(&field)).unwrap(), json);
    }
}

#[test]
fn a_field_is_not_ready_while_it_is_empty() {
    for json in [r#""""#, r#""--""#, "null"] {
        let field: Field<HttpAddress> = serde_json::from_str(json).unwrap();
        assert!(field.get().is_none() && field.unreadable().is_none(), "{json}");
        assert_eq!(serde_json::to_string(&field).unwrap(), json);
    }
}

#[test]
fn a_field_keeps_and_hides_an_address() {
    for json in [
        r#""https://host/?token=s3cr3t""#,
        r#""https:\/\/host\/?token=s3cr3t""#,
        r#""host/?token=s3cr3t""#,
        r#"{"url":"https://host/?token=s3cr3t"}"#,
        r#"["s3cr3t"]"#,
    ] {
        let field: Field<HttpAddress> = serde_json::from_str(json).unwrap();
        assert!(!format!("{field:?}").contains("s3cr3t"), "{field:?}");
        assert!(!serde_json::to_string(&field).unwrap().contains("s3cr3t"), "{json}");
        let sent: serde_json::Value = serde_json::from_str(json).unwrap();
        assert_eq!(serde_json::to_value(WithSecrets(&field)).unwrap(), sent);
    }
}

#[test]
fn the_zero_time_of_go_is_nothing_in_any_offset() {
    for zero in ["0001-01-01T00:00:00Z", "0001-01-01T08:00:00+08:00", "0001-01-01T00:00:00.000Z"] {
        let field: Field<Timestamp> = serde_json::from_value(zero.into()).unwrap();
        assert_eq!((field.get(), field.unreadable()), (None, None), "{zero}");
        assert_eq!(serde_json::to_value(&field).unwrap(), zero);
    }
    for zero in ["0001-01-01 00:00:00", "0001-01-01T00:00:00"] {
        let field: Field<CivilDateTime> = serde_json::from_value(zero.into()).unwrap();
        assert_eq!((field.get(), field.unreadable()), (None, None), "{zero}");
        assert_eq!(serde_json::to_value(&field).unwrap(), zero);
    }
}

#[test]
fn a_field_keeps_the_spelling_of_a_time() {
    for sent in ["2024-09-02T18:34:33+08:00", "2026-03-01T08:30:00Z", "2026-03-01T08:30:00.000Z"] {
        let field: Field<Timestamp> = serde_json::from_value(sent.into()).unwrap();
        assert!(field.is_set(), "{sent}");
        assert_eq!(serde_json::to_value(&field).unwrap(), sent);
    }
}

#[test]
fn a_number_is_not_a_time_because_its_unit_is_unknown() {
    let field: Field<Timestamp> = serde_json::from_str("1735689600").unwrap();
    assert!(field.get().is_none() && field.unreadable().is_some());
}

#[test]
fn a_secret_that_was_masked_is_unreadable() {
    let masked = serde_json::to_string(&Secret::from("s3cr3t")).unwrap();
    let field: Field<Secret> = serde_json::from_str(&masked).unwrap();
    assert!(field.get().is_none() && !field.is_absent());
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
        assert_eq!(field.copied().map(|number| number.to_string()).as_deref(), expected, "{json}");
        let back: serde_json::Value = serde_json::to_value(WithSecrets(&field)).unwrap();
        assert_eq!(back, serde_json::from_str::<serde_json::Value>(json).unwrap(), "{json}");
    }
}
