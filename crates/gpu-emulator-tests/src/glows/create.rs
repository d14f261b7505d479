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
    let table = [
        (Order::new(""), "param illegal: custom_meta_key is required"),
        (
            Order::new("a").with("region_name", Value::Null),
            "param illegal: region_name is required",
        ),
        (Order::new("a").with("ports", "7890"), "param illegal: ports is not a JSON array"),
        (Order::new("a").with("from_image_id", 7), "param illegal: body: invalid type"),
    ];
    for (order, message) in table {
        let answer = create(&glows, &order).await;
        assert_eq!((answer.status, answer.code()), (200, 6));
        assert!(answer.json()["msg"].as_str().unwrap().starts_with(message), "{}", answer.body);
        assert!(answer.json().get("instance").is_none());
    }
    let order = String::from_utf8(Order::new("a").request(&glows).bytes()).unwrap();
    let as_text = order.replace("application/json", "text/plain");
    assert_eq!(exchange(glows.address(), as_text.as_bytes()).await.code(), 6);
    assert_eq!(glows.ledger().created, 0);
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
async fn without_capacity_create_is_refused_and_the_key_stays_free() {
    let glows = start(|behaviour| behaviour.capacity = Capacity::Refused).await;
    let answer = create(&glows, &Order::new("a")).await;
    assert_eq!((answer.status, answer.code()), (200, 114));
    glows.change(|behaviour| behaviour.capacity = Capacity::Plenty);
    created(&glows, &Order::new("a")).await;
    assert_eq!(glows.ledger().created, 1);
}

#[tokio::test]
async fn without_capacity_an_instance_can_also_stay_queued() {
    let glows = start(|behaviour| behaviour.capacity = Capacity::QueuedForEver).await;
    created(&glows, &Order::new("a")).await;
    glows.clock().advance(seconds(1_000_000));
    assert_eq!(get(&glows, "meta_key=a").await.json()["instance"]["status"], "SchedQueued");
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
    let glows = start(|behaviour| {
        behaviour.prices.insert("NVIDIA L40S PCIe".into(), 90);
    })
    .await;
    created(&glows, &Order::new("a").with("gpu_name", "NVIDIA L40S PCIe").with("unit_qty", 2))
        .await;
    created(&glows, &Order::new("b")).await;
    glows.clock().advance(seconds(3));
    let a = get(&glows, "meta_key=a").await.json()["instance"].take();
    assert_eq!((&a["priceCent"], &a["hardware"]["gpuNum"]), (&180.into(), &2.into()));
    assert_eq!(get(&glows, "meta_key=b").await.json()["instance"]["priceCent"], 65);
}
