//! The answers to create and query are the documented ones, member for member.

use super::*;

/// The documented answer to a create, compact; id and password are not ours to choose.
const QUEUED: &str = r#"{"code":0,"msg":"","instance":{"instanceID":"{id}","category":"container","status":"SchedQueued","priceCent":0,"hardware":{"gpuName":"NVIDIA GeForce RTX 4090","cpuName":"","gpuNum":0,"gpuRamMB":0,"cpuCoresNum":0,"ramMB":0,"diskGB":0},"baseImage":{"imageID":"87p9kq26","imageName":"Ubuntu20.04 CUDA12.2 Python3.9"},"baseSnap":null,"sshCred":{"user":"root","password":"YOUR_INSTANCE_PASSWORD"},"accesses":[{"protocol":"ssh","listenPort":22,"url":""},{"protocol":"http","listenPort":8888,"url":""},{"protocol":"http","listenPort":7890,"url":""}],"domain":2,"createTime":{"seconds":1726810944},"cmd":"","envs":"foo=bar","remark":"this is from sdk","metaKey":"order.123456","sourceType":"SourceSDK","regionName":"TW-03"}}"#;

/// The documented answer to a query of the same instance, up to its URLs.
const RUNNING: &str = r#"{"code":0,"msg":"","instance":{"instanceID":"{id}","category":"container","status":"Running","priceCent":65,"hardware":{"gpuName":"NVIDIA GeForce RTX 4090","cpuName":"Intel(R) Xeon(R) Platinum 8352V CPU @ 2.10GHz","gpuNum":1,"gpuRamMB":24564,"cpuCoresNum":10,"ramMB":43008,"diskGB":100},"baseImage":{"imageID":"87p9kq26","imageName":"Ubuntu20.04 CUDA12.2 Python3.9"},"baseSnap":null,"sshCred":{"user":"root","password":"YOUR_INSTANCE_PASSWORD"},"accesses":[{"protocol":"ssh","listenPort":22,"url":"{0}"},{"protocol":"http","listenPort":8888,"url":"{1}"},{"protocol":"http","listenPort":7890,"url":"{2}"}],"domain":2,"createTime":{"seconds":1726810944},"cmd":"","envs":"foo=bar","remark":"this is from sdk","metaKey":"order.123456","sourceType":"SourceSDK","regionName":"TW-03"}}"#;

/// The order that the documented answers belong to.
fn documented_order() -> Order {
    Order::new("order.123456")
        .with("remark", "this is from sdk")
        .with("envs", "foo=bar")
        .with("ports", r#"[{"port":7890,"protocol":2}]"#)
}

fn parsed(text: &str) -> Value {
    serde_json::from_str(text).expect("JSON")
}

fn url(instance: &Value, at: usize) -> &str {
    instance["accesses"][at]["url"].as_str().expect("a text")
}

#[tokio::test]
async fn an_instance_is_shown_as_documented_queued_and_running() {
    let builder = Glows::builder()
        .clock(Clock::manual_at(crate::SAMPLED))
        .ssh_password("YOUR_INSTANCE_PASSWORD");
    let glows = builder.start().await.expect("a free port");
    let queued = create(&glows, &documented_order()).await;
    assert!(queued.head.contains("content-type: application/json"));
    let id = queued.json()["instance"]["instanceID"].as_str().expect("a text").to_owned();
    assert_eq!(id.len(), 8);
    assert_eq!(queued.json(), parsed(&QUEUED.replace("{id}", &id)));

    glows.clock().advance(seconds(2));
    assert_eq!(get(&glows, "meta_key=order.123456").await.body, queued.body);

    glows.clock().advance(seconds(1));
    let running = get(&glows, "meta_key=order.123456").await;
    let instance = &running.json()["instance"];
    let expected = (0..3).fold(RUNNING.replace("{id}", &id), |text, at| {
        text.replace(&format!("{{{at}}}"), url(instance, at))
    });
    assert_eq!(running.json(), parsed(&expected));
    assert!(url(instance, 0).starts_with("ssh://tw-01.access.glows.example:"));
    assert!(url(instance, 1).starts_with("https://tw-01.access.glows.example:"));
    assert!(url(instance, 1).contains("?token="));
    assert_eq!(glows.ledger().to_string(), "created 1, billing 1");
}

#[tokio::test]
async fn both_id_forms_are_understood_whichever_is_shown() {
    for form in [IdForm::Bare, IdForm::Prefixed] {
        let glows = start(|behaviour| behaviour.id_form = form).await;
        let id = created(&glows, &Order::new("a").with("from_image_id", "img-6np5yvq2")).await;
        assert_eq!(id.starts_with("ins-"), form == IdForm::Prefixed);
        let bare = id.trim_start_matches("ins-");
        for asked in [bare.to_owned(), format!("ins-{bare}")] {
            let instance =
                get(&glows, &format!("request_id={asked}")).await.json()["instance"].take();
            assert_eq!(instance["instanceID"], id.as_str());
            let image = if form == IdForm::Bare { "6np5yvq2" } else { "img-6np5yvq2" };
            assert_eq!(instance["baseImage"]["imageID"], image);
        }
        assert_eq!(glows.machines()[0].id, id);
    }
}

#[tokio::test]
async fn exactly_one_address_must_be_given_and_must_exist() {
    let glows = start(|_| ()).await;
    let id = created(&glows, &Order::new("a")).await;
    let long = "k".repeat(65);
    let table = [
        (String::new(), 6),
        ("meta_key=&request_id=".into(), 6),
        (format!("meta_key=a&request_id={id}"), 6),
        (format!("meta_key={long}"), 6),
        ("meta_key=b".into(), 20),
        ("request_id=ins-zzzzzzzz".into(), 20),
        (format!("meta_key=&request_id={id}"), 0),
        ("meta_key=%61".into(), 0),
    ];
    for (query, code) in table {
        let answer = get(&glows, &query).await;
        assert_eq!((answer.status, answer.code()), (200, code), "{query}");
        assert_eq!(answer.json().get("instance").is_some(), code == 0, "{query}");
    }
}

#[tokio::test]
async fn a_virtual_machine_logs_in_as_glows_and_a_cpu_machine_has_no_gpu() {
    let glows = start(|_| ()).await;
    let order = Order::new("a")
        .with("instance_category", "vm")
        .with("gpu_name", Value::Null)
        .with("cpu_name", "Intel(R) Xeon(R) Platinum 8468");
    created(&glows, &order).await;
    glows.clock().advance(seconds(3));
    let instance = get(&glows, "meta_key=a").await.json()["instance"].take();
    assert_eq!(instance["category"], "vm");
    assert_eq!(instance["sshCred"]["user"], "glows");
    assert_eq!(instance["hardware"]["gpuName"], "");
    assert_eq!(instance["hardware"]["gpuNum"], 0);
    assert_eq!(instance["hardware"]["cpuName"], "Intel(R) Xeon(R) Platinum 8468");
    assert_eq!(instance["hardware"]["cpuCoresNum"], 10);
}

#[tokio::test]
async fn ports_follow_the_bundled_ones_and_none_comes_twice() {
    let glows = start(|_| ()).await;
    let ports =
        r#"[{"port":3306,"protocol":1},{"port":22,"protocol":2},{"port":3306,"protocol":2}]"#;
    let answer = create(&glows, &Order::new("a").with("ports", ports)).await.json();
    let accesses = answer["instance"]["accesses"].as_array().expect("a list").iter();
    let shown: Vec<_> =
        accesses.map(|one| format!("{} {}", one["protocol"], one["listenPort"])).collect();
    assert_eq!(shown, [r#""ssh" 22"#, r#""http" 8888"#, r#""ssh" 3306"#]);
}

#[tokio::test]
async fn the_ssh_url_can_point_at_a_real_listener() {
    let listener = std::net::TcpListener::bind("127.0.0.1:0").expect("a free port");
    let address = listener.local_addr().expect("it is bound");
    let glows = start(|behaviour| behaviour.ssh_at = Some(address)).await;
    created(&glows, &Order::new("a")).await;
    glows.clock().advance(seconds(3));
    let answer = get(&glows, "meta_key=a").await.json();
    assert_eq!(url(&answer["instance"], 0), format!("ssh://{address}"));
}
