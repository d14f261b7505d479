//! What holds for every vendor's emulator, whichever calls the vendor has.

use std::collections::BTreeSet;
use std::panic::{AssertUnwindSafe, catch_unwind};

use gpu_emulator::ac_openapi::AcOpenApiService;
use gpu_emulator::glows::GlowsService;
use gpu_emulator::mdc::MdcService;
use gpu_emulator::{Builder, Clock, Emulator, Fault, Vendor};
use serde_json::{Value, json};

use crate::http::{Answer, Request};
use crate::{ac_openapi, glows, mdc, seconds};

/// One vendor's calls, as far as all have them.
trait Rents: Vendor {
    const CREATE: (&'static str, &'static str);
    /// How many calls a release takes: MatrixDC and AC have two kinds.
    const RELEASES: usize;

    /// Gives the account what the other calls here need, and secrets that say so.
    fn canaries(builder: Builder<Self>) -> Builder<Self>;
    async fn create(on: &Emulator<Self>, key: &str) -> Answer;
    /// The machine as one query shows it, if there is one.
    async fn shown(on: &Emulator<Self>, id: &str) -> Option<Value>;
    /// Keys, oldest machine first.
    async fn listed(on: &Emulator<Self>) -> Vec<String>;
    async fn release(on: &Emulator<Self>, id: &str);

    fn builder() -> Builder<Self> {
        Self::canaries(Emulator::builder()).clock(Clock::manual())
    }

    async fn start() -> Emulator<Self> {
        Self::builder().start().await.expect("a free port")
    }

    async fn created(on: &Emulator<Self>, key: &str) -> String {
        assert_eq!(Self::create(on, key).await.status, 200);
        on.machines().pop().expect("it was created").id
    }

    async fn status(on: &Emulator<Self>, id: &str) -> String {
        let shown = Self::shown(on, id).await.expect("it is there");
        shown["status"].as_str().expect("a status").to_owned()
    }
}

fn keys(list: &Value, name: &str) -> Vec<String> {
    let machines = list.as_array().expect("machines").iter();
    machines.map(|one| one[name].as_str().expect("a key").to_owned()).collect()
}

impl Rents for GlowsService {
    const CREATE: (&'static str, &'static str) = ("POST", "/sdk/v1/instance");
    const RELEASES: usize = 1;

    fn canaries(builder: Builder<Self>) -> Builder<Self> {
        builder.token("canary-token").ssh_password("canary-password")
    }

    async fn create(on: &Emulator<Self>, key: &str) -> Answer {
        glows::create(on, &glows::Order::new(key)).await
    }

    async fn shown(on: &Emulator<Self>, id: &str) -> Option<Value> {
        let mut answer = glows::get(on, &format!("request_id={id}")).await.json();
        Some(answer["instance"].take()).filter(|one| !one.is_null())
    }

    async fn listed(on: &Emulator<Self>) -> Vec<String> {
        let list = glows::list(on, "page=1&per_page=10&ascending=true").await.json();
        keys(&list["instances"], "metaKey")
    }

    async fn release(on: &Emulator<Self>, id: &str) {
        assert_eq!(glows::release(on, &format!("request_id={id}")).await.code(), 0);
    }
}

impl Rents for MdcService {
    const CREATE: (&'static str, &'static str) =
        ("POST", "/mdc/api/v1/clusters/{clusterName}/instances");
    const RELEASES: usize = 2;

    fn canaries(builder: Builder<Self>) -> Builder<Self> {
        let builder = builder.token("canary-token").user_id("xxx");
        builder.ssh_password("canary-password").jupyter_token("canary-notebook")
    }

    async fn create(on: &Emulator<Self>, key: &str) -> Answer {
        mdc::create(on, &mdc::Order::new(key)).await
    }

    async fn shown(on: &Emulator<Self>, id: &str) -> Option<Value> {
        let answer = mdc::get(on, id).await;
        (answer.status == 200).then(|| answer.json())
    }

    async fn listed(on: &Emulator<Self>) -> Vec<String> {
        keys(&mdc::list(on).await["nodes"], "displayName")
    }

    async fn release(on: &Emulator<Self>, id: &str) {
        mdc::assert_ok(&mdc::power_off(on, id, &json!({})).await);
        mdc::assert_ok(&mdc::delete(on, id).await);
    }
}

impl Rents for AcOpenApiService {
    const CREATE: (&'static str, &'static str) = ("POST", ac_openapi::TASK);
    const RELEASES: usize = 2;

    fn canaries(builder: Builder<Self>) -> Builder<Self> {
        builder.token("given").keys("canary-key", "canary-secret")
    }

    async fn create(on: &Emulator<Self>, key: &str) -> Answer {
        ac_openapi::create(on, &ac_openapi::named(key)).await
    }

    async fn shown(on: &Emulator<Self>, id: &str) -> Option<Value> {
        let mut answer = ac_openapi::detail(on, id).await.json();
        (answer["code"] == "0").then(|| answer["data"].take())
    }

    async fn listed(on: &Emulator<Self>) -> Vec<String> {
        ac_openapi::listed(on, "limit=20&sort=asc").await
    }

    async fn release(on: &Emulator<Self>, id: &str) {
        ac_openapi::assert_done(&ac_openapi::stop(on, &[id]).await);
        ac_openapi::assert_done(&ac_openapi::delete(on, &[id]).await);
    }
}

#[tokio::test]
async fn it_holds_for_glows() {
    everything_holds::<GlowsService>().await;
}

#[tokio::test]
async fn it_holds_for_matrixdc() {
    everything_holds::<MdcService>().await;
}

#[tokio::test]
async fn it_holds_for_ac() {
    everything_holds::<AcOpenApiService>().await;
}

async fn everything_holds<V: Rents>() {
    a_late_create_is_answered_at_once_and_its_machine_comes_later::<V>().await;
    releases_can_be_forgotten_as_often_as_wanted::<V>().await;
    a_query_can_be_answered_about_another_machine::<V>().await;
    machines_of_others_are_counted_apart_and_show_who_touched_them::<V>().await;
    a_status_that_nobody_documented_can_be_shown_for_one_machine::<V>().await;
    the_same_seed_makes_up_the_same_machine::<V>().await;
    no_two_machines_have_one_id::<V>().await;
    debug_and_log_show_no_secret::<V>().await;
    every_endpoint_that_can_be_asked_for_is_served_and_nothing_else_is::<V>().await;
}

async fn a_late_create_is_answered_at_once_and_its_machine_comes_later<V: Rents>() {
    let on = V::start().await;
    on.change(|behaviour| behaviour.as_mut().late_creates = seconds(20));
    let fault = Fault::status(504).only(V::CREATE.0, V::CREATE.1);
    on.fail_next(1, fault.after_processing());
    assert_eq!(V::create(&on, "a").await.status, 504);
    on.change(|behaviour| behaviour.as_mut().list_lags = seconds(5));
    assert!(V::listed(&on).await.is_empty());
    assert_eq!(on.ledger().created, 0);
    on.clock().advance(seconds(20));
    assert_eq!(on.ledger().to_string(), "created 1, billing 0, pending 1");
    assert!(V::shown(&on, &on.machines()[0].id).await.is_some());
    assert!(V::listed(&on).await.is_empty(), "lists lag behind");
    on.clock().advance(seconds(5));
    assert_eq!(V::listed(&on).await, ["a"]);
}

async fn releases_can_be_forgotten_as_often_as_wanted<V: Rents>() {
    let on = V::start().await;
    on.change(|behaviour| behaviour.as_mut().forgotten_releases = V::RELEASES);
    let id = V::created(&on, "a").await;
    for billing in [1, 0] {
        on.clock().advance(seconds(60));
        assert_eq!(V::status(&on, &id).await, "Running");
        V::release(&on, &id).await;
        on.clock().advance(seconds(60));
        assert_eq!(on.ledger().billing, billing);
    }
    assert!(on.ledger().is_settled());
    assert_eq!(V::shown(&on, &id).await, None);
}

async fn a_query_can_be_answered_about_another_machine<V: Rents>() {
    let on = V::start().await;
    let id = V::created(&on, "a").await;
    let other = V::created(&on, "b").await;
    on.change(|behaviour| behaviour.as_mut().answers_about = Some("b".into()));
    let about_other = V::shown(&on, &id).await.expect("an answer");
    on.change(|behaviour| behaviour.as_mut().answers_about = None);
    assert_eq!(Some(about_other), V::shown(&on, &other).await);
}

async fn machines_of_others_are_counted_apart_and_show_who_touched_them<V: Rents>() {
    let on = V::start().await;
    let id = on.add_foreign("theirs");
    V::created(&on, "mine").await;
    on.clock().advance(seconds(60));
    assert_eq!(V::listed(&on).await, ["theirs", "mine"]);
    let ledger = on.ledger();
    assert_eq!((ledger.created, ledger.billing), (1, 1));
    assert_eq!((ledger.foreign, ledger.foreign_touched), (1, 0));
    V::release(&on, &id).await;
    assert_eq!(on.ledger().foreign_touched, 1);
}

async fn a_status_that_nobody_documented_can_be_shown_for_one_machine<V: Rents>() {
    let on = V::start().await;
    let ids = [V::created(&on, "a").await, V::created(&on, "b").await];
    on.clock().advance(seconds(60));
    on.set_status(&ids[0], Some("Unheard"));
    on.set_status("b", Some("Unseen"));
    for (id, status) in ids.iter().zip(["Unheard", "Unseen"]) {
        assert_eq!(V::status(&on, id).await, status);
    }
    assert_eq!((on.machines()[0].status.as_str(), on.ledger().billing), ("Unheard", 2));
    on.set_status("a", None);
    assert_eq!(V::status(&on, &ids[0]).await, "Running");
    let acts: [fn(&Emulator<V>); 3] =
        [|on| on.set_status("c", None), |on| on.end("c"), |on| on.set_price("c", 1)];
    for act in acts {
        let panic = catch_unwind(AssertUnwindSafe(|| act(&on))).expect_err("it panics");
        let told = panic.downcast_ref::<String>().map(String::as_str);
        assert_eq!(told, Some("no machine has the id or key \"c\""));
    }
}

async fn the_same_seed_makes_up_the_same_machine<V: Rents>() {
    let mut answers = Vec::new();
    for seed in [7, 7, 8] {
        let on = V::builder().seed(seed).start().await.expect("a free port");
        answers.push(V::create(&on, "a").await.body);
    }
    assert_eq!(answers[0], answers[1]);
    assert_ne!(answers[0], answers[2]);
}

async fn no_two_machines_have_one_id<V: Rents>() {
    let on = V::start().await;
    let ids: BTreeSet<_> = (0..5000).map(|_| on.add_foreign("theirs")).collect();
    assert_eq!(ids.len(), 5000);
}

async fn debug_and_log_show_no_secret<V: Rents>() {
    assert!(!format!("{:?}", V::builder()).contains("canary"));
    let on = V::start().await;
    V::created(&on, "a").await;
    let shown = format!("{on:?} {:?} {:?} {:?}", on.ledger(), on.requests(), on.machines());
    assert!(!shown.contains("canary") && !shown.contains("given"), "{shown}");
}

async fn every_endpoint_that_can_be_asked_for_is_served_and_nothing_else_is<V: Rents>() {
    let on = V::start().await;
    for (method, route) in V::endpoints().iter() {
        let path = route.replace(['{', '}'], "");
        let asked = async |method| Request::new(method, &path).send(on.address()).await.status;
        assert_ne!(asked(method).await, 405, "{method} {route}");
        assert_eq!(on.ledger().requests_to(method, route).seen, 1);
        assert_eq!(asked("PUT").await, 405, "{route}");
    }
    for path in ["/", "/nowhere", &format!("{}/", V::CREATE.1)] {
        assert_eq!(Request::new("GET", path).send(on.address()).await.status, 404, "{path}");
    }
}
