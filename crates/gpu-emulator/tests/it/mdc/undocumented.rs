//! The other switches for what no page says.

use super::*;

#[tokio::test]
async fn what_a_machine_that_does_not_run_lacks_can_look_in_three_ways() {
    let mdc = start(|_| ()).await;
    for blank in [None, Some([json!({}), json!([])]), Some([Value::Null, Value::Null])] {
        mdc.change(|behaviour| behaviour.blank = blank.clone());
        let answer = create(&mdc, &Order::new("a")).await.json();
        assert_eq!((answer.get("servers"), answer.get("Pods")), (None, None), "create has neither");
        let got = get(&mdc, answer["name"].as_str().expect("a name")).await.json();
        assert_eq!(got.get("servers"), blank.as_ref().map(|[servers, _]| servers));
        assert_eq!(got.get("Pods"), blank.as_ref().map(|[_, pods]| pods));
    }
}

#[tokio::test]
async fn accepted_may_come_without_quotes_and_create_with_another_status() {
    let mdc = start(|behaviour| {
        behaviour.accepts_in_plain_text = true;
        behaviour.create_http_status = 201;
    })
    .await;
    let answer = create(&mdc, &Order::new("a")).await;
    assert_eq!(answer.status, 201);
    let name = answer.json()["name"].as_str().expect("a name").to_owned();
    let off = power_off(&mdc, &name, &json!({})).await;
    mdc.clock().advance(seconds(2));
    for answer in [off, power_on(&mdc, &name).await, delete(&mdc, &name).await] {
        assert_eq!((answer.status, answer.body.as_str()), (200, "ok"));
        assert!(answer.head.contains("content-type: text/plain"));
    }
}

#[tokio::test]
async fn every_status_word_that_is_a_guess_can_be_another() {
    let mdc = start(|behaviour| {
        behaviour.starting_status = "开机中".into();
        behaviour.shutting_down_status = "关机中".into();
        behaviour.shutdown_status = "已关机".into();
        behaviour.deleting_status = "删除中".into();
    })
    .await;
    let name = running(&mdc, &Order::new("a")).await;
    power_off(&mdc, &name, &json!({})).await;
    assert_eq!(status(&mdc, &name).await, "关机中");
    mdc.clock().advance(seconds(2));
    assert_eq!(status(&mdc, &name).await, "已关机");
    power_on(&mdc, &name).await;
    assert_eq!(status(&mdc, &name).await, "开机中");
    delete(&mdc, &name).await;
    assert_eq!(status(&mdc, &name).await, "删除中");
}

#[tokio::test]
async fn a_waiting_machine_that_is_powered_off_waits_no_more() {
    let mdc = start(|behaviour| {
        behaviour.create_without_gpu = NoGpu::Waits;
    })
    .await;
    let name = created(&mdc, &Order::new("a").sku("71")).await;
    power_off(&mdc, &name, &json!({})).await;
    assert_eq!(status(&mdc, &name).await, "Shutdown", "it has nothing to stop");
    assert!(mdc.set_stock("71", 1));
    mdc.clock().advance(seconds(60));
    assert_eq!(status(&mdc, &name).await, "Shutdown");
    assert!(mdc.ledger().is_settled());
}
