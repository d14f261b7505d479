//! Create: what is refused, what keys and capacity do, and what becomes of the machine.

use super::*;

#[tokio::test]
async fn a_token_that_is_missing_wrong_or_of_another_scheme_is_rejected_with_status_200() {
    let glows = start(|_| ()).await;
    let wrong = ["Bearer wrong".to_owned(), format!("Basic {}", glows.token())];
    let mut requests = vec![Request::new("GET", "/sdk/v1/instance/stats")];
    for value in wrong {
        let request = Request::new("GET", "/sdk/v1/instance/stats");
        requests.push(request.header(format!("Authorization: {value}")));
    }
    for request in requests {
        let answer = request.send(glows.address()).await;
        assert_eq!(answer.status, 200);
        assert_eq!(answer.body, r#"{"code":176,"msg":"check jwt token failed"}"#);
    }
    let order = Order::new("a").request(&glows);
    let bad = String::from_utf8(order.bytes()).unwrap().replace(glows.token(), "x");
    assert_eq!(exchange(glows.address(), bad.as_bytes()).await.code(), 176);
    assert_eq!(glows.ledger().created, 0);
}

#[tokio::test]
async fn a_wrong_body_is_refused_by_name_and_nothing_is_created() {
    let glows = start(|_| ()).await;
    let ports = "body: ports is not a JSON array of port and protocol in a string: ";
    let table = [
        (json!({"from_image_id": ""}), "from_image_id or from_snap_id is required"),
        (json!({"from_snap_id": "a"}), "from_image_id and from_snap_id are both given"),
        (json!({"gpu_name": null}), "gpu_name or cpu_name is required"),
        (json!({"cpu_name": "a"}), "gpu_name and cpu_name are both given"),
        (json!({"custom_meta_key": ""}), "custom_meta_key is required"),
        (json!({"instance_category": null}), "instance_category is required"),
        (json!({"instance_category": "pod"}), "instance_category is \"pod\", not container or vm"),
        (json!({"region_name": ""}), "region_name is required"),
        (json!({"instance_category": "vm", "cmd": "sleep 1"}), "cmd is for containers only"),
        (json!({"envs": "foo"}), "envs is not of the form k=v;k=v"),
        (json!({"envs": "=bar"}), "envs is not of the form k=v;k=v"),
        (json!({"unit_qty": 0}), "body: invalid value: integer `0`"),
        (json!({"custom_meta_key": "é".repeat(65)}), "custom_meta_key is longer than 64"),
        (json!({"from_image_id": "i".repeat(65)}), "from_image_id is longer than 64"),
        (json!({"gpu_name": "g".repeat(129)}), "gpu_name is longer than 128"),
        (json!({"from_image_id": 7}), "body: invalid type"),
        (json!({"ports": []}), "body: invalid type"),
        (json!({"custom_meta_key": 1}), "body: invalid type"),
        (json!({"envs": {}}), "body: invalid type"),
        (json!({"ports": "7890"}), ports),
        (json!({"ports": r#"{"port":7890,"protocol":2}"#}), ports),
        (json!({"ports": r#"[{"port":7890}]"#}), ports),
        (json!({"ports": "[[7890,2]]"}), ports),
        (json!({"ports": r#"[{"port":"7890","protocol":2}]"#}), ports),
        (json!({"ports": r#"[{"port":65536,"protocol":2}]"#}), ports),
        (json!({"ports": r#"[{"port":7890,"protocol":"http"}]"#}), ports),
        (json!({"ports": r#"[{"port":0,"protocol":2}]"#}), ports),
        (json!({"ports": r#"[{"port":7890,"protocol":3}]"#}), ports),
    ];
    for (changes, message) in table {
        let changes = changes.as_object().expect("an object").iter();
        let order =
            changes.fold(Order::new("a"), |order, (name, value)| order.with(name, value.clone()));
        let answer = create(&glows, &order).await;
        assert_eq!((answer.status, answer.code()), (200, 6), "{message}");
        let message = format!("param illegal: {message}");
        assert!(answer.json()["msg"].as_str().unwrap().starts_with(&message), "{}", answer.body);
        assert!(answer.json().get("instance").is_none());
    }
    let twice = Order::new("a").with("remark", "a").with("remarks", "b").request(&glows);
    let twice = String::from_utf8(twice.bytes()).unwrap().replace("\"remarks\":", "\"remark\" :");
    assert_eq!(exchange(glows.address(), twice.as_bytes()).await.code(), 6);
    let values = json!(["a", null, "b", null, "c", "vm", "d", null, null, null, null, null, 1]);
    for body in [values, json!(null), json!(1), json!("a")] {
        let request = Request::new("POST", CREATE.1).bearer(glows.token()).json(&body);
        assert_eq!(request.send(glows.address()).await.code(), 6, "{body}");
    }
    assert_eq!(glows.ledger().created, 0);
}

#[tokio::test]
async fn what_is_longest_null_empty_or_unheard_of_is_taken() {
    let glows = start(|_| ()).await;
    let order = Order::new(&"é".repeat(64))
        .with("from_image_id", "i".repeat(64))
        .with("gpu_name", "g".repeat(128))
        .with("cpu_name", "")
        .with("from_snap_id", Value::Null)
        .with("remark", Value::Null)
        .with("ports", "[]")
        .with("unheard_of", json!({"a": 1}));
    created(&glows, &order).await;
}

#[tokio::test]
async fn a_body_has_to_say_that_it_is_json_in_whatever_case_and_with_whatever_parameters() {
    let glows = start(|_| ()).await;
    let table = [
        ("application/json", 0),
        ("Application/JSON", 0),
        ("application/json; charset=utf-8", 0),
        ("application/json ;charset=UTF-8", 0),
        ("", 6),
        ("application/json-seq", 6),
        ("application/jsonp", 6),
        ("text/json", 6),
        ("text/plain; application/json", 6),
    ];
    for (kind, code) in table {
        let request = Order::new(kind).with("custom_meta_key", format!("key {kind}"));
        let request = request.request(&glows).without("Content-Type");
        let answer = request.header(format!("Content-Type: {kind}")).send(glows.address()).await;
        assert_eq!(answer.code(), code, "{kind}");
    }
}

#[tokio::test]
async fn a_key_is_taken_for_ever_unless_told_otherwise() {
    for (free, code) in [(false, 88), (true, 0)] {
        let glows = start(|behaviour| behaviour.released_key_is_free = free).await;
        created(&glows, &Order::new("a")).await;
        assert_eq!(create(&glows, &Order::new("a")).await.code(), 88, "while it is there");
        release(&glows, "meta_key=a").await;
        assert_eq!(create(&glows, &Order::new("a")).await.code(), 88, "accepted is not gone");
        glows.clock().advance(seconds(1));
        assert_eq!(create(&glows, &Order::new("a")).await.code(), code);
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn of_many_creates_with_one_key_at_once_one_wins() {
    let glows = std::sync::Arc::new(start(|_| ()).await);
    let tasks: Vec<_> = (0..64)
        .map(|_| {
            let glows = std::sync::Arc::clone(&glows);
            tokio::spawn(async move { create(&glows, &Order::new("a")).await.code() })
        })
        .collect();
    let mut won = 0;
    for task in tasks {
        won += usize::from(task.await.unwrap() == 0);
    }
    assert_eq!((won, glows.ledger().created), (1, 1));
}

#[tokio::test]
async fn without_capacity_create_is_refused_and_its_key_free_or_the_instance_stays_queued() {
    let glows = start(|behaviour| behaviour.capacity = Capacity::Refused).await;
    let answer = create(&glows, &Order::new("a")).await;
    assert_eq!((answer.status, answer.code()), (200, 114));
    glows.change(|behaviour| behaviour.capacity = Capacity::QueuedForEver);
    created(&glows, &Order::new("a")).await;
    glows.clock().advance(seconds(1_000_000));
    assert_eq!(shown(&glows).await["status"], "SchedQueued");
    assert_eq!(glows.ledger().to_string(), "created 1, billing 0, pending 1");
    assert!(!glows.ledger().is_settled());
}

#[tokio::test]
async fn an_instance_is_released_when_its_command_exits() {
    let glows = start(|behaviour| behaviour.command_runs_for = Some(seconds(10))).await;
    created(&glows, &Order::new("short").with("cmd", "python train.py")).await;
    created(&glows, &Order::new("long")).await;
    glows.clock().advance(seconds(12));
    assert_eq!(glows.ledger().billing, 2);
    glows.clock().advance(seconds(1));
    let costs: Vec<_> = glows.machines().iter().map(|one| one.cost).collect();
    assert_eq!(costs, [Cost::Nothing, Cost::Machine]);
    assert_eq!(get(&glows, "meta_key=short").await.code(), 20);
}

#[tokio::test]
async fn prices_go_by_name_and_units() {
    let name = "NVIDIA L40S PCIe";
    let glows = start(|behaviour| behaviour.prices = [(name.into(), 90)].into()).await;
    created(&glows, &Order::new("a").with("gpu_name", name).with("unit_qty", 2)).await;
    created(&glows, &Order::new("b")).await;
    glows.clock().advance(seconds(3));
    let a = shown(&glows).await;
    assert_eq!((&a["priceCent"], &a["hardware"]["gpuNum"]), (&180.into(), &2.into()));
    assert_eq!(get(&glows, "meta_key=b").await.json()["instance"]["priceCent"], 65);
}
