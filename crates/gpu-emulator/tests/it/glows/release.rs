//! Release: accepted first, gone later.

use super::*;

#[tokio::test]
async fn accepted_is_not_gone() {
    let glows = start(|behaviour| behaviour.releasing_for = seconds(10)).await;
    created(&glows, &Order::new("a")).await;
    glows.clock().advance(seconds(3));
    assert_eq!(release(&glows, "meta_key=a").await.body, r#"{"code":0,"msg":""}"#);
    glows.clock().advance(seconds(9));
    assert_eq!(shown(&glows).await["status"], "Releasing");
    assert_eq!(glows.ledger().to_string(), "created 1, billing 1");
    glows.clock().advance(seconds(1));
    assert_eq!(get(&glows, "meta_key=a").await.code(), 20);
    assert_eq!(list(&glows, "page=1&per_page=10").await.json()["pagination"]["total"], 0);
    assert_eq!(glows.ledger().to_string(), "created 1, billing 0");
}

#[tokio::test]
async fn a_second_release_does_not_delay_the_first() {
    let glows = start(|behaviour| behaviour.releasing_for = seconds(10)).await;
    let id = created(&glows, &Order::new("a")).await;
    for _ in 0..2 {
        assert_eq!(release(&glows, &format!("request_id=ins-{id}")).await.code(), 0);
        glows.clock().advance(seconds(5));
    }
    assert!(glows.ledger().is_settled());
    assert_eq!(release(&glows, &format!("request_id={id}")).await.code(), 20);
}

#[tokio::test]
async fn a_queued_instance_that_is_released_never_runs() {
    let glows = start(|behaviour| behaviour.releasing_for = seconds(10)).await;
    created(&glows, &Order::new("a")).await;
    release(&glows, "meta_key=a").await;
    glows.clock().advance(seconds(5));
    let instance = shown(&glows).await;
    assert_eq!((&instance["status"], &instance["priceCent"]), (&"Releasing".into(), &0.into()));
    assert_eq!(glows.ledger().to_string(), "created 1, billing 0, pending 1");
    glows.clock().advance(seconds(5));
    assert_eq!(glows.ledger().to_string(), "created 1, billing 0");
    assert_eq!(glows.machines()[0].billionths(), 0);
}

#[tokio::test]
async fn a_released_instance_can_stay_visible() {
    let glows = start(|behaviour| behaviour.released_stay_visible = true).await;
    created(&glows, &Order::new("a")).await;
    glows.clock().advance(seconds(3));
    release(&glows, "meta_key=a").await;
    glows.clock().advance(seconds(1));
    assert_eq!(shown(&glows).await["status"], "Released");
    assert_eq!(stats(&glows).await, json!({"Released": 1}));
    assert_eq!(release(&glows, "meta_key=a").await.code(), 0);
    assert_eq!(glows.ledger().to_string(), "created 1, billing 0");
}

#[tokio::test]
async fn releasing_what_is_not_there_is_refused_with_status_200() {
    let glows = start(|behaviour| behaviour.code_not_found = 17).await;
    let answer = release(&glows, "meta_key=a").await;
    assert_eq!((answer.status, answer.code()), (200, 17));
}
