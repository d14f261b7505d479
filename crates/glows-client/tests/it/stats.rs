//! Counting instances by status.

use glows_client::Status;

use crate::support::{create, emulated, saying};

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

#[tokio::test]
async fn a_count_that_is_no_number_is_not_taken_for_zero() {
    let (_server, client) =
        saying(r#"{"code":0,"stats":{"Running":"2","New":{"a":1},"Odd":null}}"#).await;
    let stats = client.instance_stats().await.unwrap();
    assert_eq!(stats.count(&Status::Running), Some(2));
    assert_eq!(stats.count(&Status::from("New")), None);
    assert_eq!(stats.count(&Status::from("Odd")), None);
    assert_eq!(stats.count(&Status::SchedQueued), Some(0));
    assert_eq!(stats.total(), None);
    assert_eq!(stats.iter().count(), 3);
}

#[tokio::test]
async fn a_status_that_comes_twice_hides_no_count() {
    let (_server, client) = saying(r#"{"code":0,"stats":{"Running":1,"Running":2}}"#).await;
    let stats = client.instance_stats().await.unwrap();
    assert_eq!(stats.count(&Status::Running), None);
    assert_eq!(stats.total(), None);
}

#[tokio::test]
async fn a_list_is_no_envelope() {
    for body in ["[0]", r#"[0,""]"#, "[7]"] {
        let (_server, client) = saying(body).await;
        let id = glows_client::InstanceId::new("ins-1").unwrap();
        let error = client.release_instance(id).await.unwrap_err();
        assert_eq!(error.kind(), glows_client::Kind::Unreadable, "{body}");
        let error = client.instance_stats().await.unwrap_err();
        assert_eq!(error.kind(), glows_client::Kind::Unreadable, "{body}");
    }
}
