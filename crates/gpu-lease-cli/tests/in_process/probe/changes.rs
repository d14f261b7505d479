//! Each change of an answer is named in the report.

use gpu_emulator::{Edit, Emulator, Fault, Vendor};
use serde_json::Value;

use crate::tests::Rig;

/// Changes of each vendor's answers, and what the report must say of them.
const CHANGES: &str = include_str!("changes.txt");

const STATS: &str = "/sdk/v1/instance/stats";

/// The path of a call.
fn path(call: &str) -> &'static str {
    match call {
        "get" => "/sdk/v1/instance",
        "list" => "/sdk/v1/instance/list",
        "stats" => STATS,
        "regions" => "/mdc/api/v1/regions",
        "skus" => "/mdc/api/v1/skus/computings",
        "nodes" => "/mdc/api/v1/clusters/{clusterName}/instances",
        "node" => "/mdc/api/v1/clusters/{clusterName}/instances/{name}",
        "tasks" => "/ai/openapi/v2/instance-service/task/list",
        "detail" => "/ai/openapi/v2/instance-service/{id}/detail",
        "center" => "/ac/openapi/v2/center",
        "state" => "/ac/openapi/v2/tokens/state",
        _ => panic!("{call}"),
    }
}

/// Changes an answer as a line says.
fn edit(change: &'static str) -> Edit {
    Edit::json(move |json| {
        if let Some((at, value)) = change.split_once(" = ") {
            if let Some(place) = json.pointer_mut(at.trim()) {
                *place = serde_json::from_str(value).unwrap();
            }
            return;
        }
        let (at, to) = change.split_once(" ->").unwrap();
        let (parent, name) = at.trim().rsplit_once('/').unwrap();
        let Some(parent) = json.pointer_mut(parent).and_then(Value::as_object_mut) else { return };
        let value = parent.remove(name);
        if let (Some(value), false) = (value, to.is_empty()) {
            parent.insert(to.trim().to_owned(), value);
        }
    })
}

async fn named<V: Vendor>(rig: &Rig, emulator: &Emulator<V>, vendor: &str) -> usize {
    emulator.add_foreign("production");
    rig.time.advance(std::time::Duration::from_secs(600));
    let (_, changes) = CHANGES.split_once(&format!("[{vendor}]\n")).unwrap();
    let lines = changes.lines().take_while(|line| !line.is_empty());
    for line in lines.clone() {
        let (change, says) = line.split_once('|').unwrap();
        let (call, change) = change.trim().split_once(' ').unwrap();
        emulator.clear_faults();
        emulator.edit_next(usize::MAX, edit(change).only("GET", path(call)));
        let drift = rig.drift(vendor).await;
        assert!(drift.iter().any(|one| one.contains(says.trim())), "{line}\n{drift:#?}");
    }
    emulator.clear_faults();
    lines.count()
}

#[tokio::test]
async fn each_change_of_an_answer_is_named() {
    let mut rig = Rig::new();
    let (glows, mdc, ac) = (rig.glows().await, rig.mdc().await, rig.ac().await);
    let mut count = named(&rig, &glows, "glows").await;
    count += named(&rig, &mdc, "mdc").await;
    count += named(&rig, &ac, "ac").await;
    for (fault, says) in [
        (Fault::status(503), "stats: HTTP status 503"),
        (Fault::status(404), "stats: HTTP status 404"),
        (Fault::status(200).html("<html>welcome</html>"), "stats: the body is no JSON"),
        (
            Fault::status(200).text(r#"{"code":0,"msg":"","stats":{}}"#),
            "Content-Type does not say so",
        ),
        (Fault::status(200).json("{}"), "stats: there is no code"),
    ] {
        glows.clear_faults();
        glows.fail_next(usize::MAX, fault.only("GET", STATS));
        let drift = rig.drift("glows").await;
        assert!(drift.iter().any(|one| one.contains(says)), "{says}\n{drift:#?}");
        count += 1;
    }
    println!("{count} changes, all named");
    assert!(count >= 50);
}
