//! Powering off and on, and what can be known about it.

use std::time::Duration;

use gpu_emulator::Fault;
use mdc_client::{Kind, Release, Until};
use serde_json::{Value, json};

use crate::stage::Stage;
use crate::stub::{Stub, name};

/// `servers` and `Pods` of an instance that does not run.
fn blanks() -> [Option<[Value; 2]>; 3] {
    [None, Some([json!({}), json!([])]), Some([Value::Null, Value::Null])]
}

/// The emulator's word for off stands for one that a user has seen.
#[tokio::test]
async fn off_and_on_again_through_the_states_between() {
    for blank in blanks() {
        let stage = Stage::with(|behaviour| behaviour.blank = blank).await;
        let cluster = stage.knowing_off("Shutdown");
        let instance = stage.running().await;
        assert_eq!(instance.compute_billing().is_billing(), Some(true));

        let _ = cluster.power_off(&instance).await.unwrap();
        let once = cluster.confirm_powered_off(&instance).limit(Duration::ZERO);
        let once = once.await.unwrap();
        assert_eq!(once.release, Release::StillThere("ShuttingDown".into()));
        assert_eq!(stage.ledger(), "created 1, billing 1");
        let off = cluster.confirm_powered_off(&instance).await.unwrap();
        assert!(off.is_ended() && !off.is_gone());
        assert_eq!(off.relied_on, "the caller's word for off");
        assert_eq!(
            format!("{off:#}"),
            "ended, not gone (Shutdown); evidence: status Shutdown, which the caller says means off (not documented)"
        );
        assert_eq!(stage.ledger(), "created 1, billing 0");

        let _ = cluster.power_on(&instance).await.unwrap();
        cluster.wait_until(&instance, Until::running()).await.unwrap();
        assert_eq!(stage.ledger(), "created 1, billing 1");
    }
}

/// What the page does not say is not guessed, whatever an instance that is off looks like.
#[tokio::test]
async fn an_undocumented_status_is_unknown() {
    for blank in blanks() {
        let stage = Stage::with(|behaviour| behaviour.blank = blank).await;
        let instance = stage.running().await;
        let _ = stage.cluster.power_off(&instance).await.unwrap();
        let seen = stage.cluster.confirm_powered_off(&instance).await.unwrap();
        let Release::Unknown(why) = &seen.release else { panic!("{seen}") };
        let told = "the status has been Shutdown for 10 s, which is not documented";
        assert!(why.starts_with(told) && why.contains("off_status"), "{why}");
        assert!(stage.time.elapsed() < Duration::from_secs(60), "it ends early");
        let instance = stage.cluster.get_instance(&instance).await.unwrap();
        assert!(!instance.status.get().unwrap().is_known());
        assert_eq!(instance.compute_billing().is_billing(), None);
        assert_eq!((instance.ssh(), instance.jupyter()), (None, None));
    }
}

#[tokio::test]
async fn a_machine_that_does_not_stop_is_not_confirmed() {
    let stage = Stage::new().await;
    let instance = stage.running().await;
    let limit = Duration::from_secs(10);
    let seen = stage.cluster.confirm_powered_off(&instance).limit(limit).await.unwrap();
    assert_eq!(seen.release, Release::StillThere("Running".into()));
    assert_eq!(seen.evidence, "status Running (documented)");
}

#[tokio::test]
async fn what_was_seen_before_the_probes_failed_is_not_what_is() {
    let stage = Stage::new().await;
    let instance = stage.running().await;
    let Stage { mdc, cluster, .. } = stage;
    let looks = cluster.confirm_powered_off(&instance);
    let looks = looks.on_progress(move |_| mdc.fail_next(1000, Fault::status(503)));
    let seen = looks.await.unwrap();
    assert!(matches!(seen.release, Release::Unknown(_)), "{seen}");
    assert!(seen.evidence.contains("before them: still there (Running)"), "{seen:#}");
}

#[tokio::test]
async fn a_confirmation_of_what_is_not_there_is_an_error_that_names_it() {
    let stage = Stage::new().await;
    let error = stage.cluster.confirm_powered_off(name("instance-1")).await.unwrap_err();
    assert_eq!((error.status(), error.id()), (Some(404), Some("instance-1")));
}

#[tokio::test]
async fn an_image_is_saved_with_name_and_tag_together() {
    let stage = Stage::new().await;
    let instance = stage.running().await;
    let call = stage.cluster.power_off(&instance).snapshot("trained", "v1.1.0");
    let _ = call.await.unwrap();
    stage.cluster.wait_until(&instance, Until::not_running()).await.unwrap();
    stage.mdc.clock().advance(Duration::from_secs(60));
    assert_eq!(stage.mdc.saved_images().len(), 1);
    assert!(stage.mdc.saved_images()[0].ends_with("/trained:v1.1.0"));
}

#[tokio::test]
async fn what_cannot_be_meant_is_refused_before_anything_is_sent() {
    let stub = Stub::saying("\"ok\"").await;
    let off = || stub.cluster().power_off(name("instance-1"));
    for (call, field) in [
        (off().grace_period(Duration::from_millis(1500)), "gracePeriodSeconds"),
        (off().snapshot("", "v1"), "imageName"),
        (off().snapshot("image1", ""), "tag"),
        (off().snapshot("image 1", "v1"), "imageName"),
        (off().snapshot("image1", "v\u{0}1"), "tag"),
        (off().snapshot("a", "b").body_extra("tag", "c"), "body_extra.tag"),
    ] {
        let error = call.await.unwrap_err();
        assert_eq!((error.kind(), error.field()), (Kind::Invalid, Some(field)));
        assert_eq!(error.id(), Some("instance-1"));
    }
    assert!(stub.requests().await.is_empty());
    // What is not set is left out.
    for (call, body) in [
        (off(), "{}"),
        (off().grace_period(Duration::ZERO), r#"{"gracePeriodSeconds":0}"#),
        (off().body_extra("reason", "idle"), r#"{"reason":"idle"}"#),
    ] {
        assert_eq!(call.preview().unwrap().body.as_deref(), Some(body));
    }
}

#[tokio::test]
async fn ok_is_accepted_quoted_and_bare() {
    for bare in [false, true] {
        let stage = Stage::with(|behaviour| behaviour.accepts_in_plain_text = bare).await;
        let instance = stage.running().await;
        assert!(stage.cluster.power_off(&instance).await.is_ok());
        let off = Until::status("Shutdown");
        stage.cluster.wait_until(&instance, off).await.unwrap();
        assert!(stage.cluster.power_on(&instance).await.is_ok());
        assert!(stage.cluster.delete_instance(&instance).await.is_ok());
    }
}
