//! Find by key, create only if there is none.

use std::time::Duration;

use glows_client::{Kind, ManualClock};
use gpu_emulator::Fault;
use gpu_emulator::proxy::{FaultProxy, WireFault};

use crate::support::{Emulated, answering, builder, create, emulated, ok};

fn queries(it: &Emulated) -> u64 {
    it.glows.ledger().requests_to("GET", "/sdk/v1/instance").seen
}

#[tokio::test]
async fn the_first_run_creates_and_the_second_finds() {
    let it = emulated().await;
    let first = create(&it.client, "order.1").find_or_create().await.unwrap();
    let again = create(&it.client, "order.1").find_or_create().await.unwrap();
    assert!(first.was_created && !again.was_created);
    assert_eq!(again.instance, first.instance);
    assert_eq!(it.glows.ledger().created, 1);
}

#[tokio::test]
async fn an_instance_under_release_is_not_found_and_its_key_may_be_spent() {
    for (free, stays_visible, created) in [(true, false, 2), (true, true, 2), (false, false, 1)] {
        let it = emulated().await;
        it.glows.change(|behaviour| behaviour.released_key_is_free = free);
        it.glows.change(|behaviour| behaviour.released_stay_visible = stays_visible);
        let first = create(&it.client, "order.1").await.unwrap();
        let _accepted = it.client.release_instance(&first).await.unwrap();
        it.time.advance(Duration::from_secs(60));
        let again = create(&it.client, "order.1").find_or_create().await;
        assert_eq!(again.is_ok(), free);
        assert_eq!(it.glows.ledger().created, created);
    }
}

#[tokio::test]
async fn nothing_is_created_while_looking_does_not_tell() {
    for list in [
        Fault::status(503),
        Fault::status(200).json(r#"{"code":0,"instances":[{"status":"Running"}]}"#),
        Fault::status(200).json(r#"{"code":0,"instances":[{"metaKey":"order.1"}]}"#),
    ] {
        let it = emulated().await;
        it.glows.fail_next(50, list.only("GET", "/sdk/v1/instance/list"));
        let error = create(&it.client, "order.1").find_or_create().await.unwrap_err();
        assert_eq!(error.key(), Some("order.1"), "{error}");
        assert!(!error.may_have_taken_effect(), "{error}");
        assert_eq!(it.glows.ledger().created, 0);
    }
}

#[tokio::test]
async fn somebody_faster_with_the_same_key_is_found() {
    let it = emulated().await;
    // Between the look and the create: neither query nor list shows the instance yet.
    let nothing = r#"{"code":20,"msg":"instance not found"}"#;
    let none = r#"{"code":0,"pagination":{"total":0,"numPages":0},"instances":[]}"#;
    it.glows.fail_next(1, Fault::status(200).json(nothing).only("GET", "/sdk/v1/instance"));
    it.glows.fail_next(1, Fault::status(200).json(none).only("GET", "/sdk/v1/instance/list"));
    let theirs = create(&it.client, "order.1").await.unwrap();
    let ours = create(&it.client, "order.1").find_or_create().await.unwrap();
    assert_eq!((ours.instance, ours.was_created), (theirs, false));
    assert_eq!(it.glows.ledger().created, 1);
}

#[tokio::test]
async fn a_refused_create_stays_an_error() {
    let it = emulated().await;
    it.glows.change(|behaviour| behaviour.capacity = gpu_emulator::glows::Capacity::Refused);
    let error = create(&it.client, "order.1").find_or_create().await.unwrap_err();
    assert_eq!((error.kind(), error.key()), (Kind::Vendor, Some("order.1")));
    assert_eq!(queries(&it), 1 + 5, "before it, and what becomes of one that was refused");
    let it = emulated().await;
    let rejected = Fault::status(200).json(r#"{"code":176,"msg":"check jwt token failed"}"#);
    it.glows.fail_next(1, rejected.only("POST", "/sdk/v1/instance"));
    assert!(create(&it.client, "order.1").find_or_create().await.unwrap_err().is_auth());
    assert_eq!(queries(&it), 1);
}

#[tokio::test]
async fn a_first_probe_that_hangs_leaves_two_thirds_of_the_time() {
    let (server, _) = answering(ok("{}").set_delay(Duration::from_secs(3600))).await;
    let time = ManualClock::new();
    let client = builder(&server.uri(), &time).build().unwrap();
    let finding = tokio::spawn(create(&client, "order.1").find_or_create());
    while server.received_requests().await.unwrap().is_empty() {
        tokio::task::yield_now().await;
    }
    time.expire_limits();
    assert!(!finding.await.unwrap().unwrap_err().may_have_taken_effect());
    assert_eq!(time.elapsed(), Duration::from_secs(20));
}

#[tokio::test]
async fn a_lost_create_that_was_looked_for_is_not_looked_for_again() {
    let it = emulated().await;
    let third = FaultProxy::builder(it.glows.address()).on(3, WireFault::ResetUnprocessed);
    let proxy = third.start().await.unwrap();
    let client = builder(&it.glows.base_url_via(proxy.address()), &it.time).build().unwrap();
    let error = create(&client, "order.1").find_or_create().await.unwrap_err();
    assert_eq!(error.kind(), Kind::MaybeCreated);
    assert_eq!(queries(&it), 1 + 5);
}
