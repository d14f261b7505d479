//! Whether a released instance is really gone, and how that is known.

use std::time::Duration;

use glows_client::{Confirmation, Release};
use gpu_emulator::Fault;

use crate::support::{Emulated, create, emulated, id, key};

async fn released() -> Emulated {
    let it = emulated().await;
    create(&it.client, "order.1").await.unwrap();
    it.time.advance(Duration::from_secs(10));
    let _accepted = it.client.release_instance(key("order.1")).await.unwrap();
    it
}

async fn once(it: &Emulated) -> Confirmation {
    it.client.confirm_released(key("order.1")).accepted().limit(Duration::ZERO).await.unwrap()
}

#[tokio::test]
async fn it_looks_until_the_instance_is_gone() {
    let it = released().await;
    assert_eq!(it.glows.ledger().billing, 1, "accepted is not gone");
    assert_eq!(once(&it).await.release, Release::StillThere("Releasing".into()));
    let probes = it.client.confirm_released(key("order.1")).accepted();
    let confirmation = probes.await.unwrap();
    assert!(confirmation.is_gone());
    assert!(it.glows.ledger().is_settled());
    insta::assert_snapshot!(format!("{confirmation:#}"));
}

#[tokio::test]
async fn the_consoles_word_for_the_end_is_named_as_an_inference() {
    let it = released().await;
    it.glows.change(|behaviour| behaviour.released_stay_visible = true);
    it.time.advance(Duration::from_secs(60));
    let confirmation = once(&it).await;
    assert!(confirmation.is_gone());
    assert!(confirmation.evidence.contains("inferred"), "{confirmation:#}");
}

#[tokio::test]
async fn a_refused_query_alone_proves_nothing() {
    let refused =
        || Fault::status(200).json(r#"{"code":1,"msg":"busy"}"#).only("GET", "/sdk/v1/instance");
    let it = released().await;
    it.glows.fail_next(1, refused());
    let confirmation = once(&it).await;
    assert_eq!(confirmation.release, Release::StillThere("Releasing".into()), "the list has it");

    for list in [
        r#"{"code":0,"pagination":{"total":3,"numPages":1},"instances":[]}"#,
        r#"{"code":0,"pagination":{"total":1,"numPages":1},"instances":[{"status":"Running"}]}"#,
        r#"{"code":0,"pagination":{"total":1,"numPages":1},"instances":[{"instanceID":"x"}]}"#,
    ] {
        let it = released().await;
        it.time.advance(Duration::from_secs(60));
        it.glows.fail_next(1, Fault::status(200).json(list).only("GET", "/sdk/v1/instance/list"));
        let confirmation = once(&it).await;
        assert!(matches!(confirmation.release, Release::Unknown(_)), "{list}: {confirmation}");
    }
}

/// A web page in place of the query's answer says nothing of the instance.
#[tokio::test]
async fn behind_a_web_page_absence_takes_half_a_minute() {
    let it = released().await;
    it.time.advance(Duration::from_secs(60));
    let page = Fault::status(404).html("<h1>Not Found</h1>").only("GET", "/sdk/v1/instance");
    it.glows.fail_next(999, page);
    let started = it.time.elapsed();
    let confirmation = it.client.confirm_released(key("order.1")).accepted().await.unwrap();
    assert!(confirmation.is_gone(), "{confirmation}");
    assert!(it.time.elapsed() - started >= Duration::from_secs(30), "{confirmation}");
}

#[tokio::test]
async fn an_id_is_confirmed_in_either_spelling() {
    let it = emulated().await;
    let instance = create(&it.client, "order.1").await.unwrap();
    it.glows.fail_next(
        1,
        Fault::status(200).json(r#"{"code":1,"msg":""}"#).only("GET", "/sdk/v1/instance"),
    );
    let prefixed = id(&format!("ins-{}", instance.id));
    let looks = it.client.confirm_released(prefixed).limit(Duration::ZERO);
    assert_eq!(looks.await.unwrap().release, Release::StillThere("SchedQueued".into()));
}

#[tokio::test]
async fn a_rejected_token_is_an_error_not_an_answer() {
    let it = released().await;
    let rejected = r#"{"code":176,"msg":"check jwt token failed"}"#;
    it.glows.fail_next(1, Fault::status(200).json(rejected));
    let error = it.client.confirm_released(key("order.1")).await.unwrap_err();
    assert!(error.is_auth());
    assert_eq!(error.key(), Some("order.1"));
}
