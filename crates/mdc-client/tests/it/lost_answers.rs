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

#[tokio::test]
async fn what_is_not_found_is_not_said_not_to_exist() {
    let stage = Stage::new().await;
    let never_done = Fault::status(502).only("POST", CREATE);
    stage.mdc.fail_next(1, never_done);
    let error = stage.create(DisplayName::unique("train").unwrap()).await.unwrap_err();
    assert_eq!(error.kind(), Kind::MaybeCreated);
    assert!(error.candidates().is_empty());
    assert!(error.to_string().contains("does not prove that none will come up"), "{error}");
    let lists = stage.mdc.ledger().requests_to("GET", CREATE);
    let creates = stage.mdc.ledger().requests_to("POST", CREATE);
    assert_eq!((lists.seen, creates.seen), (5, 1));
}

#[tokio::test]
async fn a_look_that_fails_itself_is_told_with_the_key() {
    let stage = Stage::new().await;
    stage.mdc.fail_next(1, lost());
    stage.mdc.fail_next(100, Fault::status(503).only("GET", CREATE));
    let display_name = DisplayName::unique("train").unwrap();
    let key = display_name.as_str().to_owned();
    let error = stage.create(display_name).await.unwrap_err();
    assert_eq!((error.kind(), error.key()), (Kind::MaybeCreated, Some(key.as_str())));
    assert!(error.to_string().contains("looking for it failed (list instances"), "{error}");
    assert_eq!(stage.mdc.ledger().created, 1);
}

/// Proof is proof, but two machines of a "unique" name are a riddle for the caller to see.
#[tokio::test]
async fn a_unique_name_borne_by_two_decides_nothing() {
    let stage = Stage::new().await;
    let zero = || mdc_client::Random::from_fn(|| 0);
    stage.create(DisplayName::unique_from("train", &zero()).unwrap()).await.unwrap();
    stage.mdc.fail_next(1, lost());
    let error =
        stage.create(DisplayName::unique_from("train", &zero()).unwrap()).await.unwrap_err();
    assert_eq!((error.kind(), error.candidates().len()), (Kind::MaybeCreated, 2));
}

/// A limiter can say no to what has been done already.
#[tokio::test]
async fn too_many_requests_is_looked_into_and_denies_nothing_that_was_not_seen() {
    let limited = || Fault::status(429).only("POST", CREATE);
    let acted = || limited().after_processing();
    let no_list = Fault::status(503).only("GET", CREATE);

    let stage = Stage::new().await;
    stage.mdc.fail_next(1, limited());
    let nothing = stage.create(DisplayName::unique("train").unwrap()).await;
    let nothing = nothing.unwrap_err();
    assert!(nothing.is_rate_limited() && !nothing.may_have_taken_effect());

    stage.mdc.fail_next(1, acted());
    assert!(stage.create(DisplayName::unique("train").unwrap()).await.is_ok());

    stage.mdc.fail_next(1, acted());
    let chosen = stage.create(DisplayName::new("train").unwrap()).await;
    let chosen = chosen.unwrap_err();
    assert_eq!(chosen.kind(), Kind::MaybeCreated);
    assert_eq!(chosen.candidates().len(), 1);

    stage.mdc.fail_next(1, acted());
    stage.mdc.fail_next(50, no_list);
    let unseen = stage.create(DisplayName::unique("train").unwrap()).await;
    let unseen = unseen.unwrap_err();
    assert_eq!(unseen.kind(), Kind::MaybeCreated);
    assert!(unseen.is_rate_limited() && unseen.may_have_taken_effect());
    assert_eq!(stage.mdc.ledger().created, 3);
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
    let answer = crate::fixture::text("create.response").replace("host-cluster", "elsewhere");
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
