//! The calls one by one: get, list, release, stats, cost, and those that are only seen in public use.

use std::time::Duration;

use glows_client::{Address, Delivery, ImageId, Kind, Money, Stats, Status, Until, WithSecrets};
use gpu_emulator::Fault;

use crate::support::{create, emulated, id, key, region, saying};

#[tokio::test]
async fn both_spellings_of_an_id_and_the_key_find_the_instance() {
    let it = emulated().await;
    it.glows.change(|behaviour| behaviour.prefixed_ids = true);
    let created = create(&it.client, "order.1").await.unwrap();
    let prefixed = created.id.as_str().to_owned();
    let bare = prefixed.strip_prefix("ins-").unwrap();
    for found in [
        it.client.get_instance(id(&prefixed)).await,
        it.client.get_instance(id(bare)).await,
        it.client.get_instance(key("order.1")).await,
        it.client.get_instance(&created).await,
    ] {
        assert_eq!(found.unwrap(), created);
    }
}

#[tokio::test]
async fn an_error_tells_which_instance_it_is_about() {
    let it = emulated().await;
    let error = it.client.get_instance(id("nobody")).await.unwrap_err();
    assert_eq!((error.kind(), error.id(), error.key()), (Kind::Vendor, Some("nobody"), None));
    let error = it.client.get_instance(key("nobody")).await.unwrap_err();
    assert_eq!((error.id(), error.key()), (None, Some("nobody")));
    insta::assert_snapshot!(error);
}

#[tokio::test]
async fn a_page_is_what_was_asked_for() {
    let it = emulated().await;
    for name in ["a", "b", "c"] {
        create(&it.client, name).await.unwrap();
    }
    let page = it.client.list_instances().page(2).per_page(2).ascending(true).await.unwrap();
    let keys: Vec<_> = page.instances.iter().map(|one| one.meta_key.get().unwrap()).collect();
    assert_eq!(keys, [&key("c")]);
    let pagination = page.pagination.get().unwrap();
    assert_eq!((pagination.total.copied(), pagination.num_pages.copied()), (Some(3), Some(2)));
}

#[tokio::test]
async fn an_empty_list_may_be_null_but_not_absent() {
    let (_server, client) = saying(r#"{"code":0,"instances":null}"#).await;
    let page = client.list_instances().await.unwrap();
    assert!(page.instances.is_empty() && page.pagination.is_absent());
}

#[tokio::test]
async fn one_bad_instance_does_not_cost_the_others() {
    let sent = r#"{"instances":[{"instanceID":"a"},{"status":"Running"},{"instanceID":"c"}]}"#;
    let (_server, client) = saying(&sent.replacen('{', r#"{"code":0,"#, 1)).await;
    let page = client.list_instances().await.unwrap();
    let ids: Vec<_> = page.instances.iter().map(|one| one.id.as_str()).collect();
    assert_eq!(ids, ["a", "c"]);
    let [bad] = page.instances.bad() else {
        panic!("one is bad: {page:?}");
    };
    assert_eq!((bad.index(), bad.raw()), (1, r#"{"status":"Running"}"#));
    assert_eq!(bad.to_string(), "item 1: missing field `instanceID`");
    assert_eq!(serde_json::to_string(&WithSecrets(&page)).unwrap(), sent);
}

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
async fn a_status_that_was_not_sent_counts_zero() {
    let it = emulated().await;
    for key in ["a", "b"] {
        create(&it.client, key).await.unwrap();
    }
    let stats = it.client.instance_stats().await.unwrap();
    assert_eq!(stats.count(&Status::SchedQueued), Some(2));
    assert_eq!(stats.count(&Status::Running), Some(0));
    assert_eq!(stats.total(), Some(2));
}

#[tokio::test]
async fn no_instances_at_all_are_sent_as_an_empty_object_or_as_null() {
    for body in [r#"{"code":0,"stats":{}}"#, r#"{"code":0,"stats":null}"#] {
        let (_server, client) = saying(body).await;
        assert_eq!(client.instance_stats().await.unwrap().total(), Some(0), "{body}");
    }
}

#[test]
fn a_count_that_is_no_number_or_comes_twice_is_not_taken_for_zero() {
    let sent = r#"{"Running":"2","New":{"a":1},"Odd":null,"Twice":1,"Twice":2}"#;
    let stats: Stats = serde_json::from_str(sent).unwrap();
    for (status, count) in
        [("Running", Some(2)), ("New", None), ("Odd", None), ("Twice", None), ("Other", Some(0))]
    {
        assert_eq!(stats.count(&Status::from(status)), count, "{status}");
    }
    assert_eq!((stats.total(), stats.iter().count()), (None, 5));
    let twice: Stats = serde_json::from_str(r#"{"Running":1,"Running":2}"#).unwrap();
    assert_eq!(twice.total(), None);
}

#[tokio::test]
async fn specs_are_the_json_that_came() {
    let it = emulated().await;
    let image = ImageId::new("img-87p9kq26").unwrap();
    let specs = it.client.list_specs(&image, &region("TW-03"), 0).await.unwrap();
    assert_eq!(specs["code"], 0);
    assert!(specs["specs"].is_array());
    let logged = it.glows.requests();
    assert_eq!(logged[0].query, "machine_category=0&from_image_id=img-87p9kq26&region_name=TW-03");
}

#[tokio::test]
async fn a_snapshot_is_the_json_that_came() {
    let it = emulated().await;
    let instance = create(&it.client, "order.1").await.unwrap();
    let snapshot = it.client.take_snapshot(&instance.id, "before").await.unwrap();
    assert_eq!(snapshot["snapshot"]["snapName"], "before");
    let error = it.client.take_snapshot(&id("nobody"), "before").await.unwrap_err();
    assert_eq!(error.id(), Some("nobody"));
}

#[tokio::test]
async fn a_snapshot_is_not_taken_again_after_429() {
    let it = emulated().await;
    let instance = create(&it.client, "order.1").await.unwrap();
    // The limiter stands behind the service: the snapshot has been taken.
    let limited = Fault::rate_limited().only("POST", "/sdk/v1/snapshot");
    it.glows.fail_next(1, limited.after_processing());
    let taken = it.client.take_snapshot(&instance.id, "before").await;
    assert!(taken.unwrap_err().is_rate_limited());
    let ledger = it.glows.ledger();
    assert_eq!(ledger.requests_to("POST", "/sdk/v1/snapshot").seen, 1);
}

#[tokio::test]
async fn the_cost_so_far_contains_what_the_ledger_charges() {
    let it = emulated().await;
    let made = create(&it.client, "cost").await.unwrap();
    assert_eq!(made.cost_so_far(made.created_at().unwrap()), None, "0 while it is queued");
    let running = it.client.wait_until(&made, Until::running()).await.unwrap();
    for seconds in [0, 1, 59, 3599, 3600, 86_401, 400_000] {
        it.glows.clock().advance(Duration::from_secs(seconds));
        let machine = it.glows.machines().pop().unwrap();
        let there = it.glows.clock().now().saturating_sub(machine.created);
        let now = made.created_at().unwrap().checked_add(there).unwrap();
        let cost = running.cost_so_far(now).unwrap();
        let paid = machine.billionths();
        let paid = format!("{}.{:09} Credit", paid / 1_000_000_000, paid % 1_000_000_000);
        let paid: Money = paid.parse().unwrap();
        assert!(paid.compare(cost.high()).unwrap().is_le(), "{paid} of {cost}");
        assert!(paid.compare(cost.low()).unwrap().is_ge(), "{paid} of {cost}");
    }
}
