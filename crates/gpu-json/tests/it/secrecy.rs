//! A credential is shown nowhere, wherever in an answer the vendor puts it.

use gpu_common::{Secret, WithSecrets};
use gpu_json::{Extra, Field, Items};
use serde_json::{Value, json};

use crate::machine::{Hardware, Machine, Port};

/// What must never be shown, as text and as a number.
const TEXT: &str = "hunter2";
const NUMBER: u64 = 7_130_130_713;

/// Every kind of JSON with the credential somewhere in it.
fn hiding_places() -> Vec<Value> {
    vec![
        json!(TEXT),
        json!(NUMBER),
        json!([TEXT]),
        json!([[NUMBER]]),
        json!({ "key": TEXT }),
        json!({ "key": [NUMBER] }),
        json!({ "undocumented": TEXT }),
        json!([{ "number": 22, "url": TEXT }, { "number": TEXT }, { "note": NUMBER }]),
    ]
}

#[test]
fn fields_that_may_hold_a_credential_never_show_it() {
    for name in ["password", "hardware", "ports", "undocumented"] {
        for value in hiding_places() {
            let sent = json!({ name: value });
            let machine: Machine = serde_json::from_value(sent.clone()).unwrap();
            for shown in [
                format!("{machine:?}"),
                format!("{machine:#?}"),
                serde_json::to_string(&machine).unwrap(),
                serde_json::to_value(&machine).unwrap().to_string(),
                format!("{:?}", WithSecrets(&machine)),
            ] {
                assert!(!shown.contains(TEXT), "{sent} is shown as {shown}");
                assert!(!shown.contains(&NUMBER.to_string()), "{sent} is shown as {shown}");
            }
            assert_eq!(serde_json::to_value(WithSecrets(&machine)).unwrap(), sent);
        }
    }
}

#[test]
fn a_list_or_object_in_the_place_of_a_plain_value_is_not_shown() {
    for name in ["name", "cores", "created", "status", "price"] {
        for value in
            hiding_places().into_iter().filter(|value| value.is_array() || value.is_object())
        {
            let sent = json!({ name: value });
            let machine: Machine = serde_json::from_value(sent.clone()).unwrap();
            let shown = format!("{machine:?} {}", serde_json::to_string(&machine).unwrap());
            assert!(!shown.contains(TEXT) && !shown.contains(&NUMBER.to_string()), "{shown}");
            assert_eq!(serde_json::to_value(WithSecrets(&machine)).unwrap(), sent);
        }
    }
}

#[test]
fn a_mask_is_written_where_something_was_sent() {
    let sent = r#"{"password":123,"hardware":"odd","ports":[{}],"rack":7}"#;
    let machine: Machine = serde_json::from_str(sent).unwrap();
    assert_eq!(
        serde_json::to_string(&machine).unwrap(),
        r#"{"password":"[secret]","hardware":"[secret]","ports":["[secret]"],"rack":"[secret]"}"#,
    );
}

#[test]
fn debug_says_that_there_is_something() {
    let secret: Field<Secret> = serde_json::from_str("123").unwrap();
    assert_eq!(format!("{secret:?}"), "Some(Secret([secret]))");
    let odd: Field<Secret> = serde_json::from_str("[123]").unwrap();
    assert_eq!(format!("{odd:?}"), "Unreadable([secret])");
    let hardware: Field<Hardware> = serde_json::from_str(r#""odd""#).unwrap();
    assert_eq!(format!("{hardware:?}"), "Unreadable([secret])");
    let ports: Items<Port> = serde_json::from_str("[7]").unwrap();
    assert!(format!("{ports:?}").contains("raw: [secret]"));
    let extra: Extra = serde_json::from_str(r#"{"a":{"c":1},"b":"hunter2"}"#).unwrap();
    assert_eq!(format!("{extra:?}"), r#"{"a", "b"}"#);
}

#[test]
fn what_cannot_be_read_is_shown_in_one_line_that_steers_no_terminal() {
    let odd = format!("a\u{85}\u{7f}\u{202e}{}", "x".repeat(9_000));
    let machine: Machine = serde_json::from_value(json!({ "cores": odd })).unwrap();
    let list = json!([{ "name": "a", "ports": { odd.as_str(): 1 } }, 1]).to_string();
    let list: Items<Machine> = serde_json::from_str(&list).unwrap();
    let wrong = format!("{{\"{odd}\":{{\"cores\":x}}}}");
    let error = gpu_json::from_json::<Value>(wrong.replace('x', "").as_bytes()).unwrap_err();
    let mut shown = vec![format!("{:?}", machine.cores), error.to_string()];
    shown.extend(list.bad().iter().map(ToString::to_string));
    for line in shown {
        let steers = line.contains(gpu_common::OneLine::is_odd);
        assert!(!steers && line.len() < 1_000, "{line}");
    }
}

#[test]
fn a_value_is_shown_in_one_line_of_bounded_length() {
    let shown = |text: &str| Field::from(gpu_common::Text::from(text)).to_string();
    let clean = "registry.example/".repeat(50);
    assert_eq!(shown(&clean), clean);
    for text in ["x".repeat(100_000), format!("\u{1b}[2J\r\n\u{202e}{}", "x".repeat(100_000))] {
        let line = shown(&text);
        assert!(
            !line.contains(gpu_common::OneLine::is_odd) && line.len() < 2_100,
            "{}",
            line.len()
        );
    }
}
