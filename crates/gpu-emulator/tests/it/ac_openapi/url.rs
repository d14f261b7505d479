//! Access URLs.

use super::*;

#[tokio::test]
async fn without_a_run_there_is_none() {
    let ac = start(|_| ()).await;
    let ended = stopped(&ac, &order()).await;
    let waiting = created(&ac, &order()).await;
    for id in [&ended, &waiting] {
        assert_refused(&url(&ac, id).await, "10001", "内部异常: it is not running");
    }
    assert_refused(&url(&ac, NOBODY).await, "816822", "任务不存在");
    for (no_url, wanted) in [(NoUrl::EmptyText, json!("")), (NoUrl::Null, Value::Null)] {
        ac.change(|behaviour| behaviour.no_url = no_url);
        assert_eq!(data(&url(&ac, &ended).await), wanted);
    }
}

#[tokio::test]
async fn addresses_can_lead_somewhere() {
    let ac = start(|behaviour| behaviour.access_at = Some(([127, 0, 0, 1], 8888).into())).await;
    let ports = json!([
        {"protocolType": "HTTP", "containerPort": "80"},
        {"protocolType": "SSH", "containerPort": "22"}
    ]);
    let id = running(&ac, &order_with("containerPortInfoList", ports)).await;
    let shown = data(&url(&ac, &id).await);
    let shown = shown.as_str().expect("a URL");
    assert!(shown.starts_with("http://127.0.0.1:8888/ssh-forward/"), "{shown}");
    let ports = data(&detail(&ac, &id).await)["containerPortInfoList"].clone();
    assert_eq!(ports[0]["accessUrl"], "http://127.0.0.1:8888/");
    assert_eq!(ports[1]["accessUrl"], "127.0.0.1:8888");
}
