//! Deleting, and knowing that it is gone.

use std::time::Duration;

use gpu_emulator::Fault;
use gpu_emulator::mdc::ErrorForm;
use mdc_client::Release;

use crate::stage::Stage;
use crate::stub::name;

/// The route of one instance, as the emulator names it.
const RECORD: &str = "/mdc/api/v1/clusters/{clusterName}/instances/{name}";
/// The route of all of them.
const LIST: &str = "/mdc/api/v1/clusters/{clusterName}/instances";

#[tokio::test]
async fn accepted_is_not_gone_and_gone_is_confirmed_by_two_probes() {
    let stage = Stage::new().await;
    let instance = stage.running().await;
    let accepted = stage.cluster.delete_instance(&instance).await.unwrap();
    assert_eq!(accepted.name, instance.name);

    let once = stage.cluster.confirm_deleted(&instance).limit(Duration::ZERO).await.unwrap();
    assert_eq!(once.release, Release::StillThere("Deleting".into()));
    assert_eq!(stage.ledger(), "created 1, billing 1");

    let probes = stage.cluster.confirm_deleted(&instance).accepted();
    assert_eq!(
        format!("{:#}", probes.await.unwrap()),
        "gone (two probes agree); evidence: its release was accepted, and the whole list of 0 is without \
         it, in cluster host-cluster, and reading it was answered with HTTP 404 (inferred: no answer for \
         a missing instance is documented)"
    );
    assert_eq!(stage.ledger(), "created 1, billing 0");
}

/// No error body and no status of one is documented: none of them may matter.
#[tokio::test]
async fn gone_is_seen_whatever_an_error_looks_like() {
    for form in [
        ErrorForm::CodeAndMessage,
        ErrorForm::ErrorMember,
        ErrorForm::JsonString,
        ErrorForm::PlainText,
        ErrorForm::Html,
        ErrorForm::Empty,
    ] {
        for status in [None, Some(200), Some(400), Some(410), Some(500)] {
            let stage = Stage::with(|behaviour| {
                (behaviour.error_form, behaviour.error_status) = (form, status);
            })
            .await;
            let instance = stage.running().await;
            let _ = stage.cluster.delete_instance(&instance).await.unwrap();
            let confirmation = stage.cluster.confirm_deleted(&instance).await.unwrap();
            assert!(confirmation.is_gone(), "{form:?} {status:?}: {confirmation}");
            // And a second delete is never taken for accepted.
            let error = stage.cluster.delete_instance(&instance).await.unwrap_err();
            assert_eq!(error.id(), Some(instance.name.as_str()), "{form:?} {status:?}: {error}");
            assert_eq!(stage.ledger(), "created 1, billing 0");
        }
    }
}

#[tokio::test]
async fn an_instance_that_stays_visible_is_still_there() {
    let stage = Stage::with(|behaviour| behaviour.deleted_stay_visible = true).await;
    let instance = stage.running().await;
    let _ = stage.cluster.delete_instance(&instance).await.unwrap();
    let (sender, seen) = std::sync::mpsc::channel();
    let confirmation = stage
        .cluster
        .confirm_deleted(&instance)
        .limit(Duration::from_secs(30))
        .on_progress(move |look| sender.send(look.release.clone()).unwrap())
        .await
        .unwrap();
    assert_eq!(seen.try_iter().next(), Some(Release::StillThere("Deleting".into())));
    assert_eq!(confirmation.release, Release::StillThere("Deleted".into()));
    assert_eq!(stage.time.elapsed().as_secs() % 60, 35, "5 s until seen running, 30 s to look");
}

/// The wrong cluster knows nothing of a living machine, whichever way it is asked.
#[tokio::test]
async fn another_cluster_does_not_say_that_it_is_gone() {
    let stage = Stage::new().await;
    let instance = stage.running().await;
    let regions = stage.client.list_regions().await.unwrap();
    let other = regions
        .iter()
        .map(|region| stage.client.cluster(region))
        .find(|cluster| cluster.name() != stage.cluster.name())
        .unwrap();
    assert_eq!(instance.is_in(stage.cluster.name()), Some(true));
    assert_eq!(instance.is_in(other.name()), Some(false));

    let confirmation = other.confirm_deleted(&instance).await.unwrap();
    let Release::Unknown(why) = &confirmation.release else { panic!("{confirmation}") };
    let asked = format!("is in host-cluster, and cluster {} was asked", other.name());
    assert!(why.contains(&asked), "{why}");

    // A name alone cannot be told from one that is gone: the evidence says which list it was.
    let confirmation = other.confirm_deleted(&instance.name).await.unwrap();
    let list = format!("without it, in cluster {}", other.name());
    assert!(confirmation.evidence.contains(&list), "{confirmation:#}");
}

/// Gateways, rate limits, time-outs and credentials say nothing about the instance, and a list without it is
/// half of the evidence only.
#[tokio::test]
async fn a_record_or_a_service_that_cannot_be_asked_leaves_it_unknown() {
    let stage = Stage::new().await;
    for status in [401, 403, 408, 429, 502, 503, 504] {
        let fault = || Fault::status(status);
        for fault in [fault().only("GET", RECORD), fault().only("GET", LIST), fault()] {
            stage.mdc.fail_next(1000, fault);
            let seen = stage.cluster.confirm_deleted(name("instance-1")).await;
            assert_eq!(seen.is_err(), status == 401, "{status}: {seen:?}");
            match seen {
                Ok(confirmation) => assert!(!confirmation.is_gone(), "{status}: {confirmation}"),
                Err(error) => assert!(error.is_auth() && error.id() == Some("instance-1")),
            }
            stage.mdc.clear_faults();
        }
    }
}

/// The page of a gateway is not the service's word.
#[tokio::test]
async fn behind_a_web_page_absence_takes_half_a_minute() {
    let stage = Stage::new().await;
    let page = Fault::status(404).html("<h1>Not Found</h1>").only("GET", RECORD);
    stage.mdc.fail_next(999, page);
    let probes = stage.cluster.confirm_deleted(name("instance-1")).accepted();
    assert!(probes.await.unwrap().is_gone());
    assert!(stage.time.elapsed() >= Duration::from_secs(30));
}
