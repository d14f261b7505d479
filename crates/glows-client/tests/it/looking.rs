//! The look for one instance through the whole list: in long pages, if the service gives them.

use glows_client::Lookup;
use gpu_emulator::Fault;

use crate::support::{Emulated, create, emulated, key};

const LIST: &str = "/sdk/v1/instance/list";

/// A service with this many instances, of which nothing was asked yet.
async fn crowded(instances: usize) -> Emulated {
    let it = emulated().await;
    for number in 0..instances {
        create(&it.client, &format!("k{number}")).await.unwrap();
    }
    it
}

fn lists(it: &Emulated) -> u64 {
    it.glows.ledger().requests_to("GET", LIST).seen
}

/// A key that nobody has is only known not to be taken once the whole list was read.
async fn create_another(it: &Emulated) {
    let made = create(&it.client, "new").find_or_create().await.unwrap();
    assert!(made.was_created);
}

#[tokio::test]
async fn a_look_reads_many_instances_at_once() {
    let it = crowded(101).await;
    create_another(&it).await;
    assert_eq!(lists(&it), 2);
}

#[tokio::test]
async fn a_service_that_refuses_long_pages_is_asked_for_short_ones() {
    for refusal in [
        Fault::status(200).json(r#"{"code":6,"msg":"param illegal"}"#),
        Fault::status(400).text("per_page is too large"),
    ] {
        let it = crowded(30).await;
        it.glows.fail_next(1, refusal.only("GET", LIST));
        create_another(&it).await;
        let expected = [
            "page=1&per_page=100",
            "page=1&per_page=10",
            "page=2&per_page=10",
            "page=3&per_page=10",
        ];
        assert_eq!(asked(&it), expected);
    }
}

fn asked(it: &Emulated) -> Vec<String> {
    let lists = it.glows.requests().into_iter().filter(|request| request.path == LIST);
    lists.map(|request| request.query).collect()
}

#[tokio::test]
async fn short_pages_are_not_tried_where_long_ones_are_not_the_trouble() {
    for fault in [
        Fault::status(503),
        Fault::status(200).json(r#"{"code":176,"msg":"check jwt token failed"}"#),
        Fault::status(200).html("<h1>Busy</h1>"),
    ] {
        let it = crowded(1).await;
        it.glows.fail_next(50, fault.only("GET", LIST));
        assert!(create(&it.client, "new").find_or_create().await.is_err());
        let asked = asked(&it);
        assert!(asked.iter().all(|query| query.ends_with("per_page=100")), "{asked:?}");
    }
}

#[tokio::test]
async fn a_service_that_refuses_any_list_leaves_it_open() {
    let it = crowded(1).await;
    let busy = Fault::status(200).json(r#"{"code":1,"msg":"busy"}"#);
    it.glows.fail_next(9, busy.only("GET", LIST));
    let error = create(&it.client, "new").find_or_create().await;
    assert_eq!(error.unwrap_err().key(), Some("new"));
    assert_eq!((lists(&it), it.glows.ledger().created), (2, 1));
}

/// A refusal that is not about the caller, or that there is no such thing, may mean absent.
#[tokio::test]
async fn only_a_query_that_is_plainly_refused_leads_to_the_list() {
    let coded = |code: u16| Fault::status(200).json(format!(r#"{{"code":{code},"msg":"no"}}"#));
    for (query, absent) in [
        (coded(10), true),
        (Fault::status(404), true),
        (Fault::status(400).text("no"), false),
        (Fault::status(200).html("<h1>Busy</h1>"), false),
        (coded(176), false),
        (Fault::rate_limited(), false),
    ] {
        let it = emulated().await;
        it.glows.fail_next(9, query.clone().only("GET", "/sdk/v1/instance"));
        let found = it.client.find_instance(key("nobody")).await;
        assert_eq!(matches!(found, Ok(Lookup::Absent(_))), absent, "{query:?}: {found:?}");
        assert_eq!(lists(&it), u64::from(absent));
    }
}
