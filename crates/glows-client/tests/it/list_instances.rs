//! Lists, one page at a time.

use glows_client::{Status, WithSecrets};

use crate::support::{create, emulated, key, saying};

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
async fn several_statuses_reach_the_service() {
    let it = emulated().await;
    for name in ["a", "b", "c"] {
        create(&it.client, name).await.unwrap();
    }
    it.glows.set_status("a", Some("Snapshotting"));
    it.glows.set_status("b", Some("Running"));
    let wanted = [Status::Running, Status::from("Snapshotting")];
    let page = it.client.list_instances().statuses(wanted).await.unwrap();
    assert_eq!(page.instances.len(), 2);
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
