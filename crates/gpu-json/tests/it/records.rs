//! Structs of fields: what they take, what they refuse, what they write.

use gpu_common::WithSecrets;
use gpu_json::{BadItem, Extra, Field, Items, Record};
use serde::Serialize;
use serde_json::{Value, json};

#[derive(Debug)]
struct Disk {
    size: Field<u64>,
    extra: Extra,
}

gpu_json::record!(Disk, { size: "sizeGB" });

#[derive(Debug)]
struct Machine {
    id: String,
    name: Field<String>,
    disk: Field<Disk>,
    disks: Field<Items<Disk>>,
    extra: Extra,
}

gpu_json::record!(Machine, required { id: "machineID" }, {
    name: "name",
    disk: "disk",
    disks: "disks",
});

/// A page of disks, of which a list must come.
#[derive(Debug)]
struct Page {
    total: Field<u64>,
    disks: Items<Disk>,
    extra: Extra,
}

gpu_json::record!(Page, required { disks: "data" }, { total: "total" });

fn read<T: Record>(text: &str) -> Result<T, String> {
    gpu_json::from_json(text).map_err(|error| error.to_string())
}

fn written(record: &impl Serialize) -> Value {
    serde_json::to_value(WithSecrets(record)).unwrap()
}

#[test]
fn fields_are_found_in_any_order_and_nothing_is_lost() {
    let sent = json!({
        "rack": {"a": [1, null]}, "disks": [{"sizeGB": "8"}, {"kind": "ssd"}], "disk": {"sizeGB": 7},
        "name": "", "machineID": "m-1",
    });
    let machine: Machine = read(&sent.to_string()).unwrap();
    assert_eq!(machine.id, "m-1");
    assert_eq!(machine.name.get(), None);
    assert_eq!(
        machine.disk.get().and_then(|disk| disk.size.copied()),
        Some(7)
    );
    let sizes: Vec<_> = { machine.disks.get().unwrap().iter() }
        .map(|disk| disk.size.copied())
        .collect();
    assert_eq!(sizes, [Some(8), None]);
    assert_eq!(written(&machine), sent);
}

#[test]
fn from_a_value_it_is_read_as_from_a_text() {
    let sent = json!({"machineID": "m-1", "disk": {"sizeGB": 7}, "disks": [{}, 1], "rack": 4});
    let machine: Machine = serde_json::from_value(sent.clone()).unwrap();
    assert_eq!(machine.disks.get().map(|disks| disks.bad().len()), Some(1));
    assert_eq!(written(&machine), sent);
}

#[test]
fn a_required_value_comes_once_and_says_something() {
    for (sent, complaint) in [
        (r#"{"name":"x"}"#, ".: missing field `machineID`"),
        (
            r#"{"machineID":null}"#,
            "machineID: invalid type: null, expected a string",
        ),
        (
            r#"{"machineID":7}"#,
            "machineID: invalid type: integer, expected a string",
        ),
        (
            r#"{"machineID":{}}"#,
            "machineID: invalid type: map, expected a string",
        ),
        (
            r#"{"machineID":" "}"#,
            "machineID: refused by the type that reads it",
        ),
        (
            r#"{"machineID":"a","machineID":"a"}"#,
            "machineID: duplicate field `machineID`",
        ),
        ("7", ".: invalid type: integer, expected struct Machine"),
        ("[]", ".: invalid type: sequence, expected struct Machine"),
    ] {
        assert_eq!(read::<Machine>(sent).unwrap_err(), complaint, "{sent}");
    }
    let machine: Machine = read(r#"{"machineID":"--"}"#).unwrap();
    assert_eq!(machine.id, "--");
}

#[test]
fn a_required_list_comes_once_and_is_a_list() {
    for (sent, complaint) in [
        ("{}", ".: missing field `data`"),
        (
            r#"{"data":null}"#,
            "data: invalid type: null, expected a list",
        ),
        (r#"{"data":""}"#, "data: refused by the type that reads it"),
        (r#"{"data":{}}"#, "data: invalid type: map, expected a list"),
        (r#"{"data":[],"data":[{}]}"#, "data: duplicate field `data`"),
        (r#"{"data":[],"data":null}"#, "data: duplicate field `data`"),
    ] {
        assert_eq!(read::<Page>(sent).unwrap_err(), complaint, "{sent}");
    }
}

#[test]
fn a_required_list_is_read_item_by_item() {
    let sent = json!({"data": [{"sizeGB": 1}, 2, {"sizeGB": "3"}], "total": 3});
    let page: Page = read(&sent.to_string()).unwrap();
    let sizes: Vec<_> = page.disks.iter().map(|disk| disk.size.copied()).collect();
    assert_eq!(sizes, [Some(1), Some(3)]);
    let bad: Vec<_> = page.disks.bad().iter().map(BadItem::index).collect();
    assert_eq!(bad, [1]);
    assert_eq!(written(&page), sent);
    let none: Page = read(r#"{"data":[]}"#).unwrap();
    assert!(none.disks.is_empty() && none.disks.bad().is_empty());
}

#[test]
fn a_documented_name_comes_once_whatever_it_holds() {
    for value in ["null", "1", r#""x""#, "{}", "[]", r#"{"sizeGB":1}"#, "[{}]"] {
        for name in ["name", "disk", "disks"] {
            let sent = format!(r#"{{"machineID":"a","{name}":{value},"{name}":{value}}}"#);
            let complaint = read::<Machine>(&sent).unwrap_err();
            assert_eq!(
                complaint,
                format!("{name}: duplicate field `{name}`"),
                "{sent}"
            );
        }
    }
    let twice: Machine = read(r#"{"machineID":"a","rack":1,"rack":{"b":2}}"#).unwrap();
    assert_eq!(twice.extra.get("rack"), Some(&json!({"b": 2})));
}

#[test]
fn what_is_no_object_is_kept_and_masked() {
    for other in [json!("s3cr3t"), json!(["s3cr3t"]), json!(7), json!(true)] {
        let sent = json!({"machineID": "a", "disk": other, "disks": other});
        let machine: Machine = read(&sent.to_string()).unwrap();
        assert_eq!(machine.disk.unreadable(), Some(&other));
        assert_eq!(written(&machine), sent);
        let shown = format!("{machine:?}{}", serde_json::to_string(&machine).unwrap());
        assert!(!shown.contains("s3cr3t"), "{shown}");
    }
}
