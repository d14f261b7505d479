//! What may be concluded from answers: whose they are, whether a list is whole, what is gone.

use std::time::Duration;

use gpu_emulator::Fault;
use mdc_client::{DisplayName, Kind, Lookup, Release, SkuId, Volume};
use wiremock::ResponseTemplate;

use crate::stage::Stage;
use crate::stub::{Stub, name};

const LIST: &str = "/mdc/api/v1/clusters/{clusterName}/instances";
const RECORD: &str = "/mdc/api/v1/clusters/{clusterName}/instances/{name}";

#[tokio::test]
async fn a_list_that_does_not_add_up_is_not_whole() {
    for list in [
        r#"{"hasNextPage":false,"nodes":[],"totalCount":"many"}"#,
        r#"{"hasNextPage":false,"nodes":[],"totalCount":-1}"#,
        r#"{"hasNextPage":false,"nodes":[{"name":"a","displayName":"x"}],"totalCount":2}"#,
        r#"{"hasNextPage":false,"nodes":[{"name":"a","displayName":"x"},{"name":"a","displayName":"x"}],"totalCount":2}"#,
        r#"{"hasNextPage":"no","nodes":[],"totalCount":0}"#,
        r#"{"hasNextPage":true,"nodes":[],"totalCount":0}"#,
        r#"{"hasNextPage":false,"nodes":[{"name":"a"}],"totalCount":1}"#,
    ] {
        let job = DisplayName::new("job").unwrap();
        let found = Stub::saying(list).await.cluster().find_instance(&job).await.unwrap();
        assert!(matches!(found, Lookup::Unknown(_)), "{list}: {found:?}");
    }
    // An entry that cannot be read and holds the name is there.
    let bad = r#"{"hasNextPage":false,"nodes":[{"name":{},"displayName":"job"}],"totalCount":1}"#;
    let stub = Stub::saying(bad).await;
    let job = DisplayName::new("job").unwrap();
    let found = stub.cluster().find_instance(&job).await.unwrap();
    assert!(matches!(found, Lookup::Unreadable(_)), "{found:?}");
    let whole = r#"{"hasNextPage":false,"nodes":[],"totalCount":0}"#;
    let found = Stub::saying(whole).await.cluster().find_instance(&job).await;
    assert!(found.unwrap().is_absent());
}

#[tokio::test]
async fn a_create_that_comes_back_with_another_name_may_have_created_that_one() {
    for (rest, id) in [
        (r#""displayName":"other""#, Some("instance-x")),
        (r#""uid":"u","displayName":"other""#, Some("instance-x")),
        // What an error body calls a name is no machine.
        (r#""message":"no such image""#, None),
    ] {
        let other = format!(r#"{{"name":"instance-x",{rest}}}"#);
        let stub = Stub::answering(ResponseTemplate::new(200).set_body_string(other)).await;
        let mine = DisplayName::unique("mine").unwrap();
        let create = stub.cluster().create_instance(SkuId::new("66").unwrap(), mine, "image");
        let error = create.volume(Volume::new(50)).await.unwrap_err();
        assert_eq!((error.kind(), error.id()), (Kind::MaybeCreated, id), "{rest}");
    }
}

/// A detail that failed, or was answered about another machine, says nothing of this one; and an absence
/// of some seconds is a moment.
#[tokio::test]
async fn absence_of_a_moment_is_not_gone() {
    let failures = [501, 520, 402, 499].map(Fault::status);
    let refusals = [
        Fault::status(500).json(r#"{"message":"db timeout"}"#),
        Fault::status(400).json(r#"{"message":"bad request"}"#),
        Fault::status(409).json(r#"{"message":"busy"}"#),
        Fault::status(500).html("<h1>500</h1>"),
    ];
    let odd = [r#"{"name":"other"}"#, "{}", "null", "{\"name\":", "<html>"];
    let odd = odd.map(|body| Fault::status(200).json(body));
    for detail in failures.into_iter().chain(refusals).chain(odd) {
        let stage = Stage::new().await;
        let instance = stage.running().await;
        stage.mdc.fail_next(999, detail.only("GET", RECORD));
        let empty = r#"{"hasNextPage":false,"nodes":[],"totalCount":0}"#;
        stage.mdc.fail_next(3, Fault::status(200).json(empty).only("GET", LIST));
        let probes = stage.cluster.confirm_deleted(&instance).accepted();
        let confirmation = probes.limit(Duration::from_secs(20)).await.unwrap();
        assert_eq!(confirmation.release, Release::StillThere("Running".into()));
        assert!(confirmation.evidence.starts_with("the list of instances"));
    }
    // Not even a plain "not found", if the list has it.
    let stage = Stage::new().await;
    let instance = stage.running().await;
    stage.mdc.fail_next(999, Fault::status(404).only("GET", RECORD));
    let confirmation = stage.cluster.confirm_deleted(&instance).accepted().await.unwrap();
    assert_eq!(confirmation.release, Release::StillThere("Running".into()));
}

#[tokio::test]
async fn a_unique_name_is_there_in_an_entry_that_cannot_be_read_though_the_service_cut_it() {
    let job = DisplayName::unique("My Job").unwrap();
    let tail = job.as_str().rsplit_once('-').unwrap().1;
    let list = format!(
        r#"{{"hasNextPage":false,"nodes":[{{"name":{{}},"displayName":"my_job_{tail}"}}],"totalCount":1}}"#
    );
    let stub = Stub::saying(&list).await;
    let found = stub.cluster().find_instance(&job).await.unwrap();
    assert!(matches!(found, Lookup::Unreadable(_)), "{found:?}");
}

#[tokio::test]
async fn giving_back_repeats_an_order_that_was_accepted_and_forgotten() {
    let stage = Stage::new().await;
    let instance = stage.running().await;
    let forgotten = Fault::status(200).json("\"ok\"");
    stage.mdc.fail_next(2, forgotten.only("DELETE", LIST));
    let confirmation = stage.cluster.give_back(&instance).await.unwrap();
    assert_eq!(confirmation.to_string(), "gone (two probes agree)");
    assert_eq!(stage.ledger(), "created 1, billing 0");
    let again = stage.cluster.give_back(name("instance-1")).await.unwrap();
    assert!(again.relied_on.contains("without an accepted release"), "{again}");
}
