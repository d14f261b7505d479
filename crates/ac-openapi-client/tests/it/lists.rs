//! Lists: three shapes, bad entries beside good ones, pages to an end whatever the service does.

use ac_openapi_client::*;
use wiremock::{MockServer, ResponseTemplate};

use crate::support::*;

/// A list of `i0`, `i1` and so on, with its total if there is one.
fn entries(total: Option<usize>, ids: impl IntoIterator<Item = usize>) -> String {
    let entries: Vec<_> = ids.into_iter().map(|id| format!(r#"{{"id":"i{id}"}}"#)).collect();
    let list = format!("[{}]", entries.join(","));
    total.map_or(list.clone(), |total| format!(r#"{{"total":{total},"data":{list}}}"#))
}

/// A service that answers the n-th list of instances, and of images, with the n-th data, the last one again
/// and again.
async fn pages(data: &[String]) -> (MockServer, Client) {
    let server = MockServer::start().await;
    let (last, first) = data.split_last().unwrap();
    for (verb, at) in [("GET", TASK), ("POST", IMAGES)] {
        for page in first {
            once(&server, verb, at, success(page)).await;
        }
        on(&server, verb, at, success(last)).await;
    }
    let client = client(&server, &ManualClock::new());
    (server, client)
}

async fn starts(server: &MockServer, verb: &str, at: &str) -> Vec<u64> {
    let requests = came(server, verb, at).await;
    let start = |body: &[u8]| serde_json::from_slice::<Json>(body).unwrap()["start"].as_u64();
    requests.iter().map(|request| start(&request.body).unwrap()).collect()
}

/// What a stream brought, and how it ended.
async fn drain<T: Unpin>(
    mut stream: ItemStream<T>,
    id: fn(&T) -> &str,
) -> (Vec<String>, Option<Error>) {
    let mut ids = Vec::new();
    while let Some(item) = stream.next().await {
        match item {
            Ok(item) => ids.push(id(&item).to_owned()),
            Err(error) => return (ids, Some(error)),
        }
    }
    (ids, None)
}

fn of_instance(one: &Instance) -> &str {
    one.id.as_str()
}

#[tokio::test]
async fn a_stream_reads_to_an_end_and_says_if_the_list_was_not_whole() {
    let bare = |ids| entries(None, ids);
    let of = |total, ids| entries(Some(total), ids);
    let slipped = "the last entry of a page was not the first of the next one";
    for (data, ids, asked, flaw) in [
        (vec![of(5, 0..2), of(5, 2..4), of(5, 4..5)], &[0, 1, 2, 3, 4][..], &[0, 2, 4][..], None),
        // Without a total a short page is not the last: pages overlap, and one that brings nothing is the end.
        (vec![bare(0..2), bare(1..3), bare(2..3)], &[0, 1, 2], &[0, 1, 2], None),
        // i1 went away after the first page, so i3 moved to its place on it, unseen.
        (vec![bare(0..3), bare(4..6), bare(5..6)], &[0, 1, 2, 4, 5], &[0, 2, 4], Some(slipped)),
        (
            vec![of(5, 0..2), of(5, 0..0)],
            &[0, 1],
            &[0, 2],
            Some("its total is 5, and 2 entries came"),
        ),
    ] {
        let (server, client) = pages(&data).await;
        let instances = drain(client.list_instances().stream(), of_instance).await;
        let images = client.list_images(ImageAccess::Public).stream();
        let images = drain(images, |one| &one.id).await;
        for ((seen, error), (verb, at)) in [(instances, ("GET", TASK)), (images, ("POST", IMAGES))]
        {
            let expected: Vec<_> = ids.iter().map(|id| format!("i{id}")).collect();
            assert_eq!(seen, expected, "{data:?}");
            assert_eq!(starts(&server, verb, at).await, asked, "{data:?}");
            let told = error.map(|error| (error.kind(), error.to_string()));
            let is_told = told.as_ref().is_some_and(|(kind, said)| {
                *kind == Kind::Unreadable && flaw.is_some_and(|flaw| said.contains(flaw))
            });
            assert_eq!((told.is_some(), is_told), (flaw.is_some(), flaw.is_some()), "{told:?}");
        }
    }
}

#[tokio::test]
async fn a_stream_begins_where_it_is_told_and_overlaps_with_any_filter() {
    let page = |ids| entries(Some(3), ids);
    for (list, data, asked) in [
        (
            (|list| list.start(40)) as fn(ListInstances) -> ListInstances,
            [entries(None, 40..42), entries(None, 41..42)],
            [40, 41],
        ),
        (|list| list, [page(0..2), page(2..3)], [0, 2]),
        // The total of a page that is full may be what the page holds.
        (|list| list.per_page(2), [entries(Some(2), 0..2), entries(Some(2), 0..0)], [0, 2]),
        (|list| list.status(Status::Running), [page(0..2), page(1..3)], [0, 1]),
        (|list| list.task_type(TaskType::Jupyter), [page(0..2), page(1..3)], [0, 1]),
        (|list| list.name("train"), [page(0..2), page(1..3)], [0, 1]),
    ] {
        let (server, client) = pages(&data).await;
        let (_, error) = drain(list(client.list_instances()).stream(), of_instance).await;
        assert!(error.is_none(), "{error:?}");
        assert_eq!(starts(&server, "GET", TASK).await, asked);
    }
}

#[tokio::test]
async fn a_bad_entry_stands_beside_the_good_ones_and_ends_a_stream_in_an_error() {
    let bad = r#"[{"id":"a"},{"id":true,"instanceServiceName":"hunter2"},{"id":"b"}]"#;
    let rest = [r#"[{"id":"b"},{"id":"c"}]"#, r#"[{"id":"c"}]"#];
    let (_server, client) = pages(&[bad, bad, rest[0], rest[1]].map(str::to_owned)).await;
    let page = client.list_instances().await.unwrap();
    assert_eq!(page.items.iter().map(of_instance).collect::<Vec<_>>(), ["a", "b"]);
    assert_eq!(page.items.bad()[0].index(), 1);
    assert!(!format!("{page:?}").contains("hunter2"));
    let (ids, error) = drain(client.list_instances().stream(), of_instance).await;
    assert_eq!(ids, ["a", "b", "c"]);
    let error = error.unwrap();
    assert_eq!((error.kind(), error.json_path()), (Kind::Unreadable, Some("data[1].id")));
}

#[tokio::test]
async fn images_that_cannot_be_told_apart_do_not_cost_the_others() {
    let page = r#"{"code":"0","data":{"total":3,"data":[{"id":""},{"name":"a"},{"id":"b"}]}}"#;
    let (_server, client) = answering(ok(page)).await;
    let page = client.list_images(ImageAccess::Public).await.unwrap();
    assert_eq!(page.items.iter().map(|image| &*image.id).collect::<Vec<_>>(), ["b"]);
    let bad = page.items.bad().iter().map(|bad| bad.raw());
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
async fn every_shape_of_a_list_is_read() {
    let a = ["a".to_owned()];
    for (data, ids) in [
        (r#"[{"id":"a"}]"#, Some(&a[..])),
        (r#"{"total":1,"data":[{"id":"a"}]}"#, Some(&a)),
        (r#"{"total":1,"records":[{"id":"a"}]}"#, Some(&a)),
        (r#"{"total":1,"data":null,"records":[{"id":"a"}]}"#, Some(&a)),
        ("null", Some(&[])),
        (r#"{"total":0,"data":null}"#, Some(&[])),
        (r#"{"data":null}"#, Some(&[])),
        (r#"{"total":"","records":null}"#, Some(&[])),
        (r#"{"total":1,"data":null}"#, None),
        (r#"{"total":"many","data":null}"#, None),
        (r#"{"total":1,"data":[{"id":"a"}],"records":[{"id":"b"}]}"#, None),
        (r#"{"total":0}"#, None),
        (r#""""#, None),
        (r#""none""#, None),
        ("0", None),
    ] {
        let (_server, client) = answering(success(data)).await;
        let instances = client.list_instances().await.map(|page| ids_of(&page, of_instance));
        let images = client.list_images(ImageAccess::Public).await;
        for found in [instances, images.map(|page| ids_of(&page, |one| &one.id))] {
            match (found, ids) {
                (Ok(found), _) => assert_eq!(Some(&*found), ids, "{data}"),
                (Err(error), None) => {
                    let is_counted = data.contains(r#""data":null"#);
                    let path = if is_counted { "data.data" } else { "data" };
                    let said = (error.kind(), error.json_path());
                    assert_eq!(said, (Kind::Unreadable, Some(path)), "{data}");
                }
                (Err(error), _) => panic!("{data}: {error}"),
            }
        }
    }
}

#[tokio::test]
async fn what_stands_beside_a_list_is_kept() {
    let (_server, client) = answering(success(r#"{"total":0,"data":[],"pages":1}"#)).await;
    assert_eq!(client.list_instances().await.unwrap().extra.get("pages"), Some(&1.into()));
}

fn ids_of<T>(page: &Page<T>, id: fn(&T) -> &str) -> Vec<String> {
    page.items.iter().map(|one| id(one).to_owned()).collect()
}
