//! The vendor changes its answers: what was optional is tolerated, nothing that was sent is lost.

use glows_client::{Instance, WithSecrets};
use serde_json::{Value, json};

use crate::support::{fixture, json as parse};

fn sample() -> Value {
    parse(fixture!("get.response"))["instance"].clone()
}

/// Reads an instance and writes it back.
fn written_back(sent: &Value) -> serde_json::Result<Value> {
    let instance: Instance = serde_json::from_str(&sent.to_string())?;
    serde_json::to_value(WithSecrets(&instance))
}

/// Values that stand where something else is documented.
fn odd_values() -> Vec<Value> {
    vec![
        Value::Null,
        json!(""),
        json!("--"),
        json!("65"),
        json!("word"),
        json!(0),
        json!(-1),
        json!(1.5),
        json!(1e300),
        json!(u64::MAX),
        json!(true),
        json!([]),
        json!([1, "a", null]),
        json!({}),
        json!({"unheard": {"of": 1}}),
    ]
}

#[test]
fn any_field_but_the_id_may_be_anything_and_is_written_back_as_it_came() {
    let names: Vec<String> = sample().as_object().unwrap().keys().cloned().collect();
    for name in names.iter().filter(|name| *name != "instanceID") {
        for value in odd_values() {
            let mut sent = sample();
            sent[name] = value;
            assert_eq!(written_back(&sent).unwrap(), sent, "{name}");
        }
        let mut sent = sample();
        sent.as_object_mut().unwrap().remove(name);
        assert_eq!(written_back(&sent).unwrap(), sent, "without {name}");
    }
}

#[test]
fn nested_fields_may_be_anything_too() {
    for (pointer, names) in [
        (
            "/hardware",
            &["gpuName", "cpuName", "gpuNum", "gpuRamMB", "cpuCoresNum", "ramMB", "diskGB"][..],
        ),
        ("/baseImage", &["imageID", "imageName"]),
        ("/sshCred", &["user", "password"]),
        ("/createTime", &["seconds", "nanos"]),
        ("/accesses/0", &["protocol", "listenPort", "url"]),
    ] {
        for name in names {
            for value in odd_values() {
                let mut sent = sample();
                sent.pointer_mut(pointer).unwrap()[*name] = value;
                assert_eq!(written_back(&sent).unwrap(), sent, "{pointer}/{name}");
            }
        }
    }
}

#[test]
fn new_fields_are_kept_at_every_level() {
    for pointer in ["", "/hardware", "/baseImage", "/sshCred", "/createTime", "/accesses/0"] {
        let mut sent = sample();
        sent.pointer_mut(pointer).unwrap()["brandNew"] = json!({"a": [1, 2]});
        assert_eq!(written_back(&sent).unwrap(), sent, "{pointer}");
    }
    let mut sent = sample();
    sent["gpuCount"] = json!(8);
    let instance: Instance = serde_json::from_value(sent).unwrap();
    assert_eq!(instance.extra.get("gpuCount"), Some(&json!(8)));
}

#[test]
fn a_snapshot_of_unknown_shape_is_kept() {
    for snap in [json!({"snapID": "6ypgvgpw"}), json!("6ypgvgpw"), json!([1])] {
        let mut sent = sample();
        sent["baseSnap"] = snap;
        assert_eq!(written_back(&sent).unwrap(), sent);
    }
}

#[test]
fn an_instance_without_its_id_is_none() {
    for id in [Value::Null, json!(""), json!(1.5), json!(true), json!({}), json!(["a"])] {
        let mut sent = sample();
        sent["instanceID"] = id;
        assert!(written_back(&sent).is_err(), "{sent}");
    }
}

#[test]
fn one_bad_access_does_not_cost_the_others() {
    let mut sent = sample();
    sent["accesses"][1] = json!("not an access");
    assert_eq!(written_back(&sent).unwrap(), sent);
    let instance: Instance = serde_json::from_value(sent).unwrap();
    assert_eq!(instance.accesses.get().unwrap().bad().len(), 1);
    assert!(instance.ssh().is_some());
    assert!(instance.http_url(8888).is_none());
    assert!(instance.http_url(7890).is_some());
}
