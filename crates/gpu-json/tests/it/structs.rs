//! Structs of fields: what they take, what they refuse, what they write.

use gpu_common::WithSecrets;
use gpu_json::{BadItem, Extra, Field, Items, Object};
use serde::de::DeserializeOwned;
use serde::{Deserialize, Serialize};
use serde_json::{Value, json};

#[derive(Debug, Serialize, Deserialize)]
struct Disk {
    #[serde(rename = "sizeGB", default, skip_serializing_if = "Field::is_absent")]
    size: Field<u64>,
    #[serde(flatten)]
    extra: Extra,
}

impl Object for Disk {}

#[derive(Debug, Serialize, Deserialize)]
struct Machine {
    #[serde(rename = "machineID")]
    id: String,
    #[serde(default, skip_serializing_if = "Field::is_absent")]
    name: Field<String>,
    #[serde(default, skip_serializing_if = "Field::is_absent")]
    disk: Field<Disk>,
    #[serde(default, skip_serializing_if = "Field::is_absent")]
    disks: Field<Items<Disk>>,
    #[serde(flatten)]
    extra: Extra,
}

impl Object for Machine {}

/// A page of disks, of which a list must come.
#[derive(Debug, Serialize, Deserialize)]
struct Page {
    #[serde(default, skip_serializing_if = "Field::is_absent")]
    total: Field<u64>,
    #[serde(rename = "data")]
    disks: Items<Disk>,
    #[serde(flatten)]
    extra: Extra,
}

impl Object for Page {}

fn read<T: DeserializeOwned>(text: &str) -> Result<T, String> {
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
    assert_eq!(machine.disk.get().and_then(|disk| disk.size.copied()), Some(7));
    let sizes: Vec<_> =
        { machine.disks.get().unwrap().iter() }.map(|disk| disk.size.copied()).collect();
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
fn a_required_value_is_there_and_of_its_type() {
    for (sent, complaint) in [
        (r#"{"name":"x"}"#, ".: missing field `machineID`"),
        (r#"{"machineID":null}"#, "machineID: invalid type: null, expected a string"),
        (r#"{"machineID":{}}"#, "machineID: invalid type: map, expected a string"),
        ("7", ".: invalid type: integer, expected struct Machine"),
        ("[]", ".: invalid type: sequence, expected struct Machine"),
        (r#"{"$damaged":"7"}"#, ".: damaged JSON"),
    ] {
        assert_eq!(read::<Machine>(sent).unwrap_err(), complaint, "{sent}");
    }
    let machine: Machine = read(r#"{"machineID":"--"}"#).unwrap();
    assert_eq!(machine.id, "--");
}

#[test]
fn a_required_list_is_a_list() {
    for (sent, complaint) in [
        ("{}", ".: missing field `data`"),
        (r#"{"data":null}"#, "data: invalid type: null, expected a list"),
        (r#"{"data":{}}"#, "data: invalid type: map, expected a list"),
        (r#"{"data":[],"data":[{}]}"#, "data: invalid type: map, expected a list"),
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
            let complaint = serde_json::from_str::<Machine>(&sent).unwrap_err();
            let expected = format!("duplicate field `{name}`");
            assert!(complaint.to_string().starts_with(&expected), "{sent}");
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
