//! Pages, order, filters and counts.

use super::*;

/// Five instances `k0`…`k4`, one second apart; after that `k0` and `k1` run.
async fn five() -> Glows {
    let glows = start(|_| ()).await;
    for n in 0..5 {
        if n > 0 {
            glows.clock().advance(seconds(1));
        }
        created(&glows, &Order::new(&format!("k{n}"))).await;
    }
    glows
}

async fn keys(glows: &Glows, query: &str) -> Vec<String> {
    let answer = list(glows, query).await.json();
    let instances = answer["instances"].as_array().expect("a list").iter();
    instances.map(|one| one["metaKey"].as_str().expect("a text").to_owned()).collect()
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
async fn the_newest_come_first_unless_ascending() {
    let glows = five().await;
    assert_eq!(keys(&glows, "page=1&per_page=10").await, ["k4", "k3", "k2", "k1", "k0"]);
    assert_eq!(keys(&glows, "page=1&per_page=2&ascending=true").await, ["k0", "k1"]);
    assert_eq!(keys(&glows, "page=1&per_page=1&ascending=false").await, ["k4"]);
}

#[tokio::test]
async fn pages_cover_everything_once_and_then_are_empty() {
    let glows = five().await;
    assert_eq!(keys(&glows, "page=1&per_page=2").await, ["k4", "k3"]);
    assert_eq!(keys(&glows, "page=2&per_page=2").await, ["k2", "k1"]);
    assert_eq!(keys(&glows, "page=3&per_page=2").await, ["k0"]);
    let beyond = list(&glows, "page=4&per_page=2").await.json();
    assert_eq!(beyond["instances"], json!([]));
    assert_eq!(beyond["pagination"], json!({"total": 5, "numPages": 3, "page": 4, "perPage": 2}));
}

#[tokio::test]
async fn statuses_can_be_repeated_or_separated_by_commas() {
    let glows = five().await;
    let table: [(&str, &[&str]); 5] = [
        ("statuses=Running", &["k1", "k0"]),
        ("statuses=SchedQueued", &["k4", "k3", "k2"]),
        ("statuses=Running&statuses=SchedQueued", &["k4", "k3", "k2", "k1", "k0"]),
        ("statuses=Running,SchedQueued", &["k4", "k3", "k2", "k1", "k0"]),
        ("statuses=Released", &[]),
    ];
    for (statuses, expected) in table {
        assert_eq!(keys(&glows, &format!("page=1&per_page=9&{statuses}")).await, expected);
    }
    assert_eq!(stats(&glows).await, json!({"Running": 2, "SchedQueued": 3}));
}

#[tokio::test]
async fn a_cap_on_the_page_size_is_applied_and_shown() {
    let glows = five().await;
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
