//! An enum that a vendor extends keeps what it does not know.

use std::collections::BTreeSet;

use crate::machine::Status;

#[test]
fn known_texts_are_variants_and_any_other_is_kept() {
    for (text, known) in [
        ("Running", true),
        ("Released", true),
        ("running", false),
        ("Running ", false),
        ("", false),
        ("已停止", false),
    ] {
        let status = Status::from(text);
        assert_eq!(status.is_known(), known, "{text:?}");
        assert_eq!(status.as_str(), text);
        assert_eq!(status.to_string(), text);
        assert_eq!(text.parse::<Status>(), Ok(status.clone()));
        assert_eq!(Status::from(text.to_owned()), status);

        let json = serde_json::to_string(text).unwrap();
        assert_eq!(serde_json::from_str::<Status>(&json).unwrap(), status);
        assert_eq!(serde_json::to_string(&status).unwrap(), json);
    }
}

#[test]
fn what_is_not_a_text_is_refused_outside_a_field() {
    for json in ["1", "null", "true", "{}"] {
        assert!(serde_json::from_str::<Status>(json).is_err(), "{json}");
    }
}

#[test]
fn every_known_value_is_listed_once() {
    assert_eq!(Status::KNOWN, [Status::Running, Status::Released]);
    assert!(Status::KNOWN.iter().all(Status::is_known));
}

#[test]
fn debug_tells_known_from_unknown_and_display_does_not() {
    assert_eq!(format!("{:?}", Status::Running), "Running");
    assert_eq!(format!("{:?}", Status::from("Odd")), r#"Unknown("Odd")"#);
    assert_eq!(format!("{:>8}|{:<8}|", Status::Running, Status::from("Odd")), " Running|Odd     |");
}

#[test]
fn values_can_be_ordered_and_collected() {
    let set: BTreeSet<Status> = ["Odd", "Running", "Odd"].map(Status::from).into();
    assert_eq!(set.len(), 2);
}
