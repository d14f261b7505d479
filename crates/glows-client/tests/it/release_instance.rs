//! Giving an instance back.

use glows_client::{Address, Delivery, Kind};
use gpu_emulator::Fault;

use crate::support::{create, emulated, key};

#[tokio::test]
async fn a_release_is_accepted_and_says_for_what() {
    let it = emulated().await;
    let instance = create(&it.client, "order.1").await.unwrap();
    let accepted = it.client.release_instance(key("order.1")).await.unwrap();
    assert_eq!(accepted.address, Address::Key(key("order.1")));
    let accepted = it.client.release_instance(&instance.id).await.unwrap();
    assert_eq!(accepted.address, Address::Id(instance.id));
}

#[tokio::test]
async fn a_release_is_never_repeated_behind_the_callers_back() {
    let it = emulated().await;
    create(&it.client, "order.1").await.unwrap();
    it.glows.fail_next(1, Fault::status(503).only("DELETE", "/sdk/v1/instance"));
    let error = it.client.release_instance(key("order.1")).await.unwrap_err();
    assert_eq!((error.kind(), error.delivery()), (Kind::Status, Delivery::Answered));
    assert!(error.may_have_taken_effect());
    assert_eq!((error.attempts(), error.key()), (1, Some("order.1")));
}

#[tokio::test]
async fn a_refused_release_is_an_error() {
    let it = emulated().await;
    let error = it.client.release_instance(key("nobody")).await.unwrap_err();
    assert_eq!((error.kind(), error.key()), (Kind::Vendor, Some("nobody")));
}
