//! A create that is turned away with 429, by a limiter that may stand behind what has acted already.

use glows_client::{Delivery, Kind, RetryPolicy};
use gpu_emulator::Fault;
use gpu_emulator::proxy::{FaultProxy, WireFault};

use crate::doubling::{creates, query_refused};
use crate::support::{create, emulated, key};

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
