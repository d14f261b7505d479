//! Other resources for an instance that has ended.

use super::*;

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
