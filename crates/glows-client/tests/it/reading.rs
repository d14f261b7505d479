//! Reading a whole list: everything once, and an end whatever the server does.

use glows_client::{Client, Error, Instance, Kind, ManualClock};
use serde_json::json;
use wiremock::matchers::any;
use wiremock::{Mock, MockServer, Request, ResponseTemplate};

use crate::support::{builder, create, emulated};

/// A server whose answer depends on the page that is asked for, and a client of it.
pub(crate) async fn paging(
    answer: impl Fn(u32) -> serde_json::Value + Send + Sync + 'static,
) -> (MockServer, Client) {
    let server = MockServer::start().await;
    let respond = move |request: &Request| {
        let page = request.url.query_pairs().find(|(name, _)| name == "page").unwrap().1;
        ResponseTemplate::new(200).set_body_json(answer(page.parse().unwrap()))
    };
    Mock::given(any()).respond_with(respond).mount(&server).await;
    let client = builder(&server.uri(), &ManualClock::new()).build().unwrap();
    (server, client)
}

pub(crate) fn page(ids: &[&str], total: u32, num_pages: u32) -> serde_json::Value {
    let instances: Vec<_> = ids.iter().map(|id| json!({"instanceID": id})).collect();
    json!({"code": 0, "instances": instances, "pagination": {"total": total, "numPages": num_pages}})
}

/// Everything the stream gives: ids, and the error at its end.
pub(crate) async fn read(client: &Client) -> (Vec<String>, Option<Error>) {
    let mut stream = client.list_instances().stream();
    let mut ids = Vec::new();
    while let Some(item) = stream.next().await {
        match item {
            Ok(Instance { id, .. }) => ids.push(id.to_string()),
            Err(error) => return (ids, Some(error)),
        }
    }
    (ids, None)
}

#[tokio::test]
async fn all_pages_are_read_and_no_more() {
    let it = emulated().await;
    for number in 0..25 {
        create(&it.client, &format!("k{number}")).await.unwrap();
    }
    let all = it.client.list_instances().stream().collect().await.unwrap();
    assert_eq!(all.len(), 25);
    let listed = it.glows.ledger().requests_to("GET", "/sdk/v1/instance/list");
    assert_eq!(listed.seen, 3);
}

/// Its pages are cut, and begin where uncut ones would.
#[tokio::test]
async fn a_server_that_counts_by_what_was_asked_for_and_gives_less_is_read_whole() {
    let server = MockServer::start().await;
    let respond = |request: &Request| {
        let number = |name| {
            let found = request.url.query_pairs().find(|(it, _)| it == name);
            found.unwrap().1.parse::<usize>().unwrap()
        };
        let (start, length) =
            ((number("page") - 1) * number("per_page"), number("per_page").min(20));
        let ids = (0..45).skip(start).take(length);
        let instances: Vec<_> = ids.map(|id| json!({"instanceID": format!("i{id}")})).collect();
        ResponseTemplate::new(200).set_body_json(json!({"code": 0, "instances": instances}))
    };
    Mock::given(any()).respond_with(respond).mount(&server).await;
    let client = builder(&server.uri(), &ManualClock::new()).build().unwrap();
    let all = client.list_instances().per_page(100).stream().collect();
    assert_eq!(all.await.unwrap().len(), 45);
}

#[tokio::test]
async fn pages_and_total_that_disagree_are_read_to_the_larger_of_both() {
    for (total, pages) in [(4, 1), (0, 2)] {
        let (_server, client) = paging(move |number| match number {
            1 => page(&["a", "b"], total, pages),
            2 => page(&["c", "d"], total, pages),
            _ => page(&[], total, pages),
        })
        .await;
        let (ids, error) = read(&client).await;
        assert_eq!((ids.len(), error.is_none()), (4, total == 4), "{error:?}");
    }
}

/// The total is all that tells of it: an instance that moved over the border of two pages while the list
/// was read is missing.
#[tokio::test]
async fn instances_that_go_meanwhile_end_the_list_in_doubt() {
    // "a" goes away: "c" moves onto the first page, which has been read.
    let (_server, client) = paging(|number| match number {
        1 => page(&["a", "b"], 4, 2),
        _ => page(&["d"], 3, 2),
    })
    .await;
    let (ids, error) = read(&client).await;
    assert_eq!(ids, ["a", "b", "d"]);
    for error in [error.unwrap(), client.list_instances().stream().collect().await.unwrap_err()] {
        // Nothing is wrong with the answers: reading them again may well do.
        assert_eq!((error.kind(), error.is_transient()), (Kind::Unreadable, true));
        let told = "its total changed while it was read (4, then 3)";
        assert!(error.to_string().contains(told), "{error}");
    }
}

#[tokio::test]
async fn a_bad_instance_is_told_after_all_good_ones() {
    let (_server, client) = paging(|number| match number {
        1 => json!({"code": 0, "pagination": {"total": 4, "numPages": 2},
            "instances": [{"instanceID": "a"}, {"instanceID": true, "sshCred": {"password": "hunter2"}}]}),
        _ => page(&["c", "d"], 4, 2),
    })
    .await;
    let (ids, error) = read(&client).await;
    assert_eq!(ids, ["a", "c", "d"]);
    let error = error.unwrap();
    assert_eq!(
        (error.kind(), error.json_path()),
        (Kind::Unreadable, Some("instances[1].instanceID"))
    );
    assert!(!format!("{error:?}").contains("hunter2"));
}
