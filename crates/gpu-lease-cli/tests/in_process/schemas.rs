//! The JSON documents keep their shape.

use serde_json::{Value, json};

use super::Rig;

fn kind(value: &Value) -> &'static str {
    match value {
        Value::Null => "null",
        Value::Bool(_) => "bool",
        Value::Number(_) => "number",
        Value::String(_) => "text",
        Value::Array(_) => "list",
        Value::Object(_) => "object",
    }
}

/// Whether a document has the wanted shape: names and kinds, lists by the shape of their items. A wanted
/// `"a|b"` is either of the two.
fn fits(document: &Value, wanted: &Value) -> bool {
    match (document, wanted) {
        (is, Value::String(may_be)) => may_be.split('|').any(|one| one == kind(is)),
        (Value::Array(items), Value::Array(item)) => {
            items.iter().all(|one| item.first().is_some_and(|item| fits(one, item)))
        }
        (Value::Object(is), Value::Object(wanted)) => {
            let fit = |(name, wanted)| is.get(name).is_some_and(|one| fits(one, wanted));
            is.len() == wanted.len() && wanted.iter().all(fit)
        }
        _ => false,
    }
}

fn lease() -> Value {
    json!({
        "key": "text", "vendor": "text", "place": "text", "state": "text", "why": "text|null", "id": "text|null",
        "detached": "bool", "owner": "text|null", "began": "text|null", "max_time_s": "number|null",
        "rate": "text|null", "cost": "object|null", "ended_by": "text|null",
    })
}

fn machine() -> Value {
    json!({"key": "text", "id": "text", "status": "text", "ssh": "object|null", "rate": "text|null"})
}

#[tokio::test]
async fn documents_have_the_documented_shape() {
    let mut rig = Rig::new();
    let _glows = rig.glows().await;
    let up = rig.up("--for 1h --detach --yes --json").await;
    let key = rig.keys().remove(0);
    let out = rig.folder.path().join("probed").display().to_string();
    for (name, line, wanted) in [
        ("ls", "ls", json!({"leases": [lease()], "others": [], "incomplete": []})),
        ("show", "show", json!({"lease": lease(), "now": "text", "machine": machine()})),
        ("ssh", "ssh", json!({"machine": machine()})),
        (
            "cost",
            "cost",
            json!({
                "leases": [{"key": "text", "vendor": "text", "state": "text", "cost": "object|null"}],
                "totals": [{"low": "text", "high": "text", "currency": "text", "relies_on": "text"}],
                "unknown": "number",
            }),
        ),
        (
            "offers",
            "offers",
            json!({"offers": [{
                "vendor": "text", "place": "text", "id": "text|null", "gpu": "text|null", "gpus": "number|null",
                "price": "object|null", "in_stock": "bool|null", "relied_on": "text",
            }]}),
        ),
        (
            "doctor",
            "doctor",
            json!({"checks": [{"what": "text", "ok": "bool", "found": "text", "took_ms": "number|null"}]}),
        ),
        (
            "down",
            &format!("down {key}"),
            json!({"machines": [{
                "key": "text", "id": "text|null", "outcome": "text", "over": "bool", "relied_on": "text",
            }]}),
        ),
        ("sweep", "sweep", json!({"machines": []})),
        (
            "probe",
            &format!("probe glows --yes --out {out}"),
            json!({
                "vendor": "text", "folder": "text", "answers": "number", "files": "object",
                "drift": [{"call": "text", "what": "text", "file": "text"}],
                "questions": [{"question": "text", "answer": "text|null"}],
            }),
        ),
        (
            "probe-plan",
            "probe glows --dry-run",
            json!({"vendor": "text", "calls": ["text"], "lease": "null"}),
        ),
    ] {
        let ran = rig.run(&format!("{line} --json")).await;
        assert_eq!(ran.code, 0, "{}", ran.err);
        check(&ran.out, &format!("gpu-lease/{name}/1"), wanted);
    }
    let wanted = json!({"outcome": "text", "machine": machine(), "cost": "object|null"});
    check(&up.out, "gpu-lease/up/1", wanted);
}

fn check(text: &str, schema: &str, mut wanted: Value) {
    wanted["schema"] = json!("text");
    let document: Value = serde_json::from_str(text).unwrap();
    assert_eq!(document["schema"], schema);
    assert!(fits(&document, &wanted), "{document:#}\nis not\n{wanted:#}");
    // Negative controls: a field less, a field more, a field of another type.
    let (mut less, mut more, mut other) = (document.clone(), document.clone(), document);
    less.as_object_mut().unwrap().remove("schema");
    more["surprise"] = json!(1);
    other["schema"] = json!(1);
    for wrong in [less, more, other] {
        assert!(!fits(&wrong, &wanted), "{wrong:#}");
    }
}
