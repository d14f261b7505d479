//! Each change of an answer is named in the report.

use gpu_emulator::{Edit, Emulator, Fault, Vendor};
use serde_json::{Value, json};

use crate::tests::Rig;

type Change = (&'static str, &'static str, Box<dyn Fn(&mut Value) + Send + Sync>, &'static str);

/// Sets what is at a JSON pointer of the answers to `GET path`; what the report must then say.
fn set(path: &'static str, at: &'static str, value: Value, says: &'static str) -> Change {
    let change = move |json: &mut Value| {
        if let Some(place) = json.pointer_mut(at) {
            *place = value.clone();
        }
    };
    (path, at, Box::new(change), says)
}

/// Removes the member at a JSON pointer, or gives it another name.
fn rename(
    path: &'static str,
    at: &'static str,
    to: Option<&'static str>,
    says: &'static str,
) -> Change {
    let change = move |json: &mut Value| {
        let (parent, name) = at.rsplit_once('/').unwrap();
        let Some(parent) = json.pointer_mut(parent).and_then(Value::as_object_mut) else { return };
        let value = parent.remove(name);
        if let (Some(to), Some(value)) = (to, value) {
            parent.insert(to.to_owned(), value);
        }
    };
    (path, at, Box::new(change), says)
}

const GET: &str = "/sdk/v1/instance";
const LIST: &str = "/sdk/v1/instance/list";
const STATS: &str = "/sdk/v1/instance/stats";
const REGIONS: &str = "/mdc/api/v1/regions";
const SKUS: &str = "/mdc/api/v1/skus/computings";
const NODES: &str = "/mdc/api/v1/clusters/{clusterName}/instances";
const NODE: &str = "/mdc/api/v1/clusters/{clusterName}/instances/{name}";
const TASKS: &str = "/ai/openapi/v2/instance-service/task/list";
const DETAIL: &str = "/ai/openapi/v2/instance-service/{id}/detail";
const CENTER: &str = "/ac/openapi/v2/center";
const STATE: &str = "/ac/openapi/v2/tokens/state";

fn changes_of_glows() -> Vec<Change> {
    vec![
        rename(
            GET,
            "/instance/status",
            Some("state"),
            "get: instance.state: is not documented (a text)",
        ),
        rename(GET, "/instance/status", None, "get: instance.status: is missing"),
        rename(
            GET,
            "/instance/hardware/gpuNum",
            Some("gpuCount"),
            "instance.hardware.gpuCount: is not documented",
        ),
        rename(GET, "/instance/hardware/gpuNum", None, "instance.hardware.gpuNum: is missing"),
        rename(GET, "/instance/sshCred", None, "get: instance.sshCred: is missing"),
        rename(
            GET,
            "/instance/createTime/seconds",
            Some("secs"),
            "get: instance.createTime.seconds: is missing",
        ),
        rename(LIST, "/pagination", Some("paging"), "list: pagination: is missing"),
        rename(
            LIST,
            "/pagination/total",
            Some("totalCount"),
            "list: pagination.totalCount: is not documented",
        ),
        rename(LIST, "/instances/0/regionName", None, "list: instances[].regionName: is missing"),
        rename(LIST, "/instances", Some("items"), "list: items: is not documented (a list)"),
        rename(STATS, "/msg", None, "stats: msg: is missing"),
        rename(
            STATS,
            "/stats/Running",
            Some("Suspended"),
            "stats.Suspended: is a status that is not documented",
        ),
        set(
            GET,
            "/instance/status",
            json!("Suspending"),
            "the word \"Suspending\" is not documented",
        ),
        set(
            GET,
            "/instance/category",
            json!("Baremetal"),
            "the word \"Baremetal\" is not documented",
        ),
        set(
            GET,
            "/instance/priceCent",
            json!("65"),
            "instance.priceCent: documented is a number, came a text",
        ),
        set(
            GET,
            "/instance/createTime",
            json!("2026-01-01"),
            "instance.createTime: documented is an object, came a text",
        ),
        set(
            GET,
            "/instance/accesses",
            json!({}),
            "get: instance.accesses: documented is a list, came an object",
        ),
        set(
            GET,
            "/instance/accesses/0/listenPort",
            json!("22"),
            "accesses[].listenPort: documented is a number",
        ),
        set(
            GET,
            "/instance/metaKey",
            json!(null),
            "get: instance.metaKey: documented is a text, came null",
        ),
        set(LIST, "/instances", json!(null), "list: instances: documented is a list, came null"),
        set(STATS, "/stats", json!([]), "stats: stats: documented is an object, came a list"),
        set(STATS, "/code", json!("0"), "stats: code: documented is a number, came a text"),
        set(STATS, "/code", json!(4711), "stats: the code 4711 is not listed"),
        set(STATS, "/code", json!(7), "stats: the call was refused"),
    ]
}

fn changes_of_mdc() -> Vec<Change> {
    vec![
        rename(
            REGIONS,
            "/0/clusterName",
            Some("cluster_name"),
            "regions: [].cluster_name: is not documented",
        ),
        rename(REGIONS, "/0/id", None, "regions: [].id: is missing"),
        rename(
            SKUS,
            "/0/price",
            Some("unitPrice"),
            "skus: [].unitPrice: is not documented (a number)",
        ),
        rename(SKUS, "/0/remainGPUCount", None, "skus: [].remainGPUCount: is missing"),
        rename(NODES, "/nodes", Some("items"), "list: nodes: is missing"),
        rename(NODES, "/hasNextPage", None, "list: hasNextPage: is missing"),
        rename(
            NODE,
            "/servers/SSH/sshPassword",
            Some("password"),
            "get: servers.SSH.password: is not documented",
        ),
        rename(NODE, "/servers", None, "get: servers: is missing"),
        set(
            NODE,
            "/status",
            json!("Shutdown"),
            "get: status: the word \"Shutdown\" is not documented",
        ),
        set(
            NODE,
            "/resources/cpu",
            json!(16),
            "get: resources.cpu: documented is a text, came a number",
        ),
        set(
            NODE,
            "/replicas",
            json!(1.5),
            "get: replicas: documented is a number, came a fraction",
        ),
        set(
            SKUS,
            "/0/sellingType",
            json!(1),
            "skus: [].sellingType: documented is a text, came a number",
        ),
        set(SKUS, "/0/sellingType", json!("9"), "skus: [].sellingType: the word"),
        set(SKUS, "/0/price", json!("10"), "skus: [].price: documented is a number, came a text"),
        set(
            REGIONS,
            "",
            json!({"regions": []}),
            "regions: the answer: documented is a list, came an object",
        ),
        set(
            NODES,
            "/totalCount",
            json!("1"),
            "list: totalCount: documented is a number, came a text",
        ),
    ]
}

fn changes_of_ac() -> Vec<Change> {
    vec![
        rename(
            DETAIL,
            "/data/status",
            Some("state"),
            "detail: data.state: is not documented (a text)",
        ),
        rename(DETAIL, "/data/gpuNumber", None, "detail: data.gpuNumber: is missing"),
        rename(DETAIL, "/msg", Some("message"), "detail: message: is not documented (a text)"),
        rename(TASKS, "/data/total", None, "list: data.total: is missing"),
        rename(
            CENTER,
            "/data/aiUrls",
            Some("gpuUrls"),
            "center: data.gpuUrls: is not documented (a list)",
        ),
        set(
            DETAIL,
            "/data/status",
            json!("Suspended"),
            "detail: data.status: the word \"Suspended\"",
        ),
        set(
            DETAIL,
            "/data/ramSize",
            json!("15360"),
            "detail: data.ramSize: documented is a number, came a text",
        ),
        set(
            DETAIL,
            "/data/taskType",
            json!("Desktop"),
            "detail: data.taskType: the word \"Desktop\"",
        ),
        set(TASKS, "/data/data", json!(null), "list: data.data: documented is a list, came null"),
        set(
            CENTER,
            "/data/id",
            json!("11112"),
            "center: data.id: documented is a number, came a text",
        ),
        set(STATE, "/data", json!({}), "token_state: data: documented is a text, came an object"),
        set(STATE, "/code", json!("20000"), "token_state: the code 20000 is not listed"),
    ]
}

async fn named<V: Vendor>(
    rig: &Rig,
    emulator: &Emulator<V>,
    vendor: &str,
    changes: Vec<Change>,
) -> usize {
    let count = changes.len();
    for (path, at, change, says) in changes {
        emulator.clear_faults();
        emulator.edit_next(usize::MAX, Edit::json(change).only("GET", path));
        let drift = rig.drift(vendor).await;
        assert!(drift.iter().any(|one| one.contains(says)), "{path} {at}: {says}\n{drift:#?}");
    }
    emulator.clear_faults();
    count
}

#[tokio::test]
async fn each_change_of_an_answer_is_named() {
    let mut rig = Rig::new();
    let (glows, mdc, ac) = (rig.glows().await, rig.mdc().await, rig.ac().await);
    glows.add_foreign("production");
    mdc.add_foreign("production");
    ac.add_foreign("production");
    rig.time.advance(std::time::Duration::from_secs(600));
    let mut count = named(&rig, &glows, "glows", changes_of_glows()).await;
    count += named(&rig, &mdc, "mdc", changes_of_mdc()).await;
    count += named(&rig, &ac, "ac", changes_of_ac()).await;
    for (fault, says) in [
        (Fault::status(503), "stats: HTTP status 503"),
        (Fault::status(404), "stats: HTTP status 404"),
        (Fault::status(200).html("<html>welcome</html>"), "stats: the body is no JSON"),
        (
            Fault::status(200).text("{\"code\":0,\"msg\":\"\",\"stats\":{}}"),
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
