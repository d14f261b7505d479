//! A create is never repeated, and what became of it is found out before anything is said.

use std::time::Duration;

use glows_client::{Delivery, ErrorCode, Kind, MetaKey, RetryPolicy};
use gpu_emulator::Fault;
use gpu_emulator::glows::Capacity;
use gpu_emulator::proxy::{FaultProxy, WireFault};

use crate::support::{Emulated, create, create_by, emulated, key};

/// An answer that loses what the create has done.
fn lost() -> Fault {
    Fault::status(502).html("<h1>Bad Gateway</h1>").only("POST", "/sdk/v1/instance")
}

/// A query that is refused, for a list that must be looked at.
fn query_refused() -> Fault {
    Fault::status(200)
        .json(r#"{"code":20,"msg":"instance not found"}"#)
        .only("GET", "/sdk/v1/instance")
}

fn creates(it: &Emulated) -> u64 {
    it.glows.ledger().requests_to("POST", "/sdk/v1/instance").seen
}

#[tokio::test]
async fn a_create_whose_answer_is_lost_finds_its_instance() {
    for fault in [
        lost(),
        Fault::status(200).json("{\"code\":0,\"msg\":\"\",\"inst").only("POST", "/sdk/v1/instance"),
        Fault::status(200).json(r#"{"code":0,"msg":""}"#).only("POST", "/sdk/v1/instance"),
        Fault::status(200).html("<h1>Welcome</h1>").only("POST", "/sdk/v1/instance"),
        Fault::status(408).only("POST", "/sdk/v1/instance"),
    ] {
        let it = emulated().await;
        it.glows.fail_next(1, fault.after_processing());
        let instance = create(&it.client, "order.1").await.unwrap();
        assert_eq!(instance.meta_key.get(), Some(&key("order.1")));
        assert_eq!((it.glows.ledger().created, creates(&it)), (1, 1));
        assert_eq!(it.time.elapsed(), Duration::ZERO, "the first look finds it");
    }
}

#[tokio::test]
async fn the_list_finds_what_the_query_does_not() {
    let it = emulated().await;
    it.glows.fail_next(1, lost().after_processing());
    it.glows.fail_next(1, query_refused());
    let instance = create(&it.client, "order.1").await.unwrap();
    assert_eq!(instance.meta_key.get(), Some(&key("order.1")));
    assert_eq!(creates(&it), 1);
}

#[tokio::test]
async fn a_create_that_is_lost_for_good_may_have_created_and_says_so() {
    let it = emulated().await;
    it.glows.fail_next(1, lost());
    let error = create(&it.client, "order.1").await.unwrap_err();
    assert_eq!(error.kind(), Kind::MaybeCreated);
    assert_eq!((error.key(), error.id()), (Some("order.1"), None));
    assert_eq!(creates(&it), 1, "probed five times, never created again");
    assert_eq!(it.glows.ledger().requests_to("GET", "/sdk/v1/instance").seen, 5);
    insta::assert_snapshot!(error);
}

#[tokio::test]
async fn a_plain_refusal_stays_a_refusal() {
    let it = emulated().await;
    it.glows.change(|behaviour| behaviour.capacity = Capacity::Refused);
    let error = create(&it.client, "order.1").await.unwrap_err();
    assert_eq!((error.kind(), ErrorCode::of(&error)), (Kind::Vendor, Some(ErrorCode::from(114))));
    assert_eq!((error.key(), error.id()), (Some("order.1"), None));
    assert!(error.is_refused() && !error.may_have_taken_effect());
    assert!(error.looked().unwrap().starts_with("5 probes in 10 s"));
    assert_eq!(creates(&it), 1);
}

#[tokio::test]
async fn a_refusal_for_a_key_that_is_taken_tells_which_instance_has_it() {
    let it = emulated().await;
    let first = create(&it.client, "order.1").await.unwrap();
    for status in [200, 409] {
        let taken = Fault::status(status).json(r#"{"code":88,"msg":"exists"}"#);
        it.glows.fail_next(1, taken.only("POST", "/sdk/v1/instance"));
        let error = create(&it.client, "order.1").await.unwrap_err();
        assert_eq!(
            (error.kind(), ErrorCode::of(&error)),
            (Kind::MaybeCreated, Some(ErrorCode::from(88)))
        );
        assert_eq!(error.id(), Some(first.id.as_str()));
        assert_eq!(error.last_state(), Some("SchedQueued"));
        assert_eq!(it.glows.ledger().created, 1);
    }
}

/// A gateway that sends a create twice answers with what became of the second.
#[tokio::test]
async fn a_create_that_was_made_behind_a_refusal_is_found() {
    for status in [400, 403, 409, 422, 425, 499] {
        let it = emulated().await;
        let refused = Fault::status(status).json(r#"{"code":88,"msg":"exists"}"#);
        it.glows.fail_next(1, refused.after_processing().only("POST", "/sdk/v1/instance"));
        let key = MetaKey::unique("order").unwrap();
        assert!(create_by(&it.client, key).await.is_ok(), "{status}");
        assert_eq!(it.glows.ledger().created, 1);
    }
}

/// A create that is turned away with 429, by a limiter that may stand behind what has acted already.
fn limited() -> Fault {
    Fault::rate_limited().only("POST", "/sdk/v1/instance")
}

#[tokio::test]
async fn a_create_that_is_turned_away_with_429_is_sent_again_and_makes_one_machine() {
    let it = emulated().await;
    it.glows.fail_next(2, limited());
    create(&it.client, "order.1").await.unwrap();
    assert_eq!((it.glows.ledger().created, creates(&it)), (1, 3));
}

#[tokio::test]
async fn a_refusal_behind_a_limiter_stays_one_if_nothing_is_there() {
    let refused = Fault::status(403).only("POST", "/sdk/v1/instance");
    for (last, status, attempts) in [(limited(), 429, 4), (refused, 403, 2)] {
        let it = emulated().await;
        it.glows.fail_next(attempts - 1, limited());
        it.glows.fail_next(1, last);
        let error = create(&it.client, "order.1").await.unwrap_err();
        assert_eq!((error.kind(), error.key()), (Kind::Status, Some("order.1")));
        assert_eq!((error.status(), error.attempts() as usize), (Some(status), attempts));
        assert!(!error.may_have_taken_effect(), "{error}");
    }
}

/// A service that does not keep keys apart, and a limiter behind it: the create is not sent again
/// before the key was looked for, and not on the word of one absence.
#[tokio::test]
async fn a_limiter_behind_a_create_doubles_nothing_even_if_the_list_lags() {
    let it = emulated().await;
    it.glows.fail_next(1, limited().after_processing());
    it.glows.fail_next(2, query_refused());
    let none = r#"{"code":0,"pagination":{"total":0,"numPages":0},"instances":[]}"#;
    let none = Fault::status(200).json(none);
    it.glows.fail_next(2, none.only("GET", "/sdk/v1/instance/list"));
    let instance = create(&it.client, "order.1").await.unwrap();
    assert_eq!(instance.meta_key.get(), Some(&key("order.1")));
    assert_eq!((it.glows.ledger().created, creates(&it)), (1, 1));
}

#[tokio::test]
async fn a_key_that_is_taken_is_found_behind_a_limiter_too() {
    let it = emulated().await;
    let first = create(&it.client, "order.1").await.unwrap();
    let none = r#"{"code":0,"pagination":{"total":0,"numPages":0},"instances":[]}"#;
    let none = Fault::status(200).json(none);
    it.glows.fail_next(6, query_refused());
    it.glows.fail_next(6, none.only("GET", "/sdk/v1/instance/list"));
    it.glows.fail_next(1, limited());
    let taken = Fault::status(409).json(r#"{"code":88,"msg":"exists"}"#);
    it.glows.fail_next(1, taken.only("POST", "/sdk/v1/instance"));
    let found = create(&it.client, "order.1").find_or_create().await;
    let found = found.unwrap();
    assert_eq!((found.instance.id, found.was_created), (first.id, false));
    assert_eq!(it.glows.ledger().created, 1);
}

/// The attempt that did not leave says nothing about the one before, which was turned away.
#[tokio::test]
async fn an_attempt_that_was_not_sent_does_not_hide_what_an_earlier_one_made() {
    let it = emulated().await;
    let time = it.time.clone();
    let proxy = FaultProxy::builder(it.glows.address())
        .on(1, limited().after_processing())
        .on(2, WireFault::Refuse)
        .start()
        .await
        .unwrap();
    let builder = crate::support::builder(&it.glows.base_url_via(proxy.address()), &time);
    let client = builder
        .settings(crate::support::settings(&time).retry(RetryPolicy::new().with_max_attempts(2)))
        .build()
        .unwrap();
    let refused = create(&client, "order.1").await.unwrap_err();
    assert_eq!(refused.kind(), Kind::MaybeCreated);
    assert_eq!(refused.delivery(), Delivery::Answered);
    assert!(refused.may_have_taken_effect());
    assert_eq!(it.glows.ledger().created, 1);
}
