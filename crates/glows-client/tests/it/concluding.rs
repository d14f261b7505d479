//! What may be concluded from answers: whose they are, whether a list is whole, what is gone.

use std::time::Duration;

use glows_client::{Kind, Lookup, Release, Status, Until};
use gpu_emulator::Fault;
use serde_json::{Value, json};

use crate::reading::{page, paging};
use crate::support::{create, emulated, id, key, saying};

fn refused() -> Fault {
    Fault::status(200).json(r#"{"code":10,"msg":"none"}"#).only("GET", "/sdk/v1/instance")
}

#[tokio::test]
async fn a_total_that_cannot_be_read_proves_no_absence() {
    for total in [json!("x"), json!(-1), json!("many"), json!([1])] {
        let pagination = json!({"total": total, "numPages": 1});
        for pagination in [pagination, json!("odd")] {
            let list = json!({"code": 0, "pagination": pagination, "instances": []});
            let it = emulated().await;
            it.glows.fail_next(9, refused());
            let list = Fault::status(200).json(list.to_string());
            it.glows.fail_next(9, list.only("GET", "/sdk/v1/instance/list"));
            let probes = it.client.confirm_released(key("job")).accepted();
            let confirmation = probes.limit(Duration::from_secs(20)).await.unwrap();
            assert!(matches!(confirmation.release, Release::Unknown(_)), "{total}: {confirmation}");
        }
    }
}

/// Oldest first or filtered, one instance may go away and another come between two pages: the total stays.
#[tokio::test]
async fn a_list_that_is_sorted_or_filtered_is_read_twice() {
    let (server, client) = paging(|number| match number {
        1 => page(&["a", "b"], 3, 2),
        _ => page(&["c"], 3, 2),
    })
    .await;
    let list = || client.list_instances();
    let mut before = 0;
    for (list, requests) in
        [(list(), 2), (list().ascending(true), 4), (list().statuses([Status::Running]), 4)]
    {
        assert_eq!(list.stream().collect().await.unwrap().len(), 3);
        let seen = server.received_requests().await.unwrap().len();
        assert_eq!(seen - before, requests);
        before = seen;
    }
}

/// The total may be that of the page.
#[tokio::test]
async fn a_full_page_whose_total_is_its_length_is_asked_what_comes_behind_it() {
    for (per_page, requests) in [(2, 2), (3, 1)] {
        let (server, client) =
            paging(|number| page(if number == 1 { &["a", "b"] } else { &[] }, 2, 1)).await;
        let all = client.list_instances().per_page(per_page).stream().collect().await;
        assert_eq!(all.unwrap().len(), 2);
        assert_eq!(server.received_requests().await.unwrap().len(), requests);
    }
}

#[tokio::test]
async fn an_answer_about_another_instance_is_none() {
    let other =
        r#"{"code":0,"instance":{"instanceID":"ins-x","metaKey":"other","status":"Running"}}"#;
    let (_server, client) = saying(other).await;
    let error = client.get_instance(key("mine")).await.unwrap_err();
    assert_eq!((error.kind(), error.key()), (Kind::Unreadable, Some("mine")));
    assert!(error.is_transient() && error.id().is_none(), "{error}");
    assert!(client.get_instance(id("x")).await.is_ok(), "the other spelling");
    assert!(client.get_instance(id("ins-y")).await.is_err());
    let wait = client.wait_until(key("mine"), Until::running());
    let error = wait.limit(Duration::from_secs(9)).await.unwrap_err();
    assert_eq!(error.kind(), Kind::WaitLimit);
    let error = create(&client, "mine").await.unwrap_err();
    assert_eq!(
        (error.kind(), error.id(), error.key()),
        (Kind::MaybeCreated, Some("ins-x"), Some("mine"))
    );
    assert!(error.may_have_taken_effect());
}

#[tokio::test]
async fn a_filter_that_was_not_heeded_is_an_error_for_whoever_acts_on_it() {
    let list = r#"{"code":0,"pagination":{"total":1,"numPages":1},"instances":[{"instanceID":"a","status":"Running"}]}"#;
    let (_server, client) = saying(list).await;
    let queued = || client.list_instances().statuses([Status::SchedQueued]);
    let error = queued().await.unwrap_err();
    let why = "the filter was not heeded: a is Running";
    assert!(error.to_string().contains(why), "{error}");
    let mut stream = queued().stream();
    let error = stream.next().await.unwrap().unwrap_err();
    assert!(error.to_string().contains(why), "{error}");
    let running = client.list_instances().statuses([Status::Running]);
    assert_eq!(running.await.unwrap().instances.len(), 1);
}

/// A key that was used again: the list has the old instance, released, and the new one.
fn reused(first: &str) -> (Value, Value) {
    let mut instances = vec![
        json!({"instanceID": "old", "metaKey": "job", "status": "Released"}),
        json!({"instanceID": "new", "metaKey": "job", "status": "Running"}),
    ];
    if first == "new" {
        instances.reverse();
    }
    let list =
        json!({"code": 0, "pagination": {"total": 2, "numPages": 1}, "instances": instances});
    (json!({"code": 0, "instance": instances[0]}), list)
}

#[tokio::test]
async fn an_instance_that_lives_outweighs_one_of_its_key_that_has_ended() {
    for first in ["old", "new"] {
        let it = emulated().await;
        let (get, list) = reused(first);
        let get = Fault::status(200).json(get.to_string());
        let list = Fault::status(200).json(list.to_string());
        it.glows.fail_next(99, get.only("GET", "/sdk/v1/instance"));
        it.glows.fail_next(99, list.only("GET", "/sdk/v1/instance/list"));
        let client = &it.client;
        let keys = || [key("job"), key("ghost")];
        let waiting = client.list_instances().wait_all(keys(), Until::running());
        let settled = waiting.limit(Duration::ZERO).await;
        let job = settled.iter().find(|one| one.key == "job").unwrap();
        assert_eq!(job.result.as_ref().unwrap().id, id("new"), "{first}");
        let one = client.list_instances().wait_all([key("job")], Until::running());
        let one = one.limit(Duration::ZERO).await.remove(0);
        assert_eq!(one.result.unwrap().id, id("new"), "{first}");
        let waited = client.wait_until(key("job"), Until::running());
        assert_eq!(waited.await.unwrap().id, id("new"), "{first}");
        let Lookup::Found(found) = client.find_instance(key("job")).await.unwrap() else {
            panic!("it is there");
        };
        assert_eq!(found[0].id, id("new"), "{first}");
        let confirmation = client.confirm_released(key("job")).accepted().limit(Duration::ZERO);
        let there = Release::StillThere("Running".to_owned());
        assert_eq!(confirmation.await.unwrap().release, there, "{first}");
        // By its id the old one is what it is.
        it.glows.clear_faults();
    }
}

#[tokio::test]
async fn giving_back_repeats_an_order_that_was_accepted_and_forgotten() {
    let it = emulated().await;
    create(&it.client, "job").await.unwrap();
    let forgotten = Fault::status(200).json(r#"{"code":0,"msg":""}"#);
    it.glows.fail_next(2, forgotten.only("DELETE", "/sdk/v1/instance"));
    let confirmation = it.client.give_back(key("job")).await.unwrap();
    assert_eq!(confirmation.to_string(), "gone (two probes agree)");
    assert!(it.glows.ledger().is_settled());
    let orders = it.glows.ledger().requests_to("DELETE", "/sdk/v1/instance");
    assert!(orders.seen >= 3, "{orders:?}");
    // Again: there is nothing any more, and nothing is accepted.
    let confirmation = it.client.give_back(key("job")).await.unwrap();
    assert!(confirmation.relied_on.contains("without an accepted release"));
}
