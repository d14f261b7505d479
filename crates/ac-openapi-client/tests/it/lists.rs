//! Lists: three shapes, bad entries beside good ones, pages to an end whatever the service does.

use ac_openapi_client::*;
use wiremock::{MockServer, ResponseTemplate};

use crate::support::*;

fn entries(ids: impl IntoIterator<Item = usize>) -> String {
    let entries: Vec<_> = ids.into_iter().map(|id| format!(r#"{{"id":"i{id}"}}"#)).collect();
    format!("[{}]", entries.join(","))
}

/// A service that answers the n-th list with the n-th data, the last one again and again.
async fn pages(data: &[String]) -> (MockServer, Client) {
    let server = MockServer::start().await;
    let (last, first) = data.split_last().unwrap();
    for page in first {
        once(&server, "GET", TASK, success(page)).await;
    }
    on(&server, "GET", TASK, success(last)).await;
    let client = client(&server, &ManualClock::new());
    (server, client)
}

async fn starts(server: &MockServer) -> Vec<u64> {
    let requests = came(server, "GET", TASK).await;
    let start =
        |body: &[u8]| serde_json::from_slice::<serde_json::Value>(body).unwrap()["start"].as_u64();
    requests.iter().map(|request| start(&request.body).unwrap()).collect()
}

/// What a stream brought, and how it ended.
async fn drain(mut stream: ItemStream<Instance>) -> (Vec<String>, Option<Error>) {
    let mut ids = Vec::new();
    while let Some(item) = stream.next().await {
        match item {
            Ok(instance) => ids.push(instance.id.to_string()),
            Err(error) => return (ids, Some(error)),
        }
    }
    (ids, None)
}

#[tokio::test]
async fn three_shapes_are_one_list() {
    let list = entries(0..2);
    for (data, total) in [
        (list.clone(), None),
        (format!(r#"{{"data":{list}}}"#), None),
        (format!(r#"{{"total":7,"data":{list},"page":1}}"#), Some(7)),
    ] {
        let (_server, client) = pages(&[data]).await;
        let page = client.list_instances().await.unwrap();
        assert_eq!((page.instances.len(), page.total.copied()), (2, total));
    }
}

#[tokio::test]
async fn a_bad_entry_stands_beside_the_good_ones() {
    let data = r#"[{"id":"a"},{"instanceServiceName":"hunter2"},{"id":"c","status":7}]"#;
    let (_server, client) = pages(&[data.to_owned(), "[]".to_owned()]).await;
    let page = client.list_instances().await.unwrap();
    let ids: Vec<_> = page.instances.iter().map(|instance| instance.id.as_str()).collect();
    assert_eq!(ids, ["a", "c"]);
    assert_eq!(page.instances.bad()[0].index(), 1);
    assert!(!format!("{page:?}").contains("hunter2"));
}

#[tokio::test]
async fn a_stream_brings_the_good_entries_of_all_pages_and_then_the_flaw() {
    let bad = r#"[{"id":"a"},{"id":true},{"id":"b"}]"#.to_owned();
    let (_server, client) =
        pages(&[bad, r#"[{"id":"b"},{"id":"c"}]"#.to_owned(), r#"[{"id":"c"}]"#.to_owned()]).await;
    let (ids, error) = drain(client.list_instances().stream()).await;
    assert_eq!(ids, ["a", "b", "c"]);
    let error = error.unwrap();
    assert_eq!((error.kind(), error.json_path()), (Kind::Unreadable, Some("data[1].id")));
}

#[tokio::test]
async fn a_stream_ends_at_the_total() {
    let page = |ids| format!(r#"{{"total":5,"data":{}}}"#, entries(ids));
    let (server, client) = pages(&[page(0..2), page(2..4), page(4..5)]).await;
    let (ids, error) = drain(client.list_instances().per_page(2).stream()).await;
    assert_eq!((ids.len(), error.is_none()), (5, true));
    assert_eq!(starts(&server).await, [0, 2, 4]);
}

#[tokio::test]
async fn without_a_total_pages_overlap_and_only_one_that_brings_nothing_is_the_end() {
    // The service gives less than was asked for: a short page is not the last.
    let (server, client) = pages(&[entries(0..2), entries(1..3), entries(2..3)]).await;
    let (ids, error) = drain(client.list_instances().per_page(50).stream()).await;
    assert_eq!((ids.len(), error.is_none()), (3, true));
    assert_eq!(starts(&server).await, [0, 1, 2]);
}

#[tokio::test]
async fn a_service_that_does_not_heed_the_start_cannot_hold_a_stream_for_ever() {
    let (server, client) = pages(&[entries(0..3)]).await;
    let (ids, error) = drain(client.list_instances().stream()).await;
    assert_eq!(ids, ["i0", "i1", "i2"]);
    assert!(error.unwrap().to_string().contains("a page came again"));
    assert_eq!(starts(&server).await.len(), 2);
}

#[tokio::test]
async fn without_a_total_an_entry_that_slips_over_the_border_is_missed_and_not_silently() {
    // i1 went away after the first page, so i3 moved to its place on it, unseen.
    let (_server, client) = pages(&[entries(0..3), entries(4..6), entries(5..6)]).await;
    let (ids, error) = drain(client.list_instances().stream()).await;
    assert_eq!(ids, ["i0", "i1", "i2", "i4", "i5"]);
    let why = "the last entry of a page was not the first of the next one";
    assert!(error.unwrap().to_string().contains(why));
}

#[tokio::test]
async fn a_list_shorter_than_its_total_is_not_whole() {
    let page = |ids| format!(r#"{{"total":5,"data":{}}}"#, entries(ids));
    let (_server, client) = pages(&[page(0..2), page(0..0)]).await;
    let (ids, error) = drain(client.list_instances().stream()).await;
    assert_eq!(ids.len(), 2);
    assert!(error.unwrap().to_string().contains("its total is 5, and 2 entries came"));
}

#[tokio::test]
async fn an_entry_that_a_deletion_moved_over_the_border_is_missed_and_not_silently() {
    let page = |total, ids| format!(r#"{{"total":{total},"data":{}}}"#, entries(ids));
    // i1 went away after the first page, so i3 moved to its place on it, unseen.
    let data = [page(6, 0..3), page(5, 4..6)];
    let (_server, client) = pages(&data).await;
    let (ids, error) = drain(client.list_instances().stream()).await;
    assert_eq!(ids, ["i0", "i1", "i2", "i4", "i5"]);
    let error = error.unwrap();
    assert_eq!(error.kind(), Kind::Unreadable);
    assert!(error.to_string().contains("its total changed while it was read"));

    let images = "/ai/openapi/v2/image/images";
    let server = MockServer::start().await;
    once(&server, "POST", images, success(&data[0])).await;
    on(&server, "POST", images, success(&data[1])).await;
    let client = self::client(&server, &ManualClock::new());
    let error = client.list_images(ImageAccess::Public).stream().collect().await.unwrap_err();
    assert!(error.to_string().contains("its total changed while it was read"));
}

#[tokio::test]
async fn a_stream_begins_where_it_is_told() {
    let (server, client) = pages(&[entries(40..42), entries(41..42)]).await;
    drain(client.list_instances().start(40).stream()).await;
    assert_eq!(starts(&server).await, [40, 41]);
}

#[tokio::test]
async fn an_error_in_the_middle_is_no_short_list() {
    let server = MockServer::start().await;
    once(&server, "GET", TASK, success(&entries(0..2))).await;
    on(&server, "GET", TASK, refusal("10009")).await;
    let (ids, error) = drain(client(&server, &ManualClock::new()).list_instances().stream()).await;
    assert_eq!(ids.len(), 2);
    assert!(error.unwrap().is_auth());
}

#[tokio::test]
async fn images_come_as_a_stream_as_well() {
    let (_server, client) = answering(ok(fixture!("images.response"))).await;
    let images = client.list_images(ImageAccess::Public).stream().collect().await.unwrap();
    assert_eq!(images.len(), 1);
}

#[tokio::test]
async fn images_that_cannot_be_told_apart_do_not_cost_the_others() {
    let page = r#"{"code":"0","data":{"total":3,"data":[{"id":""},{"name":"a"},{"id":"b"}]}}"#;
    let (_server, client) = answering(ok(page)).await;
    let page = client.list_images(ImageAccess::Public).await.unwrap();
    assert_eq!(page.images.iter().map(|image| &*image.id).collect::<Vec<_>>(), ["b"]);
    let bad = page.images.bad().iter().map(|bad| bad.raw());
    assert_eq!(bad.collect::<Vec<_>>(), [r#"{"id":""}"#, r#"{"name":"a"}"#]);
}

#[tokio::test]
async fn a_name_is_looked_for_in_the_whole_list_and_missed_only_in_one() {
    let name = InstanceName::new("mine").unwrap();
    let mine = r#"{"id":"a","instanceServiceName":"mine"}"#;
    let other = r#"{"id":"b","instanceServiceName":"mine_too"}"#;
    for (list, found) in [
        (format!(r#"{{"total":2,"data":[{other},{mine}]}}"#), Some(1)),
        (format!(r#"{{"total":3,"data":[{mine},7,{other}]}}"#), Some(1)),
        (format!(r#"{{"total":1,"data":[{other}]}}"#), Some(0)),
        (format!(r#"{{"total":2,"data":[{other},7]}}"#), None),
    ] {
        let (_server, client) = answering(success(&list)).await;
        let seen = match client.find_instance(&name).await.unwrap() {
            Lookup::Found(instances) => Some(instances.len()),
            Lookup::Absent(_) => Some(0),
            Lookup::Unreadable(_) | Lookup::Unknown(_) => None,
        };
        assert_eq!(seen, found, "{list}");
    }
}

/// Whoever takes only the other form is believed in it, and nobody else.
#[tokio::test]
async fn the_other_form_is_whole_only_where_the_first_is_refused_as_such() {
    let no_such_call = r#"{"code":"4711","msg":"no such call"}"#;
    for (first, absent) in [
        (refusal("10003"), true),
        (refusal("10004"), true),
        (refusal("4711"), false),
        (ResponseTemplate::new(405).set_body_string(no_such_call), true),
        (ResponseTemplate::new(405).set_body_string("<html>"), false),
        (ResponseTemplate::new(500).set_body_string(no_such_call), false),
    ] {
        let server = MockServer::start().await;
        on(&server, "GET", TASK, first.clone()).await;
        on(&server, "GET", TASK_LIST, success("[]")).await;
        let client = client(&server, &ManualClock::new());
        let found = client.find_instance(&InstanceName::new("mine").unwrap()).await.unwrap();
        assert_eq!(found.is_absent(), absent, "{found:?} after {first:?}");
    }
}

#[tokio::test]
async fn with_a_filter_pages_overlap_whatever_it_filters_by() {
    let page = |ids| format!(r#"{{"total":3,"data":{}}}"#, entries(ids));
    for (filter, second) in [
        (|list: ListInstances| list, 2),
        (|list: ListInstances| list.status(Status::Running), 1),
        (|list: ListInstances| list.task_type(TaskType::Jupyter), 1),
        (|list: ListInstances| list.name("train"), 1),
    ] as [(fn(ListInstances) -> ListInstances, usize); 4]
    {
        let (server, client) = pages(&[page(0..2), page(second..3)]).await;
        let (ids, error) = drain(filter(client.list_instances().per_page(2)).stream()).await;
        assert_eq!((ids.len(), error.is_none()), (3, true), "{error:?}");
        assert_eq!(starts(&server).await, [0, second as u64]);
    }
}

#[tokio::test]
async fn every_shape_of_a_list_is_read() {
    for (data, ids) in [
        (r#"[{"id":"a"}]"#, Some(&["a"][..])),
        (r#"{"total":1,"data":[{"id":"a"}]}"#, Some(&["a"])),
        (r#"{"total":1,"records":[{"id":"a"}]}"#, Some(&["a"])),
        (r#"{"total":1,"data":null,"records":[{"id":"a"}]}"#, Some(&["a"])),
        ("null", Some(&[])),
        (r#"{"total":0,"data":null}"#, Some(&[])),
        (r#"{"data":null}"#, Some(&[])),
        (r#"{"total":"","records":null}"#, Some(&[])),
        (r#"{"total":1,"data":null}"#, None),
        (r#"{"total":"many","data":null}"#, None),
        (r#"{"total":1,"data":[{"id":"a"}],"records":[{"id":"b"}]}"#, None),
        (r#"{"total":0}"#, None),
        (r#"{"data":{}}"#, None),
        (r#""""#, None),
    ] {
        let (_server, client) = answering(success(data)).await;
        let page = client.list_instances().await;
        let found = page
            .as_ref()
            .map(|page| Vec::from_iter(page.instances.iter().map(|one| one.id.as_str())));
        assert_eq!(found.ok().as_deref(), ids, "{data}");
        let page = client.list_images(ImageAccess::Public).await;
        let found =
            page.as_ref().map(|page| Vec::from_iter(page.images.iter().map(|one| one.id.as_str())));
        assert_eq!(found.ok().as_deref(), ids, "{data}");
    }
    let (_server, client) = answering(ok(r#"{"code":"0","msg":"success"}"#)).await;
    assert!(client.list_instances().await.is_err());
    assert!(client.list_images(ImageAccess::Public).await.is_err());
}

#[tokio::test]
async fn a_raw_answer_may_be_null() {
    let (_server, client) = answering(success("null")).await;
    assert!(client.list_resource_groups().await.unwrap().is_null());
    assert!(client.list_allowed_mount_dirs().await.unwrap().is_null());
}
