//! Whatever a vendor sends is read without a failure and given back as it came.

use gpu_common::WithSecrets;
use proptest::prelude::*;
use serde_json::{Value, json};

use crate::any_json;
use crate::machine::Machine;

/// Reads a machine from JSON text and writes it back.
fn there_and_back(text: &str) -> serde_json::Result<String> {
    let machine: Machine = serde_json::from_str(text)?;
    serde_json::to_string(&WithSecrets(&machine))
}

proptest! {
    #[test]
    fn any_object_is_read_and_given_back(object in any_json::object()) {
        let sent = Value::from(object);
        let back = there_and_back(&sent.to_string()).unwrap();
        prop_assert_eq!(serde_json::from_str::<Value>(&back).unwrap(), sent);
    }

    #[test]
    fn a_parsed_value_is_read_as_the_text_is(object in any_json::object()) {
        let sent = Value::from(object);
        let from_text: Machine = serde_json::from_str(&sent.to_string()).unwrap();
        let from_value: Machine = serde_json::from_value(sent.clone()).unwrap();
        prop_assert_eq!(&from_text, &from_value);
        prop_assert_eq!(serde_json::to_value(WithSecrets(&from_value)).unwrap(), sent);
    }

    #[test]
    fn what_is_shown_of_any_object_can_be_made(object in any_json::object()) {
        let machine: Machine = serde_json::from_value(object.into()).unwrap();
        let shown = format!("{machine:?}");
        prop_assert!(!shown.is_empty());
        prop_assert!(serde_json::to_string(&machine).is_ok());
    }

    #[test]
    fn text_that_is_not_json_is_refused_without_a_panic(text in any::<String>()) {
        if serde_json::from_str::<Value>(&text).is_err() {
            prop_assert!(serde_json::from_str::<Machine>(&text).is_err());
        }
    }
}

#[test]
fn a_documented_answer_comes_back_letter_for_letter() {
    let sent = concat!(
        r#"{"name":"","spot":1,"port":"30099","cores":16,"price":4.80,"password":"hunter2","#,
        r#""created":"2024-09-02T18:34:33+08:00","local":"2022-05-11T19:30:34","status":"Odd","#,
        r#""hardware":{"cores":"--","key":null},"ports":[{"number":22},{"number":"no"}],"#,
        r#""rack":{"row":[1,2]}}"#,
    );
    let back = there_and_back(sent).unwrap();
    if crate::numbers_are_kept_as_written() {
        assert_eq!(back, sent);
    } else {
        assert_eq!(back, sent.replace("4.80", "4.8"));
    }
}

/// What `serde_json` makes of numbers before any of our code sees them.
#[test]
fn numbers_beyond_u64_become_the_nearest_float_and_beyond_f64_an_error() {
    let sent = r#"{"cores":100000000000000000001,"rack":18446744073709551616}"#;
    let back = there_and_back(sent);
    if crate::numbers_are_kept_as_written() {
        assert_eq!(back.unwrap(), sent);
        return;
    }
    let back: Value = serde_json::from_str(&back.unwrap()).unwrap();
    assert_eq!(back, json!({"cores": 1e20, "rack": 18_446_744_073_709_551_616.0}));
    assert!(there_and_back(r#"{"cores":1e999}"#).is_err());
}

#[test]
fn a_documented_name_twice_is_an_error_and_an_undocumented_one_keeps_the_last() {
    assert!(there_and_back(r#"{"cores":1,"cores":2}"#).is_err());
    assert_eq!(there_and_back(r#"{"rack":1,"rack":2}"#).unwrap(), r#"{"rack":2}"#);
}
