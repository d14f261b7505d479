//! What the answers to create and query show.

use super::*;

#[tokio::test]
async fn both_id_forms_are_understood_whichever_is_shown() {
    for prefixed in [false, true] {
        let glows = start(|behaviour| behaviour.prefixed_ids = prefixed).await;
        let id = created(&glows, &Order::new("a").with("from_image_id", "img-6np5yvq2")).await;
        assert_eq!(id.starts_with("ins-"), prefixed);
        let bare = id.trim_start_matches("ins-");
        for asked in [bare.to_owned(), format!("ins-{bare}")] {
            let instance =
                get(&glows, &format!("request_id={asked}")).await.json()["instance"].take();
            assert_eq!(instance["instanceID"], id.as_str());
            let image = if prefixed { "img-6np5yvq2" } else { "6np5yvq2" };
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
    let instance = shown(&glows).await;
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
    let glows = start(|behaviour| behaviour.ssh_at = Some(([127, 0, 0, 1], 2222).into())).await;
    created(&glows, &Order::new("a")).await;
    glows.clock().advance(seconds(3));
    assert_eq!(shown(&glows).await["accesses"][0]["url"], "ssh://127.0.0.1:2222");
}
