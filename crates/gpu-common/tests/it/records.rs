//! Structs of fields: what they take, what they refuse, what they write.

use gpu_common::{Extra, Field, Items, WithSecrets};
use serde_json::{Value, json};

#[derive(Debug)]
struct Disk {
    size: Field<u64>,
    extra: Extra,
}

gpu_common::record!(Disk, { size: "sizeGB" });

#[derive(Debug)]
struct Machine {
    id: String,
    name: Field<String>,
    disk: Field<Disk>,
    disks: Field<Items<Disk>>,
    extra: Extra,
}

gpu_common::record!(Machine, required { id: "machineID" }, {
    name: "name",
    disk: "disk",
    disks: "disks",
});

fn read(text: &str) -> Result<Machine, String> {
    gpu_common::from_json(text).map_err(|error| error.to_string())
}

fn written(machine: &Machine) -> Value {
    serde_json::to_value(WithSecrets(machine)).unwrap()
}

#[test]
fn fields_are_found_in_any_order_and_nothing_is_lost() {
    let sent = json!({
        "rack": {"a": [1, null]}, "disks": [{"sizeGB": "8"}, {"kind": "ssd"}], "disk": {"sizeGB": 7},
        "name": "", "machineID": "m-1",
    });
    let machine = read(&sent.to_string()).unwrap();
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
        assert_eq!(read(sent).unwrap_err(), complaint, "{sent}");
    }
    assert_eq!(read(r#"{"machineID":"--"}"#).unwrap().id, "--");
}

#[test]
fn a_documented_name_comes_once_whatever_it_holds() {
    for value in ["null", "1", r#""x""#, "{}", "[]", r#"{"sizeGB":1}"#, "[{}]"] {
        for name in ["name", "disk", "disks"] {
            let sent = format!(r#"{{"machineID":"a","{name}":{value},"{name}":{value}}}"#);
            let complaint = read(&sent).unwrap_err();
            assert_eq!(
                complaint,
                format!("{name}: duplicate field `{name}`"),
                "{sent}"
            );
        }
    }
    let twice = read(r#"{"machineID":"a","rack":1,"rack":{"b":2}}"#).unwrap();
    assert_eq!(twice.extra.get("rack"), Some(&json!({"b": 2})));
}

#[test]
fn what_is_no_object_is_kept_and_masked() {
    for other in [json!("s3cr3t"), json!(["s3cr3t"]), json!(7), json!(true)] {
        let sent = json!({"machineID": "a", "disk": other, "disks": other});
        let machine = read(&sent.to_string()).unwrap();
        assert_eq!(machine.disk.unreadable(), Some(&other));
        assert_eq!(written(&machine), sent);
        let shown = format!("{machine:?}{}", serde_json::to_string(&machine).unwrap());
        assert!(!shown.contains("s3cr3t"), "{shown}");
    }
}
