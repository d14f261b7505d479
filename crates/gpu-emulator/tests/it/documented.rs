//! Every documented request gets the documented answer. The samples are those of the vendors' pages, as
//! the repository's fixtures keep them.

use std::net::SocketAddr;
use std::process::Command;

use gpu_emulator::mdc::Edition;
use gpu_emulator::{AcOpenApi, Clock, Glows, Mdc};
use serde_json::{Value, json};

use crate::http::{Answer, Request};
use crate::{SAMPLED, seconds};

/// A sample by its path among the fixtures, with these texts in place of the page's.
fn sample_with(name: &str, own: &[(&str, &str)]) -> Value {
    let path = format!("{}/../../fixtures/{name}.json", env!("CARGO_MANIFEST_DIR"));
    let text = std::fs::read_to_string(&path).unwrap_or_else(|error| panic!("{path}: {error}"));
    let text = own.iter().fold(text, |text, (theirs, ours)| text.replace(theirs, ours));
    serde_json::from_str(&text).expect("JSON")
}

pub(crate) fn sample(name: &str) -> Value {
    sample_with(name, &[])
}

/// What a sample request asks for.
struct Documented {
    method: String,
    target: String,
    headers: Vec<String>,
    body: Value,
}

impl Documented {
    fn new(name: &str, own: &[(&str, &str)]) -> Self {
        let sample = sample_with(name, own);
        let text = |value: &Value| value.as_str().expect("a text").to_owned();
        let pairs = sample["query"].as_array().expect("pairs").iter();
        let query = pairs.map(|pair| format!("{}={}&", text(&pair[0]), text(&pair[1])));
        let headers = sample["headers"].as_object().into_iter().flatten();
        Self {
            method: text(&sample["method"]),
            target: format!("{}?{}", text(&sample["path"]), query.collect::<String>()),
            headers: headers.map(|(name, value)| format!("{name}: {}", text(value))).collect(),
            body: sample["body"].clone(),
        }
    }

    async fn send(self, to: SocketAddr) -> Answer {
        let new = Request::new(&self.method, &self.target);
        let request = self.headers.into_iter().fold(new, Request::header);
        let request = match self.body {
            Value::Null => request,
            body => request.without("Content-Type").json(&body),
        };
        request.send(to).await
    }

    /// `None` without curl on the path.
    fn send_by_curl(self, to: SocketAddr) -> Option<Value> {
        let mut curl = Command::new("curl");
        curl.args(["--silent", "--show-error", "--noproxy", "*", "--http1.1", "--globoff"]);
        curl.args(["--request", &self.method, "--url", &format!("http://{to}{}", self.target)]);
        for line in &self.headers {
            curl.args(["--header", line]);
        }
        if !self.body.is_null() {
            curl.args(["--data", &self.body.to_string()]);
        }
        let output = match curl.output() {
            Err(error) if error.kind() == std::io::ErrorKind::NotFound => return None,
            output => output.expect("curl runs"),
        };
        assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
        Some(serde_json::from_slice(&output.stdout).expect("JSON"))
    }
}

/// The answer is the sample, member for member. What stands in the sample at one of these JSON
/// pointers is made up: ours may stand there and wherever else the sample repeats it.
fn assert_sample(name: &str, answer: &Value, made_up: &[&str]) {
    let mut wanted = sample(name);
    for pointer in made_up {
        let text = |value: &Value| {
            let found = value.pointer(pointer).and_then(Value::as_str);
            found.unwrap_or_else(|| panic!("{pointer} is no text in {value}")).to_owned()
        };
        let ours = wanted.to_string().replace(&text(&wanted), &text(answer));
        wanted = serde_json::from_str(&ours).expect("JSON");
    }
    assert_eq!(*answer, wanted, "{name}");
}

async fn glows() -> (Glows, [(&'static str, String); 1]) {
    let builder = Glows::builder().clock(Clock::manual_at(SAMPLED)).ssh_password("fake-password-1");
    let glows = builder.start().await.expect("a free port");
    let token = [("YOUR_SDK_TOKEN", glows.token().to_owned())];
    (glows, token)
}

#[tokio::test(flavor = "multi_thread")]
async fn a_rental_as_on_glows_page_by_raw_bytes_and_by_the_real_curl() {
    for by_curl in [false, true] {
        let (glows, token) = glows().await;
        let token = token.each_ref().map(|(theirs, ours)| (*theirs, ours.as_str()));
        let mut answers = Vec::new();
        for name in ["create", "get", "stats", "list", "release"] {
            let request = Documented::new(&format!("glows/{name}.request"), &token);
            let answer = match by_curl {
                false => Some(request.send(glows.address()).await.json()),
                true => request.send_by_curl(glows.address()),
            };
            // Without curl on the path the raw bytes have to do.
            let Some(answer) = answer else { return };
            answers.push(answer);
            glows.clock().advance(seconds(3));
        }
        let [created, queried, stats, listed, released] = &answers[..] else {
            panic!("five answers")
        };
        assert_eq!(created["instance"]["status"], "SchedQueued");
        assert_eq!(created["instance"]["metaKey"], "cpu_test.009");
        assert_eq!(queried["instance"]["instanceID"], created["instance"]["instanceID"]);
        assert_eq!(queried["instance"]["status"], "Running");
        assert_sample("glows/stats.response", stats, &[]);
        assert_eq!(listed["pagination"]["total"], 1);
        assert_eq!(listed["instances"], json!([queried["instance"]]));
        assert_sample("glows/release.response", released, &[]);
        assert_eq!(glows.ledger().to_string(), "created 1, billing 0");
    }
}

#[tokio::test]
async fn a_machine_of_glows_is_shown_as_documented_queued_and_running() {
    let (glows, _) = glows().await;
    let id = "/instance/instanceID";
    let authorised =
        |request: Request| request.header(format!("Authorization: Bearer {}", glows.token()));
    let empty = authorised(Request::new("GET", "/sdk/v1/instance/list?page=1&per_page=10"));
    assert_sample("glows/list.response", &empty.send(glows.address()).await.json(), &[]);
    let order = &sample("glows/create.request.with-region")["body"];
    let create = authorised(Request::new("POST", "/sdk/v1/instance").json(order));
    let queued = create.send(glows.address()).await;
    assert!(queued.head.contains("content-type: application/json"));
    assert_sample("glows/create.response", &queued.json(), &[id]);

    let get = authorised(Request::new("GET", "/sdk/v1/instance?meta_key=order.123456"));
    glows.clock().advance(seconds(2));
    assert_eq!(get.send(glows.address()).await.body, queued.body);
    glows.clock().advance(seconds(1));
    let running = get.send(glows.address()).await.json();
    let urls = [0, 1, 2].map(|at| format!("/instance/accesses/{at}/url"));
    let made_up = [id, &urls[0], &urls[1], &urls[2]];
    assert_sample("glows/get.response", &running, &made_up);
    let host = "tw-01.access.glows.example:";
    for (url, start) in urls.iter().zip(["ssh://", "https://", "https://"]) {
        let url = running.pointer(url).and_then(Value::as_str).expect("a URL");
        assert!(url.starts_with(&format!("{start}{host}")), "{url}");
        assert_eq!(url.contains("?token="), start == "https://", "{url}");
    }
}

#[tokio::test]
async fn a_rental_as_on_matrixdcs_page_in_both_editions() {
    for (edition, get, key) in [
        (Edition::Demo, "mdc/get.response", "demo.cdc.datenfab.com"),
        (Edition::Neolink, "mdc/get.response.neolink", "neolink.ai"),
    ] {
        // As in the samples of create and list: 2024-09-02T18:34:33+08:00.
        let builder = Mdc::builder().clock(Clock::manual_at(seconds(1_725_273_273)));
        let builder = builder.user_id("xxx").ssh_password("fake-password-1");
        let builder = builder.jupyter_token("fake-token-1").behaviour(|behaviour| {
            behaviour.edition = edition;
            behaviour.real_hosts = true;
        });
        let mdc = builder.start().await.expect("a free port");
        let token = mdc.token().to_owned();
        let mut name = "none".to_owned();
        let ask = async |what: &str, name: &str| {
            let own = [
                ("$token", token.as_str()),
                ("$userid", "xxx"),
                ("instance-ccffxxxx", name),
                ("instance-4ca9xxxx", name),
                ("instance-3ba5xxxx", name),
            ];
            let request = Documented::new(&format!("mdc/{what}.request"), &own);
            let answer = request.send(mdc.address()).await;
            assert_eq!(answer.status, 200, "{what}: {}", answer.body);
            assert!(answer.head.contains("content-type: application/json"));
            mdc.clock().advance(seconds(3));
            answer.json()
        };
        let first = |list: Value| json!([list[0]]);
        let regions = first(ask("regions", &name).await);
        assert_sample("mdc/regions.response", &regions, &[]);
        assert_sample("mdc/skus.response", &first(ask("skus", &name).await), &[]);

        let order_id = format!("/annotations/{key}~1cost-order-id");
        let made_up = ["/name", "/uid", &order_id, "/volumeMounts/1/PVCName", "/creationTimestamp"];
        let created = ask("create", &name).await;
        name = created["name"].as_str().expect("a name").to_owned();
        if edition == Edition::Demo {
            assert_sample("mdc/create.response", &created, &made_up);
        }
        let running =
            ["/servers/SSH/sshAddr", "/Pods/0/Name", "/Pods/0/nodeScheduled", "/Pods/0/ip"];
        let listed = ask("list", &name).await;
        let node = |pointer: &&str| format!("/nodes/0{pointer}");
        let of_node: Vec<_> = made_up.iter().chain(&running).map(node).collect();
        if edition == Edition::Demo {
            let of_node: Vec<_> = of_node.iter().map(String::as_str).collect();
            assert_sample("mdc/list.response", &listed, &of_node);
        }
        let got = ask("get", &name).await;
        let mut made_up = [&made_up[..], &running].concat();
        if edition == Edition::Demo {
            // This sample is of another machine.
            made_up.extend(["/servers/SSH/sshPassword", "/servers/Jupyterlab"]);
        }
        assert_sample(get, &got, &made_up);
        assert_eq!(listed["nodes"][0]["uid"], got["uid"]);

        for what in ["power_off", "power_on", "delete"] {
            assert_eq!(ask(what, &name).await, "ok");
            mdc.clock().advance(seconds(10));
        }
        assert_eq!(mdc.ledger().to_string(), "created 1, billing 0");
        assert_eq!(mdc.saved_images(), ["images.neolink-ai.com/xxx/image1:v1.1.0"]);
        assert_eq!(mdc.ledger().requests_to("GET", "(unknown)").seen, 0);
    }
}

#[tokio::test]
async fn a_rental_as_on_acs_page() {
    // As in the sample of detail: 2022-05-11 19:30:34 in China.
    let clock = Clock::manual_at(seconds(1_652_268_634));
    let builder = AcOpenApi::builder().clock(clock).token("given");
    let ac = builder.start().await.expect("a free port");
    let header = |request: Request| request.without("token:").header("token: given");
    let ask = async |name: &str, id: &str, change: &dyn Fn(&mut Value)| {
        let ids = ["4c1f43ddb030483e89b55413bee6c004", "d3e0702e9389426cbc9cb86cdc548a54"];
        let own = [(ids[0], id), (ids[1], id), ("765aa93507c74b9eaee044cbaa51ed43", id)];
        let mut asked = Documented::new(&format!("ac-openapi/{name}.request"), &own);
        change(&mut asked.body);
        let request = header(Request::new(&asked.method, &asked.target));
        let request = if asked.body.is_null() { request } else { request.json(&asked.body) };
        request.send(ac.address()).await.json()
    };
    let get = async |path: &str| {
        let answer = header(Request::new("GET", path)).send(ac.address()).await;
        assert!(answer.head.contains("content-type: application/json;charset=utf-8"));
        answer.json()
    };
    let service = "/ai/openapi/v2/instance-service";

    assert_sample("ac-openapi/node_limits.response", &ask("node_limits", "", &|_| ()).await, &[]);
    let public = |body: &mut Value| {
        body["access"] = "public".into();
        body["name"] = "vllm0.7.2".into();
    };
    assert_sample("ac-openapi/images.response", &ask("images", "", &public).await, &[]);
    assert_sample(
        "ac-openapi/token_state.response",
        &get("/ac/openapi/v2/tokens/state").await,
        &[],
    );

    let plain = |body: &mut Value| {
        body["instanceServiceName"] = "Instances_2205113837".into();
        body["mountInfoList"] = json!([]);
        body["containerPortInfoList"] = json!([]);
    };
    ask("create", "", &plain).await;
    let created = ask("create", "", &plain).await;
    assert_sample("ac-openapi/create.response", &created, &["/data"]);
    let id = created["data"].as_str().expect("an id");
    let detail = get(&format!("{service}/{id}/detail")).await;
    let made_up = ["/data/id", "/data/headerNotebookId", "/data/userName"];
    assert_sample("ac-openapi/detail.response", &detail, &made_up);
    assert_eq!(detail["data"]["id"], id);
    assert_ne!(detail["data"]["headerNotebookId"], id);
    let list = ask("list", "", &|_| ()).await;
    assert_eq!(list["data"]["data"][0], detail["data"]);

    ac.clock().advance(seconds(5));
    let url = get(&format!("{service}/{id}/url")).await;
    let rest = url["data"].as_str().and_then(|url| url.split_once(":7090/ssh-forward/"));
    let (inner, credential) =
        rest.and_then(|(_, rest)| rest.split_once("/?token=sothisai_")).unwrap();
    assert_eq!(inner, credential);
    assert!(inner != id && detail["data"]["headerNotebookId"] != inner);
    let script = |body: &mut Value| body["id"] = id.into();
    let done = ask("execute_script", id, &script).await;
    assert_sample("ac-openapi/execute_script.response", &done, &[]);
    ac.complete(id);
    assert_eq!(ask("restart", id, &|_| ()).await, created);
    assert_sample("ac-openapi/delete.response", &ask("delete", id, &|_| ()).await, &[]);
}

#[tokio::test]
async fn a_region_of_ac_has_the_form_of_the_sample() {
    let ac = AcOpenApi::builder().token("given").start().await.expect("a free port");
    let request = Request::new("GET", "/ac/openapi/v2/center").header("token: given");
    let mut region = request.send(ac.address()).await.json();
    let base = ac.base_url();
    let disabled = region["data"]["aiUrls"].as_array_mut().expect("URLs").remove(0);
    let wanted =
        json!({"enable": "false", "version": "2.4.3", "url": format!("{base}/disabled/ai")});
    assert_eq!(disabled, wanted);
    let mut wanted = sample("ac-openapi/center.response").to_string();
    let user = region["data"]["clusterUserInfo"]["userName"].as_str().expect("a name");
    for theirs in ["https://www.scnet.cn", "{efileUrls}", "{eshellUrls}", "{hpcUrls}"] {
        wanted = wanted.replace(theirs, &base);
    }
    let wanted = wanted.replace("fake-user", user);
    assert_eq!(region, serde_json::from_str::<Value>(&wanted).expect("JSON"));
}
