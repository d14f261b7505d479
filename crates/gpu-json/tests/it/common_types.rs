//! How fields read the types of `gpu-common`.

use gpu_common::{CivilDateTime, Decimal, HttpAddress, Region, Timestamp, WithSecrets};
use gpu_json::Field;

use crate::field_forms::Says::{Nothing, Unreadable, Value as Is};
use crate::field_forms::check;

#[test]
fn a_name_is_told_from_nothing_and_from_nonsense() {
    check::<Region>(&[
        (r#""TW-03""#, Is(Region::new("TW-03").unwrap())),
        ("3", Is(Region::new("3").unwrap())),
        (r#""""#, Nothing),
        (r#""--""#, Nothing),
        ("null", Nothing),
        (r#"["TW-03"]"#, Unreadable),
    ]);
}

#[test]
fn an_address_is_nothing_while_it_is_not_ready() {
    check::<HttpAddress>(&[(r#""""#, Nothing), (r#""--""#, Nothing), ("null", Nothing)]);
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
fn a_time_keeps_its_spelling_and_the_zero_time_of_go_is_nothing_in_any_offset() {
    let time = |text: &str| Is(text.parse::<Timestamp>().unwrap());
    check::<Timestamp>(&[
        (r#""2024-09-02T18:34:33+08:00""#, time("2024-09-02T10:34:33Z")),
        (r#""2026-03-01T08:30:00Z""#, time("2026-03-01T08:30:00Z")),
        (r#""2026-03-01T08:30:00.000Z""#, time("2026-03-01T08:30:00Z")),
        (r#""0001-01-01T00:00:00Z""#, Nothing),
        (r#""0001-01-01T08:00:00+08:00""#, Nothing),
        (r#""0001-01-01T00:00:00.000Z""#, Nothing),
        // The unit of a number is unknown.
        ("1735689600", Unreadable),
    ]);
    check::<CivilDateTime>(&[
        (r#""0001-01-01 00:00:00""#, Nothing),
        (r#""0001-01-01T00:00:00""#, Nothing),
    ]);
}

#[test]
fn a_decimal_is_read_from_text_and_number() {
    let number = |text: &str| Is(text.parse::<Decimal>().unwrap());
    check::<Decimal>(&[
        ("10", number("10")),
        ("0.48", number("0.48")),
        (r#""250""#, number("250")),
        (r#""4.80""#, number("4.80")),
        (r#"" 4.80 ""#, number("4.80")),
        (r#""+1""#, number("1")),
        (r#""""#, Nothing),
        (r#""--""#, Nothing),
        ("null", Nothing),
        (r#""free""#, Unreadable),
        ("1e300", Unreadable),
        ("true", Unreadable),
        ("[1]", Unreadable),
    ]);
}
