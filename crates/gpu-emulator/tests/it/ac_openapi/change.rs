//! Restart, other resources, execute-script: what may be done to an instance, and when.

use super::*;

const SCRIPT: &str = "/ai/openapi/v2/instance-service/task/actions/execute-script";

#[tokio::test]
async fn what_was_stopped_waits_again_and_runs() {
    let ac = start(|behaviour| behaviour.waiting_again_for = seconds(270)).await;
    let id = stopped(&ac, &order()).await;
    ac.clock().advance(seconds(100));
    let answer = restart(&ac, &id).await.json();
    assert_eq!(answer, json!({"code": "0", "msg": "success", "data": id}));
    for (status_word, ledger, lasts) in [
        ("Waiting", "created 1, billing 0, pending 1", 269),
        ("Waiting", "created 1, billing 0, pending 1", 1),
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
    assert_eq!(shown["startTime"], "2024-09-20 13:48:43");
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
    ac.complete(&id);
    assert_done(&delete(&ac, &[&id]).await);
    assert_refused(&restart(&ac, &id).await, "716868", "启动任务错误");
    ac.clock().advance(seconds(1));
    assert_refused(&restart(&ac, &id).await, "816822", "任务不存在");
    assert!(ac.ledger().is_settled());
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

async fn update(ac: &AcOpenApi, id: &str, (field, value): (&str, Value)) -> Answer {
    let target = format!("{SERVICE}/resource-spec/actions/update");
    let mut body = json!({"id": id, "cpuNumber": 8, "gpuNumber": 2, "ramSize": 20_000});
    body[field] = value;
    call_with(ac, "POST", &target, &body).await
}

#[tokio::test]
async fn it_takes_effect_and_stays() {
    let ac = start(|_| ()).await;
    let id = stopped(&ac, &order()).await;
    assert_done(&update(&ac, &id, ("cpuNumber", json!(8))).await);
    data(&restart(&ac, &id).await);
    let shown = data(&detail(&ac, &id).await);
    assert_eq!((&shown["cpuNumber"], &shown["gpuNumber"]), (&json!(8), &json!(2)));
    assert_eq!(shown["ramSize"], 20_000);
    assert_eq!(shown["resourceSpec"], "8 核心; 2 加速器; 19.5G 内存");
}

#[tokio::test]
async fn it_is_refused_while_running_and_beyond_the_limits() {
    let ac = start(|_| ()).await;
    let id = running(&ac, &order()).await;
    let answer = update(&ac, &id, ("cpuNumber", json!(8))).await;
    assert_refused(&answer, "10004", "参数无效: it has not ended");
    ac.complete(&id);
    let answer = update(&ac, &id, ("gpuNumber", json!(3))).await;
    assert_refused(&answer, "716865", "创建任务错误: no node has as much");
    for field in ["id", "cpuNumber", "gpuNumber", "ramSize"] {
        let answer = update(&ac, &id, (field, Value::Null)).await;
        assert_refused(&answer, "10003", &format!("参数不全: {field}"));
    }
    let answer = update(&ac, NOBODY, ("cpuNumber", json!(8))).await;
    assert_refused(&answer, "816822", "任务不存在");
    assert_eq!(data(&detail(&ac, &id).await)["cpuNumber"], 3);
}

#[tokio::test]
async fn a_running_instance_takes_scripts() {
    let ac = start(|_| ()).await;
    let id = running(&ac, &named("a")).await;
    for (scope, content) in [("all", "echo \"hello world\""), ("header", "a\nb\n")] {
        let body = json!({
            "startScriptActionScope": scope, "startScriptContent": content, "id": id
        });
        assert_done(&call_with(&ac, "POST", SCRIPT, &body).await);
    }
    assert_eq!(ac.scripts("a"), ["echo \"hello world\"", "a\nb\n"]);
    assert_eq!(ac.scripts("a"), ac.scripts(&id));
    assert!(ac.scripts("b").is_empty());
}

#[tokio::test]
async fn nothing_else_does() {
    let ac = start(|_| ()).await;
    let id = created(&ac, &named("a")).await;
    let right = json!({"startScriptActionScope": "all", "startScriptContent": "a", "id": id});
    for (lasts, is) in [(2, "Waiting"), (0, "Deploying")] {
        assert_eq!(status(&ac, &id).await, is);
        let answer = call_with(&ac, "POST", SCRIPT, &right).await;
        assert_refused(&answer, "716864", "执行脚本错误: it is not running");
        ac.clock().advance(seconds(lasts));
    }
    ac.clock().advance(seconds(3));
    let table = [
        ("id", json!(null), "10003", "参数不全: id"),
        ("id", json!(NOBODY), "816822", "任务不存在"),
        (
            "startScriptActionScope",
            json!("some"),
            "10004",
            "参数无效: startScriptActionScope: not \"some\"",
        ),
        ("startScriptContent", json!(""), "10003", "参数不全: startScriptContent"),
    ];
    for (field, value, code, message) in table {
        let mut body = right.clone();
        body[field] = value;
        let answer = call_with(&ac, "POST", SCRIPT, &body).await;
        assert_refused(&answer, code, message);
    }
    assert!(ac.scripts(&id).is_empty());
}
