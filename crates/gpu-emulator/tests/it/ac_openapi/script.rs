//! Execute-script: handed over while running, and never twice by itself.

use super::*;

#[tokio::test]
async fn a_running_instance_takes_scripts() {
    let ac = start(|_| ()).await;
    let id = running(&ac, &named("a")).await;
    let target = format!("{TASK}/actions/execute-script");
    for (scope, content) in [("all", "echo \"hello world\""), ("header", "a\nb\n")] {
        let body = json!({
            "startScriptActionScope": scope, "startScriptContent": content, "id": id
        });
        assert_done(&call_with(&ac, "POST", &target, &body).await);
    }
    assert_eq!(ac.scripts("a"), ["echo \"hello world\"", "a\nb\n"]);
    assert_eq!(ac.scripts("a"), ac.scripts(&id));
    assert!(ac.scripts("b").is_empty());
}

#[tokio::test]
async fn nothing_else_does() {
    let ac = start(|_| ()).await;
    let id = created(&ac, &named("a")).await;
    let target = format!("{TASK}/actions/execute-script");
    let right = json!({"startScriptActionScope": "all", "startScriptContent": "a", "id": id});
    for (lasts, is) in [(2, "Waiting"), (0, "Deploying")] {
        assert_eq!(status(&ac, &id).await, is);
        let answer = call_with(&ac, "POST", &target, &right).await;
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
            "参数无效: startScriptActionScope is \"some\"",
        ),
        ("startScriptContent", json!(""), "10003", "参数不全: startScriptContent"),
    ];
    for (field, value, code, message) in table {
        let mut body = right.clone();
        body[field] = value;
        let answer = call_with(&ac, "POST", &target, &body).await;
        assert_refused(&answer, code, message);
    }
    assert!(ac.scripts(&id).is_empty());
}
