//! Each change of an answer is named in the report.

use gpu_emulator::{Edit, Emulator, Fault, Vendor};
use serde_json::Value;

use crate::tests::Rig;

/// One change a line: the call, the place in its answer, what becomes of it (another name, nothing, or
/// another value), and what the report must then say.
const GLOWS: &str = r#"
    get   /instance/status -> state               | get: instance.state: is not documented (a text)
    get   /instance/status ->                     | get: instance.status: is missing
    get   /instance/hardware/gpuNum -> gpuCount   | instance.hardware.gpuCount: is not documented
    get   /instance/hardware/gpuNum ->            | instance.hardware.gpuNum: is missing
    get   /instance/sshCred ->                    | get: instance.sshCred: is missing
    get   /instance/createTime/seconds -> secs    | get: instance.createTime.seconds: is missing
    list  /pagination -> paging                   | list: pagination: is missing
    list  /pagination/total -> totalCount         | list: pagination.totalCount: is not documented
    list  /instances/0/regionName ->              | list: instances[].regionName: is missing
    list  /instances -> items                     | list: items: is not documented (a list)
    stats /msg ->                                 | stats: msg: is missing
    stats /stats/Running -> Suspended             | stats.Suspended: is a status that is not documented
    get   /instance/status = "Suspending"         | the word "Suspending" is not documented
    get   /instance/category = "Baremetal"        | the word "Baremetal" is not documented
    get   /instance/priceCent = "65"              | instance.priceCent: documented is a number, came a text
    get   /instance/createTime = "2026-01-01"     | instance.createTime: documented is an object, came a text
    get   /instance/accesses = {}                 | get: instance.accesses: documented is a list, came an object
    get   /instance/accesses/0/listenPort = "22"  | accesses[].listenPort: documented is a number
    get   /instance/metaKey = null                | get: instance.metaKey: documented is a text, came null
    list  /instances = null                       | list: instances: documented is a list, came null
    stats /stats = []                             | stats: stats: documented is an object, came a list
    stats /code = "0"                             | stats: code: documented is a number, came a text
    stats /code = 4711                            | stats: the code 4711 is not listed
    stats /code = 7                               | stats: the call was refused
"#;

const MDC: &str = r#"
    regions /0/clusterName -> cluster_name        | regions: [].cluster_name: is not documented
    regions /0/id ->                              | regions: [].id: is missing
    skus    /0/price -> unitPrice                 | skus: [].unitPrice: is not documented (a number)
    skus    /0/remainGPUCount ->                  | skus: [].remainGPUCount: is missing
    nodes   /nodes -> items                       | list: nodes: is missing
    nodes   /hasNextPage ->                       | list: hasNextPage: is missing
    node    /servers/SSH/sshPassword -> password  | get: servers.SSH.password: is not documented
    node    /servers ->                           | get: servers: is missing
    node    /status = "Shutdown"                  | get: status: the word "Shutdown" is not documented
    node    /resources/cpu = 16                   | get: resources.cpu: documented is a text, came a number
    node    /replicas = 1.5                       | get: replicas: documented is a number, came a fraction
    skus    /0/sellingType = 1                    | skus: [].sellingType: documented is a text, came a number
    skus    /0/sellingType = "9"                  | skus: [].sellingType: the word
    skus    /0/price = "10"                       | skus: [].price: documented is a number, came a text
    regions  = {"regions": []}                    | regions: the answer: documented is a list, came an object
    nodes   /totalCount = "1"                     | list: totalCount: documented is a number, came a text
"#;

const AC: &str = r#"
    detail /data/status -> state                  | detail: data.state: is not documented (a text)
    detail /data/gpuNumber ->                     | detail: data.gpuNumber: is missing
    detail /msg -> message                        | detail: message: is not documented (a text)
    tasks  /data/total ->                         | list: data.total: is missing
    center /data/aiUrls -> gpuUrls                | center: data.gpuUrls: is not documented (a list)
    detail /data/status = "Suspended"             | detail: data.status: the word "Suspended"
    detail /data/ramSize = "15360"                | detail: data.ramSize: documented is a number, came a text
    detail /data/taskType = "Desktop"             | detail: data.taskType: the word "Desktop"
    tasks  /data/data = null                      | list: data.data: documented is a list, came null
    center /data/id = "11112"                     | center: data.id: documented is a number, came a text
    state  /data = {}                             | token_state: data: documented is a text, came an object
    state  /code = "20000"                        | token_state: the code 20000 is not listed
"#;

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

async fn named<V: Vendor>(
    rig: &Rig,
    emulator: &Emulator<V>,
    vendor: &str,
    changes: &'static str,
) -> usize {
    let lines = changes.lines().map(str::trim).filter(|line| !line.is_empty());
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
    glows.add_foreign("production");
    mdc.add_foreign("production");
    ac.add_foreign("production");
    rig.time.advance(std::time::Duration::from_secs(600));
    let mut count = named(&rig, &glows, "glows", GLOWS).await;
    count += named(&rig, &mdc, "mdc", MDC).await;
    count += named(&rig, &ac, "ac", AC).await;
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
