//! A create whose answer was lost is looked for and never sent again.

use std::time::Duration;

use gpu_emulator::{Clock, Fault, Mdc};
use mdc_client::{DisplayName, Kind, ManualClock};

use crate::stage::Stage;

const CREATE: &str = "/mdc/api/v1/clusters/{clusterName}/instances";

fn lost() -> Fault {
    Fault::status(502).html("<h1>Bad Gateway</h1>").after_processing().only("POST", CREATE)
}

#[tokio::test]
async fn a_unique_name_finds_the_instance() {
    let stage = Stage::new().await;
    stage.mdc.fail_next(1, lost());
    let instance = stage.rent("train").await;
    let machines = stage.mdc.machines();
    assert_eq!(machines.len(), 1);
    assert_eq!(instance.name.as_str(), machines[0].id);
    // From the list, which tells more than the create answer would have.
    assert!(instance.volume_mounts.get().unwrap().iter().all(|disk| disk.size.copied() != Some(0)));
}

#[tokio::test]
async fn any_other_name_gives_candidates_and_no_instance() {
    let stage = Stage::new().await;
    let same = || DisplayName::new("test1").unwrap();
    stage.create(same()).await.unwrap();
    stage.mdc.clock().advance(Duration::from_secs(3600));
    stage.time.advance(Duration::from_secs(3600));
    stage.mdc.fail_next(1, lost());

    let error = stage.create(same()).await.unwrap_err();
    assert_eq!(error.kind(), Kind::MaybeCreated);
    assert_eq!(error.key(), Some("test1"));
    let [candidate] = error.candidates() else { panic!("one is young enough: {error}") };
    let machines = stage.mdc.machines();
    assert_eq!(machines.len(), 2);
    assert_eq!(candidate.id, machines[1].id);
    assert_eq!(candidate.name.as_deref(), Some("test1"));
    assert_eq!(candidate.status.as_deref(), Some("Running"), "10 s later");
    assert!(candidate.created.is_some());
    assert_eq!(
        error.to_string(),
        format!(
            "create instance (POST /clusters/host-cluster/instances): fate unknown, a machine may exist and bill: \
             HTTP error; machines of this name are there, and the name does not prove which is meant; HTTP 502; \
             answered; key test1; candidates {} (Running)",
            candidate.id
        )
    );
}

/// MatrixDC keeps no names apart: a create that is sent again could make a second machine.
#[tokio::test]
async fn a_create_that_a_limiter_refused_is_looked_for_and_never_sent_again() {
    let stage = Stage::new().await;
    stage.mdc.fail_next(1, Fault::status(429).only("POST", CREATE));
    let error = stage.create(DisplayName::unique("train").unwrap()).await.unwrap_err();
    assert!(error.is_rate_limited() && !error.may_have_taken_effect(), "{error}");
    assert!(error.looked().is_some());
    assert_eq!(stage.mdc.ledger().requests_to("POST", CREATE).seen, 1);
}

/// The age of a namesake is told by two clocks, and they need not agree.
#[tokio::test]
async fn a_clock_that_is_ahead_hides_no_namesake_and_makes_no_refusal_of_what_was_done() {
    let limited = Fault::status(429).only("POST", CREATE);
    for (ahead, fault) in [(240, lost()), (360, lost()), (360, limited.after_processing())] {
        let clock = Clock::manual();
        let mdc = Mdc::builder().clock(clock).start().await.unwrap();
        let time = ManualClock::new();
        time.advance(Duration::from_secs(ahead));
        let base_url = mdc.base_url();
        let stage = Stage::at(mdc, &base_url, time);
        stage.mdc.fail_next(1, fault.clone());
        let create = stage.create(DisplayName::new("train").unwrap());
        let error = create.await.unwrap_err();
        assert_eq!(error.kind(), Kind::MaybeCreated);
        assert!(error.may_have_taken_effect());
        let told = error.to_string();
        assert!(told.contains(&stage.mdc.machines()[0].id), "{told}");
        let is_older = told.contains("older than the call if the clocks agree");
        assert_eq!(is_older, ahead > 300, "{told}");
        assert!(!told.contains("no instance of this name"), "{told}");
        // A unique name is found all the same.
        stage.mdc.fail_next(1, fault);
        stage.rent("train").await;
    }
}

/// A machine in another cluster than the one that was asked exists all the same.
#[tokio::test]
async fn an_answer_that_names_another_cluster_is_given_back() {
    let answer = crate::stub::sample("create.response").replace("host-cluster", "elsewhere");
    let stub = crate::stub::Stub::saying(&answer).await;
    let cluster = stub.cluster();
    let sku = mdc_client::SkuId::new("66").unwrap();
    let order = cluster.create_instance(sku, DisplayName::new("test1").unwrap(), "image");
    let instance = order.volume(mdc_client::Volume::new(50)).await.unwrap();
    assert_eq!(instance.is_in(cluster.name()), Some(false));
    assert_eq!(instance.region.as_str(), Some("elsewhere"));
}

#[tokio::test]
async fn a_probe_that_repeats_a_secret_of_the_create_shows_none_of_it() {
    let stage = Stage::new().await;
    stage.mdc.fail_next(1, lost());
    let echo = Fault::status(400).json(r#"{"message":"no hunter2-canary here"}"#);
    stage.mdc.fail_next(usize::MAX, echo.only("GET", CREATE));
    let create = stage.create(DisplayName::unique("train").unwrap());
    let error = create.body_extra("/envs/DB", "hunter2-canary").await.unwrap_err();
    assert_eq!(error.kind(), Kind::MaybeCreated, "{error}");
    assert!(error.to_string().contains("looking for it"), "{error}");
    assert!(!format!("{error} {error:?} {error:#?}").contains("hunter2"), "{error}");
}
