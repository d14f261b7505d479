//! Structs of fields that serde's own attributes describe: what they take and what they refuse.

use gpu_common::WithSecrets;
use gpu_json::{Extra, Field, Items, Object};
use serde::de::DeserializeOwned;
use serde::{Deserialize, Serialize};
use serde_json::json;

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

/// A page of disks, of which a list must come.
#[derive(Debug, Serialize, Deserialize)]
struct Page {
    #[serde(rename = "data")]
    disks: Items<Disk>,
    #[serde(flatten)]
    extra: Extra,
}

fn complaint<T: DeserializeOwned + std::fmt::Debug>(text: &str) -> String {
    gpu_json::from_json::<T>(text).unwrap_err().to_string()
}

#[test]
fn fields_are_found_in_any_order_and_nothing_is_lost() {
    let sent = json!({
        "rack": {"a": [1, null]}, "disks": [{"sizeGB": "8"}, 1, {"kind": "ssd"}],
        "disk": {"sizeGB": 7}, "name": "", "machineID": "--",
    });
    let from_text: Machine = gpu_json::from_json(sent.to_string()).unwrap();
    let from_value: Machine = serde_json::from_value(sent.clone()).unwrap();
    for machine in [from_text, from_value] {
        assert_eq!((machine.id.as_str(), machine.name.get()), ("--", None));
        assert_eq!(machine.disk.get().and_then(|disk| disk.size.copied()), Some(7));
        let disks = machine.disks.get().unwrap();
        let sizes: Vec<_> = disks.iter().map(|disk| disk.size.copied()).collect();
        assert_eq!((sizes, disks.bad().len()), (vec![Some(8), None], 1));
        assert_eq!(serde_json::to_value(WithSecrets(&machine)).unwrap(), sent);
    }
}

#[test]
fn what_is_required_is_there_and_of_its_type() {
    for (sent, told) in [
        (r#"{"name":"x"}"#, ".: missing field `machineID`"),
        (r#"{"machineID":null}"#, "machineID: invalid type: null, expected a string"),
        (r#"{"machineID":{}}"#, "machineID: invalid type: map, expected a string"),
        ("7", ".: invalid type: integer, expected struct Machine"),
        ("[]", ".: invalid type: sequence, expected struct Machine"),
        (r#"{"$damaged":"7"}"#, ".: damaged JSON"),
    ] {
        assert_eq!(complaint::<Machine>(sent), told, "{sent}");
    }
    for (sent, told) in [
        ("{}", ".: missing field `data`"),
        (r#"{"data":null}"#, "data: invalid type: null, expected a list"),
        (r#"{"data":{}}"#, "data: invalid type: map, expected a list"),
        (r#"{"data":[],"data":[{}]}"#, "data: invalid type: map, expected a list"),
    ] {
        assert_eq!(complaint::<Page>(sent), told, "{sent}");
    }
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
}
