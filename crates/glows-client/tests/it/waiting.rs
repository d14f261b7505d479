//! Waiting until an instance can be used.

use std::sync::{Arc, Mutex};
use std::time::Duration;

use glows_client::{Kind, Status, Until};

use crate::support::{create, emulated, id, key};

#[tokio::test]
async fn a_new_instance_is_waited_for_until_it_has_its_addresses() {
    let it = emulated().await;
    let instance = create(&it.client, "order.1").http_port(7890).await.unwrap();
    let seen = Arc::new(Mutex::new(Vec::new()));
    let note = Arc::clone(&seen);
    let ready = it
        .client
        .wait_until(&instance, Until::ssh_ready().and(Until::http_ready(7890)))
        .on_progress(move |state| note.lock().unwrap().push(state.status_text().to_owned()))
        .await
        .unwrap();
    assert!(ready.is_running() && ready.ssh().is_some());
    assert!(ready.http_url(7890).is_some() && ready.http_url(22).is_none());
    assert_eq!(ready.ssh_address(), ready.tcp_address(22));
    assert_eq!(*seen.lock().unwrap(), ["SchedQueued", "Running"]);
}

#[tokio::test]
async fn an_instance_on_its_way_out_ends_the_wait_at_once() {
    for status in ["Releasing", "Released"] {
        let it = emulated().await;
        let instance = create(&it.client, "order.1").await.unwrap();
        it.glows.set_status("order.1", Some(status));
        for condition in [Until::running(), Until::ssh_ready(), Until::http_ready(8888)] {
            let error = it.client.wait_until(&instance, condition).await.unwrap_err();
            assert_eq!((error.kind(), error.last_state()), (Kind::WaitEnded, Some(status)));
        }
    }
}

#[tokio::test]
async fn a_status_that_nobody_published_can_be_waited_for() {
    let it = emulated().await;
    let instance = create(&it.client, "order.1").await.unwrap();
    it.glows.set_status("order.1", Some("Paused"));
    let wait = it.client.wait_until(&instance, Until::status(Status::from("Paused")));
    assert_eq!(wait.await.unwrap().status_text(), "Paused");
    // A word that is not known is not final either.
    let wait = it.client.wait_until(key("order.1"), Until::running());
    let error = wait.limit(Duration::from_secs(9)).await.unwrap_err();
    assert_eq!(error.kind(), Kind::WaitLimit);
    assert_eq!((error.key(), error.last_state()), (Some("order.1"), Some("Paused")));
}

#[tokio::test]
async fn many_instances_are_waited_for_with_one_list_per_interval() {
    let it = emulated().await;
    let keys: Vec<_> = (0..20).map(|number| key(&format!("k{number}"))).collect();
    for key in &keys {
        create(&it.client, key.as_str()).await.unwrap();
    }
    let mut waiting = it.client.list_instances().per_page(10).wait_all(keys, Until::ssh_ready());
    let mut ready = 0;
    while let Some(settled) = waiting.next().await {
        assert!(settled.result.unwrap().is_running());
        ready += 1;
    }
    assert_eq!(ready, 20);
    let ledger = it.glows.ledger();
    assert_eq!(ledger.requests_to("GET", "/sdk/v1/instance").seen, 0);
    assert_eq!(ledger.requests_to("GET", "/sdk/v1/instance/list").seen, 3 * 2);
}

#[tokio::test]
async fn many_instances_are_waited_for_by_their_ids_in_either_spelling() {
    let it = emulated().await;
    let bare = create(&it.client, "a").await.unwrap().id;
    let other = create(&it.client, "b").await.unwrap().id;
    let prefixed = id(&format!("ins-{other}"));
    let ids = [bare.clone(), prefixed, id("nobody")];
    let waiting = it.client.list_instances().wait_all_ids(ids, Until::running());
    let mut settled = waiting.limit(Duration::from_secs(60)).await;
    let late = settled.pop().unwrap().result.unwrap_err();
    assert_eq!((late.kind(), late.id()), (Kind::WaitLimit, Some("nobody")));
    for one in &mut settled {
        let address = id(&one.key);
        assert!(it.client.release_instance(&address).await.is_ok());
        assert!([&bare, &other].contains(&&one.result.as_ref().unwrap().id));
    }
    assert_eq!(settled.len(), 2);
}
