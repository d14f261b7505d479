//! Restart: from the three ends only, and accepted is not running.

use super::*;

#[tokio::test]
async fn what_was_stopped_waits_again_and_runs() {
    let ac = start(|_| ()).await;
    let id = stopped(&ac, &order()).await;
    ac.clock().advance(seconds(100));
    let answer = restart(&ac, &id).await.json();
    assert_eq!(answer, json!({"code": "0", "msg": "success", "data": id}));
    for (status_word, ledger, lasts) in [
        ("Waiting", "created 1, billing 0, pending 1", 5),
        ("Deploying", "created 1, billing 0, pending 1", 3),
        ("Running", "created 1, billing 1", 1_000),
        ("Running", "created 1, billing 1", 0),
    ] {
        assert_eq!(status(&ac, &id).await, status_word);
        assert_eq!(ac.ledger().to_string(), ledger);
        ac.clock().advance(seconds(lasts));
    }
    let shown = data(&detail(&ac, &id).await);
    assert_eq!(shown["createTime"], "2024-09-20 13:42:24");
    assert_eq!(shown["startTime"], "2024-09-20 13:44:18");
    assert_eq!((&shown["endTime"], &shown["duration"]), (&json!(null), &json!("0d 0h 16m")));
}

#[tokio::test]
async fn every_end_is_a_start_and_nothing_else_is() {
    let ac = start(|_| ()).await;
    let id = created(&ac, &order()).await;
    for (lasts, status_word) in [(2, "Waiting"), (3, "Deploying"), (0, "Running")] {
        assert_eq!(status(&ac, &id).await, status_word);
        assert_refused(&restart(&ac, &id).await, "716868", "启动任务错误");
        ac.clock().advance(seconds(lasts));
    }
    ac.complete(&id);
    data(&restart(&ac, &id).await);
    ac.fail(&id);
    data(&restart(&ac, &id).await);
    stop(&ac, &[&id]).await;
    assert_refused(&restart(&ac, &id).await, "716868", "启动任务错误");
    ac.clock().advance(seconds(1));
    data(&restart(&ac, &id).await);
}

#[tokio::test]
async fn one_id_is_needed_and_only_one() {
    let ac = start(|_| ()).await;
    let id = stopped(&ac, &order()).await;
    let queries = [
        String::new(),
        "?instanceServiceId=".into(),
        format!("?ids={id}"),
        format!("?instanceServiceId={id}&instanceServiceId={id}"),
    ];
    for query in queries {
        let answer = call(&ac, "POST", &format!("{TASK}/actions/restart{query}")).await;
        assert_refused(&answer, "10003", "参数不全: one instanceServiceId");
    }
    assert_refused(&restart(&ac, NOBODY).await, "816822", "任务不存在");
    assert_eq!(status(&ac, &id).await, "Terminated");
}

#[tokio::test]
async fn what_is_being_deleted_does_not_start() {
    let ac = start(|_| ()).await;
    let id = stopped(&ac, &order()).await;
    assert_done(&delete(&ac, &[&id]).await);
    assert_refused(&restart(&ac, &id).await, "716868", "启动任务错误");
    ac.clock().advance(seconds(1));
    assert_refused(&restart(&ac, &id).await, "816822", "任务不存在");
    assert!(ac.ledger().is_settled());
}

#[tokio::test]
async fn a_restarted_instance_can_wait_for_minutes() {
    let ac = start(|behaviour| behaviour.waiting_again_for = seconds(270)).await;
    let id = running(&ac, &order()).await;
    stop(&ac, &[&id]).await;
    ac.clock().advance(seconds(1));
    data(&restart(&ac, &id).await);
    ac.clock().advance(seconds(269));
    assert_eq!(status(&ac, &id).await, "Waiting");
    ac.clock().advance(seconds(4));
    assert_eq!(status(&ac, &id).await, "Running");
}
