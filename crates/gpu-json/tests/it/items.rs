//! One bad item does not lose the list, and says where it is bad.

use gpu_common::WithSecrets;
use gpu_json::{BadItem, Field, Items};
use serde::Deserialize;
use serde_json::{Value, json};

use crate::machine::{Machine, Port};

fn ports(json: &str) -> Items<Port> {
    serde_json::from_str(json).unwrap()
}

#[test]
fn good_items_keep_their_order_and_bad_ones_their_places() {
    let sent = r#"[{"number":22},7,{"number":80,"note":"x"},{},{"number":443}]"#;
    let items = ports(sent);
    let numbers: Vec<_> = items.iter().map(|port| port.number).collect();
    assert_eq!(numbers, [22, 80, 443]);
    assert_eq!(items.bad().iter().map(BadItem::index).collect::<Vec<_>>(), [1, 3]);
    assert_eq!(items.len(), 5);
    assert_eq!(serde_json::to_string(&WithSecrets(&items)).unwrap(), sent);
    assert_eq!(items.into_vec().len(), 3);
}

#[test]
fn a_list_of_only_bad_items_is_not_empty() {
    let items = ports("[{}]");
    assert!(!items.is_empty());
    assert_eq!(items.iter().count(), 0);
    assert!(ports("[]").is_empty());
}

#[test]
fn a_bad_item_names_its_path_and_repeats_no_value() {
    #[derive(Debug, Deserialize)]
    #[expect(dead_code, reason = "only read, never looked at")]
    struct Node {
        ports: Vec<Port>,
        kind: Kind,
        at: gpu_common::Timestamp,
    }
    #[derive(Debug, Deserialize)]
    enum Kind {
        Master,
    }
    // The good item of which each row spoils one thing.
    let good = json!({"ports": [{"number": 1}], "kind": "Master", "at": "2026-03-01T08:30:00Z"});
    let numbers = [
        (json!("s3cr3t, expected s3cr3t"), "type: string"),
        (json!("s3cr3t at line s3cr3t"), "type: string"),
        (json!(1e300), "type: floating point"),
        (json!(65_536), "value: integer"),
        (json!(true), "type: boolean"),
        (json!(null), "type: null"),
        (json!({"s3cr3t": 1}), "type: map"),
    ];
    let numbers = numbers.map(|(spoilt, is)| {
        let error = format!("invalid {is}, expected a nonzero u16");
        ("/ports/0/number", spoilt, "ports[0].number", error)
    });
    let others = [
        ("/ports/0", json!({"s3cr3t": 1}), "ports[0]", "missing field `number`"),
        ("/ports", json!("s3cr3t"), "ports", "invalid type: string, expected a sequence"),
        ("/kind", json!("s3cr3t"), "kind", "unknown variant"),
        ("/at", json!("s3cr3t"), "at", "refused by the type that reads it"),
        ("", json!(["s3cr3t"]), "[0]", "invalid type: string, expected a sequence"),
        ("", json!([]), ".", "invalid length, expected struct Node with 3 elements"),
        ("", json!("s3cr3t"), ".", "invalid type: string, expected struct Node"),
    ];
    let others = others.map(|(at, spoilt, path, error)| (at, spoilt, path, error.to_owned()));
    for (pointer, spoilt, path, error) in numbers.into_iter().chain(others) {
        let mut item = good.clone();
        *item.pointer_mut(pointer).unwrap() = spoilt;
        // Another crate in the workspace may have switched on serde_json's `preserve_order`.
        item.sort_all_objects();
        let items: Items<Value> = Items::from(vec![good.clone(), item.clone()]);
        let text = serde_json::to_string(&items).unwrap();
        let nodes: Items<Node> = serde_json::from_str(&text).unwrap();
        assert_eq!(nodes.iter().count(), 1, "{item}");
        let bad = &nodes.bad()[0];
        assert_eq!((bad.path(), bad.error()), (path, error.as_str()), "{item}");
        assert_eq!(bad.raw(), item.to_string());
        let shown = format!("{nodes:?} {bad}");
        assert!(!shown.contains("s3cr3t") && !shown.contains("65536"), "{shown}");
    }
}

#[test]
fn a_bad_item_names_a_field_of_its_type_but_not_one_that_only_came() {
    #[derive(Debug, Deserialize)]
    #[serde(deny_unknown_fields)]
    #[expect(dead_code, reason = "only read, never looked at")]
    struct Strict {
        number: u16,
    }
    let sent = r#"[{"number":1,"number":2},{"number":1,"s3cr3t":2}]"#;
    let items: Items<Strict> = serde_json::from_str(sent).unwrap();
    let errors: Vec<&str> = items.bad().iter().map(BadItem::error).collect();
    assert_eq!(errors, ["duplicate field `number`", "unknown field"]);
}

#[test]
fn json_in_a_string_that_is_bad_inside_is_not_repeated_either() {
    #[derive(Debug)]
    struct Nested;
    impl<'de> Deserialize<'de> for Nested {
        fn deserialize<D: serde::Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
            let text = String::deserialize(deserializer)?;
            let port: Result<Port, _> = serde_json::from_str(&text);
            port.map(|_| Self).map_err(serde::de::Error::custom)
        }
    }
    let sent = json!([json!({"number": "s3cr3t"}).to_string(), "s3cr3t"]).to_string();
    let items: Items<Nested> = serde_json::from_str(&sent).unwrap();
    let errors: Vec<&str> = items.bad().iter().map(BadItem::error).collect();
    assert!(errors[0].starts_with("invalid type: string, expected a nonzero u16"), "{errors:?}");
    assert_eq!(errors[1], "refused by the type that reads it");
    assert!(!errors.concat().contains("s3cr3t"), "{errors:?}");
}

#[test]
fn an_item_that_serde_json_itself_refuses_is_a_bad_item() {
    let deep = format!("{}{}", "[".repeat(200), "]".repeat(200));
    let sent = format!(r#"[{{"number":22}},{{"number":1e999}},{{"number":1,"note":{deep}}}]"#);
    let items = ports(&sent);
    assert_eq!(items.iter().count(), 1);
    let errors: Vec<&str> = items.bad().iter().map(BadItem::error).collect();
    assert_eq!(errors, ["number out of range", "recursion limit exceeded"]);
    assert_eq!(serde_json::to_string(&WithSecrets(&items)).unwrap(), sent);
}

#[test]
fn what_is_not_a_list_is_refused_and_never_an_empty_list() {
    for json in ["null", "{}", r#""[]""#, "7"] {
        assert!(serde_json::from_str::<Items<Port>>(json).is_err(), "{json}");
    }
}

#[test]
fn a_field_of_items_takes_what_is_not_a_list() {
    let field = |json: &str| serde_json::from_str::<Field<Items<Port>>>(json).unwrap();
    assert!(field("null").get().is_none() && field("null").unreadable().is_none());
    assert_eq!(field("[]").get().map(Items::len), Some(0));
    assert_eq!(field(r#"{"0":1}"#).unreadable(), Some(&json!({"0": 1})));
}

#[test]
fn a_list_cut_short_is_an_error() {
    for cut in [r#"[{"number":22},"#, r#"[{"number":22}"#, r#"[{"number":"#] {
        assert!(serde_json::from_str::<Items<Port>>(cut).is_err(), "{cut}");
        let whole = format!(r#"{{"ports":{cut}"#);
        assert!(serde_json::from_str::<Machine>(&whole).is_err(), "{cut}");
    }
}

#[test]
fn items_are_read_from_bytes_and_from_a_reader_too() {
    let sent = br#"[{"number":22},{}]"#;
    let from_slice: Items<Port> = serde_json::from_slice(sent).unwrap();
    let from_reader: Items<Port> = serde_json::from_reader(&sent[..]).unwrap();
    assert_eq!(from_slice, from_reader);
    assert_eq!(from_slice.len(), 2);
}

/// Whether a bad item of a list mentions a text.
pub(crate) fn mention<T>(items: &Items<T>, text: &str) -> bool {
    items.bad().iter().any(|bad| bad.mentions(text))
}

#[test]
fn a_text_is_found_in_a_bad_item_through_escapes_and_damage() {
    for raw in [
        r#"{"id":"job/北 1"}"#,
        r#"{"id":"job\/\u5317 1"}"#,
        r#"{"id":"\u006aob/北\u00201"}"#,
        r#"{"id":"job\/\u5317 1\ud83d"}"#,
    ] {
        let items: Items<Port> = gpu_json::from_json(format!("[{raw}]")).unwrap();
        assert!(mention(&items, "job/北 1"), "{raw}");
        assert!(!mention(&items, "job/北 2"), "{raw}");
    }
    let items: Items<Port> = gpu_json::from_json(r#"["\ud83d\ude00 \\x"]"#).unwrap();
    assert!(mention(&items, "😀 \\x"));
}
