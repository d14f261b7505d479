//! Edits and faults of requests and answers, shown on Glows.ai's.

use std::sync::Arc;

use super::*;

const LIST: (&str, &str) = ("GET", "/sdk/v1/instance/list");

#[tokio::test]
async fn edits_change_requests_and_answers_one_after_the_other() {
    let glows = start(|_| ()).await;
    for key in ["a", "b"] {
        created(&glows, &Order::new(key)).await;
    }
    let page_1 = |request: &mut http::Request<bytes::Bytes>| {
        let page_1 = format!("{}?page=1&per_page=1", LIST.1);
        *request.uri_mut() = page_1.parse().expect("a path");
    };
    glows.edit_next(1, Edit::request(page_1).only(LIST.0, LIST.1));
    let total = |json: &mut Value| json["pagination"]["total"] = "x".into();
    glows.edit_next(1, Edit::json(total).only(LIST.0, LIST.1));
    let answer = list(&glows, "page=2&per_page=1").await.json();
    assert_eq!(answer["instances"][0]["metaKey"], "b", "page 1 again");
    assert_eq!(answer["pagination"]["total"], "x");
    assert_eq!(keys(&glows, "page=2&per_page=1").await, ["a"], "both are used up");
}

#[tokio::test]
async fn a_machine_can_end_between_two_pages() {
    let glows = Arc::new(start(|_| ()).await);
    for key in ["a", "b", "c", "d"] {
        created(&glows, &Order::new(key)).await;
    }
    assert_eq!(keys(&glows, "page=1&per_page=2").await, ["d", "c"]);
    let other = Arc::downgrade(&glows);
    let end = Edit::request(move |_| other.upgrade().expect("it runs").end("d"));
    glows.edit_next(1, end);
    assert_eq!(keys(&glows, "page=2&per_page=2").await, ["a"], "b slipped over the border");
}

/// Puts a byte-order mark before the body of the answer.
fn mark() -> Edit {
    Edit::answer(|request, answer| {
        assert!(request.headers().contains_key("authorization"), "as the caller sent it");
        answer.body_mut().splice(0..0, *b"\xef\xbb\xbf");
    })
}

#[tokio::test]
async fn edits_are_made_together_and_faults_come_one_by_one() {
    let glows = start(|_| ()).await;
    glows.fail_next(2, Fault::status(501).only(CREATE.0, CREATE.1));
    glows.edit_next(1, mark());
    glows.fail_next(1, Fault::status(502));
    glows.fail_next(0, Fault::status(503));
    glows.edit_next(2, mark().only(CREATE.0, CREATE.1));
    let order = Order::new("a");
    for (asks, status, marks) in [
        ("create", 501, 2),
        ("list", 502, 0),
        ("list", 200, 0),
        ("create", 501, 1),
        ("create", 200, 0),
    ] {
        let answer = match asks {
            "create" => create(&glows, &order).await,
            _ => list(&glows, ALL).await,
        };
        assert_eq!((answer.status, answer.body.matches('\u{feff}').count()), (status, marks));
    }
}

#[tokio::test]
async fn a_fault_can_be_a_firewalls_page_and_an_impossible_one_says_so() {
    let glows = Glows::start().await.expect("a free port");
    glows.fail_next(1, Fault::firewall());
    glows.fail_next(1, Fault::status(7));
    glows.fail_next(1, Fault::status(200).header("a b", "c"));
    for (status, body) in [(403, "Request blocked"), (500, "bad fault"), (500, "bad fault")] {
        let answer = list(&glows, ALL).await;
        assert_eq!(answer.status, status);
        assert!(answer.body.contains(body), "{}", answer.body);
    }
    assert_eq!(list(&glows, ALL).await.code(), 0);
    glows.fail_next(usize::MAX, Fault::status(520));
    for _ in 0..3 {
        assert_eq!(list(&glows, ALL).await.status, 520);
    }
}
