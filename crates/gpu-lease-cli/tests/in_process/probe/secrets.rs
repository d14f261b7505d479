//! No secret comes out, wherever it went in, and what is equal stays equal.

use std::fs;

use serde_json::{Value, json};

use super::folder;
use super::mask::Masker;
use super::record::Seen;

/// Secrets of many forms. None may come out, wherever it went in.
const SECRETS: [&str; 12] = [
    "Sw0rdf1shPassw0rd",
    "7d27443c5718e75bee2da9f92fe6a50c",
    "eyJhbGciOiJIUzI1NiJ9.eyJzdWIiOiJhbm5hIn0.c2VjcmV0c2VjcmV0",
    "8d40c2e6-a0b0-45c2-9b40-a0de065104f5",
    "anna.schmidt@example.org",
    "https://anna:hunter2@host.internal:8443/p?token=abcdef123456",
    "correcthorsebatterystaple",
    "482915307716",
    "ssh -p30099 root@10.31.213.79",
    "王小明的密码",
    "+49 171 5550123",
    "AKIA9FQX7Z2M4K8W1TLB",
];

/// Puts the secret in the place of each value in turn, and of each member's name, and gives all of these.
fn planted(value: &Value, secret: &str) -> Vec<Value> {
    let mut all = vec![json!(secret), json!([secret]), json!({secret: secret})];
    match value {
        Value::Array(items) => {
            for (at, item) in items.iter().enumerate().take(1) {
                for changed in planted(item, secret) {
                    let mut items = items.clone();
                    items[at] = changed;
                    all.push(items.into());
                }
            }
        }
        Value::Object(members) => {
            let mut more = members.clone();
            more.insert(secret.to_owned(), json!({"of": secret}));
            all.push(more.into());
            for (name, member) in members {
                for changed in planted(member, secret) {
                    let mut members = members.clone();
                    members.insert(name.clone(), changed);
                    all.push(members.into());
                }
            }
        }
        _ => {}
    }
    all
}

/// An answer of the wire.
fn seen(call: &'static str, status: u16, headers: &[(&str, &str)], body: &str) -> Seen {
    let headers = headers.iter().map(|(name, value)| ((*name).to_owned(), (*value).to_owned()));
    Seen {
        call,
        case: "",
        method: "GET".to_owned(),
        path: format!("/sdk/v1/{body}"),
        query: format!("id={body}"),
        status,
        headers: headers.collect(),
        body: body.to_owned().into(),
        json: serde_json::from_str(body).ok(),
    }
}

#[test]
fn no_secret_comes_out_wherever_it_was_put() {
    let mut places = 0;
    for vendor in ["glows", "mdc", "ac-openapi"] {
        let path = format!("{}/documented/{vendor}/responses.json", env!("CARGO_MANIFEST_DIR"));
        let samples: Value = serde_json::from_str(&fs::read_to_string(path).unwrap()).unwrap();
        let masker = Masker::new(vendor, 7);
        let tables = &masker.documented.tables;
        assert!(!tables.calls.is_empty() && masker.header("server", "nginx").is_some(), "data");
        let calls = tables.calls.iter();
        let json = [("content-type", "application/json")];
        for (turn, (call, endpoint)) in calls.enumerate() {
            let starts = [format!("{endpoint}.response"), "error.response".to_owned()];
            let names = samples.as_object().unwrap().iter();
            let of = |name: &str| starts.iter().any(|start| name.starts_with(start));
            let bodies = names.filter(|(name, _)| of(name)).map(|(_, sample)| sample.clone());
            let bodies: Vec<_> = bodies.chain([json!({"code": 0, "data": {"a": []}})]).collect();
            // Each form in a sixth of the calls; the forms that take turns are the same for all vendors.
            for secret in SECRETS.into_iter().skip(turn % 6).step_by(6) {
                let planted = bodies.iter().flat_map(|sample| planted(sample, secret));
                let mut all: Vec<_> =
                    planted.map(|body| seen(call, 200, &json, &body.to_string())).collect();
                let names = [
                    "server",
                    "set-cookie",
                    "date",
                    "location",
                    "content-type",
                    "retry-after",
                    "x-secret",
                ];
                let html = format!("<html><!-- {secret} --><a href='{secret}'>{secret}</a></html>");
                for body in [secret, &html, &format!("{{\"code\":0,\"{secret}\":")] {
                    all.push(seen(call, 500, &names.map(|name| (name, secret)), body));
                }
                places += all.len();
                let text = folder::findings(&masker, &all).shown();
                let parts = ["hunter2", "Sw0rd", "c2VjcmV0", "schmidt", "5550123"];
                for leak in parts.into_iter().chain([secret]) {
                    assert!(!text.contains(leak), "{vendor} {call}: {leak}");
                }
            }
        }
    }
    println!("{places} answers with a secret in each place, none came out");
}

#[test]
fn equal_values_stay_equal_and_keep_their_form() {
    let id = "8d40c2e6-a0b0-45c2-9b40-a0de065104f5";
    let sample = json!({
        "name": "instance-4ca9e1f2", "uid": id, "status": "Running", "replicas": 2, "description": "",
        "servers": {"Tensorboard": format!("http://{id}.gw.host/x")},
        "creationTimestamp": "2026-03-04T05:06:07+08:00", "updateTimestamp": "0001-01-01T00:00:00Z",
    });
    let masker = Masker::new("mdc", 7);
    let found = masker.json(&sample, masker.documented.shape("get"));
    let text = |at: &str| found.pointer(at).unwrap().as_str().unwrap();
    let form = |text: &str| text.replace(|one: char| one != '-', "x");
    let (uid, url) = (text("/uid"), text("/servers/Tensorboard"));
    assert!(form(uid) == form(id) && uid != id, "{uid}");
    let long = uid.rsplit('-').next().unwrap();
    assert!(url.starts_with("http://") && url.contains(long), "{url} is of {uid}");
    let time = text("/creationTimestamp");
    let read = time.parse::<gpu_common::Timestamp>();
    assert!(read.is_ok() && time != "2026-03-04T05:06:07+08:00", "{time}");
    for kept in ["status", "replicas", "description", "updateTimestamp"] {
        assert_eq!(found[kept], sample[kept]);
    }
}
