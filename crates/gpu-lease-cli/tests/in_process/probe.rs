//! The probe: no drift beside the emulators, each change of an answer named, no secret written, reads only.

use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};

use gpu_emulator::{AcOpenApi, Edit, Emulator, Fault, Vendor};
use serde_json::{Value, json};

use super::{Ran, Rig};

/// What a probe wrote, by file.
fn files(folder: &Path) -> BTreeMap<String, String> {
    let entries = fs::read_dir(folder).unwrap().map(|entry| entry.unwrap());
    let text = |path: PathBuf| fs::read_to_string(path).unwrap();
    entries.map(|one| (one.file_name().into_string().unwrap(), text(one.path()))).collect()
}

impl Rig {
    pub(super) async fn ac(&mut self) -> AcOpenApi {
        let ac = AcOpenApi::builder().clock(self.clock.clone()).start().await.unwrap();
        self.set("AC_USER", ac.user());
        self.set("AC_ACCESS_KEY", ac.access_key());
        self.set("AC_SECRET_KEY", ac.secret_key());
        self.set("AC_REGION", "11112");
        for name in ["AC_TOKENS_URL", "AC_CENTER_URL"] {
            self.set(name, ac.base_url());
        }
        ac
    }

    async fn probe(&self, vendor: &str, more: &[&str]) -> (Ran, PathBuf) {
        let out = self.folder.0.join("probed");
        drop(fs::remove_dir_all(&out));
        let path = out.display().to_string();
        let ran = self.run(&[&["probe", vendor, "--out", &path, "--yes"], more].concat()).await;
        (ran, out)
    }

    /// The differences that a probe names.
    async fn drift(&self, vendor: &str) -> Vec<String> {
        let (ran, _) = self.probe(vendor, &["--json"]).await;
        let document: Value =
            serde_json::from_str(&ran.out).unwrap_or_else(|_| panic!("{}", ran.err));
        let text = |one: &Value, name| one[name].as_str().unwrap().to_owned();
        let drift = document["drift"].as_array().unwrap().iter();
        drift.map(|one| format!("{}: {}", text(one, "call"), text(one, "what"))).collect()
    }
}

fn changing<V: Vendor>(emulator: &Emulator<V>) -> Vec<String> {
    let requests = emulator.requests().into_iter();
    let reads = ["/tokens", "/image/images"];
    let changing = requests
        .filter(|one| one.method != "GET" && !reads.iter().any(|end| one.path.ends_with(end)));
    changing.map(|one| format!("{} {}", one.method, one.path)).collect()
}

#[tokio::test]
async fn beside_the_emulators_nothing_drifts_and_only_reads_are_sent() {
    let mut rig = Rig::new();
    let (glows, mdc, ac) = (rig.glows().await, rig.mdc().await, rig.ac().await);
    for filled in [false, true] {
        if filled {
            glows.add_foreign("production");
            mdc.add_foreign("production");
            ac.add_foreign("production");
            rig.time.advance(std::time::Duration::from_secs(600));
        }
        for vendor in ["glows", "mdc", "ac"] {
            let (ran, folder) = rig.probe(vendor, &[]).await;
            assert_eq!(ran.code, 0, "{}", ran.err);
            let report = &files(&folder)["report.md"];
            assert!(report.contains("## Not as documented\n\nNothing.\n"), "{report}");
            println!("{report}");
        }
    }
    assert_eq!(changing(&glows), [""; 0]);
    assert_eq!(changing(&mdc), [""; 0]);
    assert_eq!(changing(&ac), [""; 0]);
    assert_eq!(glows.ledger().created + mdc.ledger().created + ac.ledger().created, 0);
}

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

#[test]
fn no_secret_comes_out_wherever_it_was_put() {
    use crate::probe::testing::{Probe, calls, seen};
    let mut places = 0;
    for vendor in ["glows", "mdc", "ac-openapi"] {
        let path = format!("{}/documented/{vendor}/responses.json", env!("CARGO_MANIFEST_DIR"));
        let samples: Value = serde_json::from_str(&fs::read_to_string(path).unwrap()).unwrap();
        let probe = Probe::of(vendor);
        let json = [("content-type", "application/json")];
        for (turn, (call, endpoint)) in calls(vendor).into_iter().enumerate() {
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
                let text = probe.findings(&all);
                let parts = ["hunter2", "Sw0rd", "c2VjcmV0", "schmidt", "5550123"];
                for leak in parts.into_iter().chain([secret]) {
                    let line = text.lines().find(|line| line.contains(leak));
                    assert_eq!(line, None, "{vendor} {call}: {leak}");
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
    let found = crate::probe::testing::Probe::of("mdc").masked("get instance", &sample);
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

/// What a probe with money is given.
pub(super) const SPEND: [&str; 10] = [
    "--spend",
    "1Credit",
    "--assume-rate",
    "0.65 Credit/hour",
    "--image",
    "img-87p9kq26",
    "--gpu",
    "NVIDIA GeForce RTX 4090",
    "--region",
    "TW-03",
];

#[tokio::test]
async fn with_money_it_rents_one_machine_reads_it_in_each_state_and_gives_it_back() {
    let mut rig = Rig::new();
    let glows = rig.glows().await;
    let (ran, folder) = rig.probe("glows", &SPEND).await;
    assert_eq!(ran.code, 0, "{}", ran.err);
    let ledger = glows.ledger();
    assert!(ledger.created == 1 && ledger.is_settled(), "{ledger}");
    let files = files(&folder);
    let text: String = files.values().cloned().collect();
    for word in ["SchedQueued", "Running", "create.response.1.json", "release.response.1.json"] {
        assert!(text.contains(word), "{word}");
    }
    assert!(files["report.md"].contains("Nothing.\n"), "{}", files["report.md"]);
}

#[tokio::test]
async fn without_a_yes_nothing_is_sent_and_a_dry_run_sends_nothing() {
    let mut rig = Rig::new();
    let glows = rig.glows().await;
    let ran = rig.run(&["probe", "glows"]).await;
    assert_eq!((ran.code, ran.out.as_str()), (2, ""), "{}", ran.err);
    for vendor in ["glows", "mdc", "ac"] {
        let ran = rig.run(&["probe", vendor, "--dry-run"]).await;
        assert!(ran.code == 0 && ran.out.contains("GET /"), "{}", ran.err);
    }
    let ran = rig.run(&[&["probe", "glows", "--yes"], &SPEND[..6]].concat()).await;
    assert_eq!(ran.code, 2, "{}", ran.err);
    assert_eq!(glows.ledger().requests_in_all().seen, 0);
    // Asked, and not agreed: nothing is written, what would be is shown.
    let out = rig.folder.0.join("refused").display().to_string();
    let ran = rig.answering("n\n", true, &["probe", "glows", "--out", &out]).await;
    assert!(ran.code == 1 && ran.out.contains("==> report.md <=="), "{}", ran.err);
    assert!(!Path::new(&out).exists());
}

#[tokio::test]
async fn its_failures_have_the_codes_of_other_verbs() {
    let mut rig = Rig::new();
    let glows = rig.glows().await;
    let (ran, folder) = rig.probe("glows", &["--profile", "nobody"]).await;
    assert!(ran.code == 2 && !folder.exists(), "{}", ran.err);
    assert_eq!(rig.probe("mdc", &[]).await.0.code, 4);
    let there = rig.folder.0.display().to_string();
    for (words, code) in [
        (&["probe", "aws", "--yes"][..], 2),
        (&["probe", "glows", "--yes", "--out", &there], 2),
        (&["probe", "glows", "--yes", "--spend", "1€"], 2),
        (&["probe", "glows", "--yes", "--gpu", "H20"], 2),
        (&["probe", "glows", "--yes", "--out", "/dev/null/x"], 1),
    ] {
        let ran = rig.run(words).await;
        assert_eq!((ran.code, ran.err.lines().count()), (code, 1), "{words:?}: {}", ran.err);
    }
    glows.fail_next(usize::MAX, Fault::status(503));
    let (ran, folder) = rig.probe("glows", &[]).await;
    assert!(
        ran.code == 5 && files(&folder)["report.md"].contains("HTTP status 503"),
        "{}",
        ran.err
    );
    rig.set("GLOWS_SDK_TOKEN", "another-token");
    glows.clear_faults();
    assert_eq!(rig.probe("glows", &[]).await.0.code, 4);
    rig.set("GLOWS_BASE_URL", "http://127.0.0.1:1/sdk/v1");
    let (ran, folder) = rig.probe("glows", &[]).await;
    assert!(ran.code == 5 && !folder.exists(), "{}", ran.err);
}

/// Reads an answer as its client does; what stands in the way.
fn read(vendor: &str, call: &str, json: &Value) -> Result<(), serde_json::Error> {
    fn of<T: serde::de::DeserializeOwned>(value: &Value) -> Result<(), serde_json::Error> {
        serde_json::from_value::<T>(value.clone()).map(drop)
    }
    match (vendor, call) {
        ("glows", "get" | "create") => of::<glows_client::Instance>(&json["instance"]),
        ("glows", "list") => of::<glows_client::InstancePage>(json),
        ("glows", "stats") => of::<glows_client::Stats>(&json["stats"]),
        ("mdc", "get" | "create") => of::<mdc_client::Instance>(json),
        ("mdc", "list") => of::<mdc_client::InstanceList>(json),
        ("mdc", "regions") => of::<Vec<mdc_client::RegionInfo>>(json),
        ("mdc", "skus") => of::<Vec<mdc_client::Sku>>(json),
        ("ac-openapi", "detail") => of::<ac_openapi_client::Instance>(&json["data"]),
        ("ac-openapi", "center") => of::<ac_openapi_client::Center>(&json["data"]),
        ("ac-openapi", "node_limits") => of::<ac_openapi_client::NodeLimits>(&json["data"]),
        ("ac-openapi", "images") => of::<Vec<ac_openapi_client::Image>>(&json["data"]["data"]),
        _ => Ok(()),
    }
}

#[test]
fn each_answer_that_is_documented_or_was_taken_in_is_read_by_its_client() {
    for vendor in ["glows", "mdc", "ac-openapi"] {
        let own = env!("CARGO_MANIFEST_DIR");
        let path = format!("{own}/documented/{vendor}/responses.json");
        let documented: Value = serde_json::from_str(&fs::read_to_string(path).unwrap()).unwrap();
        let mut answers: Vec<_> = documented
            .as_object()
            .unwrap()
            .iter()
            .map(|(name, it)| (name.clone(), it.clone()))
            .collect();
        // In a package there is no such folder.
        let seen = PathBuf::from(format!("{own}/../../fixtures/{vendor}/seen"));
        if let Ok(index) = fs::read_to_string(seen.join("index.json")) {
            let index: Value = serde_json::from_str(&index).unwrap();
            for (name, _) in
                index.as_object().unwrap().iter().filter(|(_, one)| one["status"] == 200)
            {
                let text = fs::read_to_string(seen.join(name)).unwrap();
                answers.push((name.clone(), serde_json::from_str(&text).unwrap()));
            }
        }
        let done = |json: &Value| json.get("code").is_none_or(|code| code == 0 || code == "0");
        for (name, json) in answers.iter().filter(|(_, json)| done(json)) {
            read(vendor, name.split('.').next().unwrap(), json)
                .unwrap_or_else(|error| panic!("{vendor} {name}: {error}"));
        }
    }
}
