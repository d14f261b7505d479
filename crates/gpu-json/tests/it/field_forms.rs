//! How each type reads each form: natural, converted, nothing, unreadable.

use std::fmt::Debug;

use gpu_common::{Secret, WithSecrets};
use gpu_json::{Field, FieldValue};
use serde::Serialize;
use serde_json::Value;

use crate::machine::{Hardware, Status};

/// What a field says after it was read.
#[derive(Debug, PartialEq)]
pub(crate) enum Says<T> {
    Value(T),
    Nothing,
    Unreadable,
}
use Says::{Nothing, Unreadable, Value as Is};

#[track_caller]
pub(crate) fn check<T>(table: &[(&str, Says<T>)])
where
    T: FieldValue + Serialize + Clone + PartialEq + Debug,
{
    for (json, expected) in table {
        let field: Field<T> = serde_json::from_str(json).unwrap();
        let says = match (field.cloned(), field.unreadable()) {
            (Some(value), None) => Is(value),
            (None, None) => Nothing,
            (None, Some(_)) => Unreadable,
            (Some(_), Some(_)) => panic!("{json}: both a value and unreadable"),
        };
        assert_eq!(&says, expected, "{json}");
        assert_eq!(field.is_set(), matches!(expected, Is(_)), "{json}");
        assert!(!field.is_absent(), "{json} was sent");
        assert_eq!(field.clone().into_option(), field.cloned(), "{json}");

        let back = serde_json::to_value(WithSecrets(&field)).unwrap();
        assert_eq!(back, serde_json::from_str::<Value>(json).unwrap(), "{json} comes back");
    }
}

#[test]
fn a_whole_number() {
    check::<u32>(&[
        ("16", Is(16)),
        ("0", Is(0)),
        (r#""250""#, Is(250)),
        (r#"" 250 ""#, Is(250)),
        ("16.0", Is(16)),
        ("1e3", Is(1000)),
        ("-0", Is(0)),
        ("4294967295", Is(u32::MAX)),
        ("4294967296", Unreadable),
        ("-1", Unreadable),
        ("16.5", Unreadable),
        ("1e300", Unreadable),
        (r#""16 GB""#, Unreadable),
        ("true", Unreadable),
        ("[16]", Unreadable),
        (r#"{"value":16}"#, Unreadable),
        ("null", Nothing),
        (r#""""#, Nothing),
        (r#""--""#, Nothing),
        (r#"" \t\n""#, Nothing),
    ]);
}

#[test]
fn the_widest_whole_numbers() {
    check::<u64>(&[
        ("18446744073709551615", Is(u64::MAX)),
        (r#""18446744073709551615""#, Is(u64::MAX)),
        ("18446744073709551616", Unreadable),
        ("9007199254740992.0", Is(9_007_199_254_740_992)),
        ("9007199254740994.0", Unreadable),
    ]);
    check::<i64>(&[
        ("-9223372036854775808", Is(i64::MIN)),
        ("9223372036854775808", Unreadable),
        (r#""-7""#, Is(-7)),
        ("-7.0", Is(-7)),
    ]);
    check::<u16>(&[("65535", Is(65535)), ("65536", Unreadable), (r#""65536""#, Unreadable)]);
}

#[test]
fn a_text() {
    let shortened = if crate::numbers_are_kept_as_written() { "1.50" } else { "1.5" };
    check::<String>(&[
        (r#""Beijing""#, Is("Beijing".to_owned())),
        (r#"" padded ""#, Is(" padded ".to_owned())),
        (r#""---""#, Is("---".to_owned())),
        (r#""null""#, Is("null".to_owned())),
        (r#""\u5317\"""#, Is("北\"".to_owned())),
        ("42", Is("42".to_owned())),
        ("1.50", Is(shortened.to_owned())),
        ("true", Is("true".to_owned())),
        ("[]", Unreadable),
        ("{}", Unreadable),
        ("null", Nothing),
        (r#""""#, Nothing),
        (r#""--""#, Nothing),
    ]);
}

#[test]
fn a_secret() {
    check::<Secret>(&[
        (r#""hunter2""#, Is(Secret::from("hunter2"))),
        ("123456", Is(Secret::from("123456"))),
        (r#""""#, Nothing),
        ("true", Unreadable),
        (r#"["hunter2"]"#, Unreadable),
        // Written without `WithSecrets`.
        (r#""[secret]""#, Unreadable),
    ]);
}

#[test]
fn yes_and_no() {
    check::<bool>(&[
        ("true", Is(true)),
        ("false", Is(false)),
        (r#""True""#, Is(true)),
        (r#""FALSE""#, Is(false)),
        ("1", Is(true)),
        ("0", Is(false)),
        (r#""1""#, Is(true)),
        (r#""0""#, Is(false)),
        ("2", Unreadable),
        ("-1", Unreadable),
        (r#""yes""#, Unreadable),
        ("null", Nothing),
        (r#""""#, Nothing),
    ]);
}

#[test]
fn an_open_enum() {
    check::<Status>(&[
        (r#""Running""#, Is(Status::Running)),
        (r#""running""#, Is(Status::from("running"))),
        (r#"" Running""#, Is(Status::from(" Running"))),
        ("3", Unreadable),
        (r#""""#, Nothing),
        ("null", Nothing),
    ]);
}

#[test]
fn an_object() {
    let hardware: Hardware = serde_json::from_str(r#"{"cores":16}"#).unwrap();
    check::<Hardware>(&[
        (r#"{"cores":16}"#, Is(hardware)),
        (r#""none""#, Unreadable),
        ("7", Unreadable),
        ("[]", Unreadable),
        ("false", Unreadable),
        ("null", Nothing),
        (r#""--""#, Nothing),
    ]);
}

#[test]
fn a_field_that_was_not_sent_is_not_written() {
    let absent = Field::<u32>::absent();
    assert!(absent.is_absent() && !absent.is_set());
    assert_eq!(absent, Field::default());
    assert_eq!(absent.get(), None);
}

#[test]
fn a_field_made_from_a_value_holds_it() {
    let field = Field::from(16_u32);
    assert_eq!(field.copied(), Some(16));
    assert_eq!(field.get(), Some(&16));
    assert_eq!(field, serde_json::from_str::<Field<u32>>("16").unwrap());
    let text: Field<u32> = serde_json::from_str(r#""16""#).unwrap();
    assert_ne!(field, text, "not what was sent");
    assert_eq!(text, 16);
}

#[test]
fn debug_reads_like_an_option() {
    let show = |json: &str| format!("{:?}", serde_json::from_str::<Field<u32>>(json).unwrap());
    assert_eq!(show("16"), "Some(16)");
    assert_eq!(show(r#""16""#), "Some(16)");
    assert_eq!(show("null"), "None");
    assert_eq!(show(r#""--""#), "None");
    assert_eq!(show(r#""x""#), r#"Unreadable("x")"#);
    assert_eq!(show("[1,2]"), "Unreadable([secret])");
}

#[test]
fn a_field_compares_and_converts_like_its_value() {
    let read = |json: &str| serde_json::from_str::<Field<String>>(json).unwrap();
    let (zone, nothing) = (read(r#""TW-03""#), read(r#""--""#));
    let same = "TW-03".to_owned();
    assert!(zone == "TW-03" && zone == same && zone.is("TW-03"));
    assert!(zone != "TW-04" && nothing != "--" && !nothing.is("--"));
    assert_eq!(zone.map(String::len), Some(5));
    assert_eq!(nothing.unwrap_or("none".to_owned()), "none");
    assert_eq!(Option::from(&zone), Some(&"TW-03".to_owned()));
    assert_eq!(Option::<String>::from(nothing), None);
    assert_eq!(Option::<String>::from(zone), Some("TW-03".to_owned()));
}

#[test]
fn a_field_is_shown_on_one_line_and_nothing_as_a_dash() {
    let show = |json: &str| {
        let field: Field<String> = serde_json::from_str(json).unwrap();
        format!("{field}|{field:>6}|")
    };
    assert_eq!(show(r#""a b""#), "a b|   a b|");
    for nothing in ["null", r#""""#, "[1]"] {
        assert_eq!(show(nothing), "-|     -|");
    }
    assert_eq!(
        show(r#""\u001b[2J\r\n\u202ea""#),
        r"\u{1b}[2J\u{d}\u{a}\u{202e}a|\u{1b}[2J\u{d}\u{a}\u{202e}a|"
    );
}

#[test]
fn a_field_is_no_larger_than_its_value_and_a_word() {
    assert_eq!(size_of::<Field<u16>>(), 16);
    assert_eq!(size_of::<Field<i64>>(), 16);
    assert_eq!(size_of::<Field<Status>>(), 16);
    assert_eq!(size_of::<Field<String>>(), size_of::<String>());
    assert_eq!(size_of::<Field<Vec<u8>>>(), size_of::<Vec<u8>>());
}
