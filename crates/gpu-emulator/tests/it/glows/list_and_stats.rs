//! Pages, order, filters and counts.

use super::*;

/// Five instances `k0`…`k4`, one second apart; after that `k0` and `k1` run.
async fn five() -> Glows {
    let glows = start(|_| ()).await;
    for n in 0..5 {
        glows.clock().advance(seconds(n.min(1)));
        created(&glows, &Order::new(&format!("k{n}"))).await;
    }
    glows
}

#[tokio::test]
async fn without_instances_the_answers_are_the_documented_ones() {
    let glows = start(|_| ()).await;
    let parsed = |text: &str| serde_json::from_str::<Value>(text).expect("JSON");
    let answer = list(&glows, "page=1&per_page=10&statuses=Running").await;
    let documented = r#"{"code":0,"msg":"","pagination":{"total":0,"numPages":0,"page":1,"perPage":10},"instances":[]}"#;
    assert_eq!(answer.json(), parsed(documented));
    assert_eq!(stats(&glows).await, json!({}));
    glows.change(|behaviour| behaviour.null_for_empty_list = true);
    let answer = list(&glows, "page=1&per_page=10").await;
    assert_eq!(answer.json(), parsed(&documented.replace("[]", "null")));
}

#[tokio::test]
async fn pages_orders_and_statuses_are_those_that_are_asked_for() {
    let glows = five().await;
    let table: [(&str, &[&str]); 11] = [
        ("page=1&per_page=10", &["k4", "k3", "k2", "k1", "k0"]),
        ("page=1&per_page=2&ascending=true", &["k0", "k1"]),
        ("page=1&per_page=2&ascending=false", &["k4", "k3"]),
        ("page=2&per_page=2", &["k2", "k1"]),
        ("page=3&per_page=2", &["k0"]),
        ("page=4&per_page=2", &[]),
        ("page=1&per_page=9&statuses=Running", &["k1", "k0"]),
        ("page=1&per_page=9&statuses=SchedQueued", &["k4", "k3", "k2"]),
        // Repeated or separated by commas.
        ("page=1&per_page=4&statuses=Running&statuses=SchedQueued", &["k4", "k3", "k2", "k1"]),
        ("page=1&per_page=4&statuses=Running,SchedQueued", &["k4", "k3", "k2", "k1"]),
        ("page=1&per_page=9&statuses=Released", &[]),
    ];
    for (query, expected) in table {
        assert_eq!(keys(&glows, query).await, expected, "{query}");
    }
    assert_eq!(stats(&glows).await, json!({"Running": 2, "SchedQueued": 3}));
    // A cap on the page size is applied and shown.
    glows.change(|behaviour| behaviour.max_per_page = Some(2));
    let answer = list(&glows, "page=2&per_page=100").await.json();
    assert_eq!(answer["pagination"], json!({"total": 5, "numPages": 3, "page": 2, "perPage": 2}));
    assert_eq!(answer["instances"].as_array().map(Vec::len), Some(2));
}

#[tokio::test]
async fn wrong_paging_is_refused() {
    let glows = start(|_| ()).await;
    let table = [
        ("", "page is required"),
        ("page=1", "per_page is required"),
        ("page=0&per_page=10", "page is not a positive integer"),
        ("page=1&per_page=x", "per_page is not a positive integer"),
        ("page=1&per_page=1&ascending=1", "ascending is not a boolean"),
    ];
    for (query, message) in table {
        let answer = list(&glows, query).await;
        assert_eq!((answer.status, answer.code()), (200, 6), "{query}");
        assert_eq!(answer.json()["msg"], Value::from(format!("param illegal: {message}")));
        assert!(answer.json().get("instances").is_none());
    }
    let far = list(&glows, "page=18446744073709551615&per_page=18446744073709551615").await;
    assert_eq!(far.code(), 0);
}
