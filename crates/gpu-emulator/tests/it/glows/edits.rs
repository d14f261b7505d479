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
    glows.edit_next(1, Edit::query("page", Some("1")).only(LIST.0, LIST.1));
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

#[tokio::test]
async fn answers_are_held_until_they_may_go() {
    let glows = start(|_| ()).await;
    let hold = Hold::new();
    glows.edit_next(1, Edit::hold_answer(&hold).only(CREATE.0, CREATE.1));
    let order = Order::new("a");
    let call = create(&glows, &order);
    let meanwhile = async {
        hold.reached(1).await;
        assert_eq!(glows.ledger().created, 1, "the service acted");
        hold.resume();
    };
    let (answer, ()) = tokio::join!(call, meanwhile);
    assert_eq!(answer.code(), 0);
}

#[tokio::test]
async fn a_parameter_of_the_query_is_set_added_or_removed() {
    let glows = start(|_| ()).await;
    for key in ["a", "b"] {
        created(&glows, &Order::new(key)).await;
    }
    let table: [(&str, Option<&str>, &[&str]); 4] = [
        ("page=2&per_page=1", Some("1"), &["b"]),
        ("per_page=1", Some("2"), &["a"]),
        ("page=2&per_page=1", Some("\u{7f}"), &["a"]),
        ("page=2&per_page=1", Some("1&x=2"), &["b"]),
    ];
    for (query, page, wanted) in table {
        glows.edit_next(1, Edit::query("page", page));
        assert_eq!(keys(&glows, query).await, wanted, "{query}");
    }
    glows.edit_next(1, Edit::query("page", None));
    assert_eq!(list(&glows, "page=2&per_page=1").await.code(), 6);
}

#[tokio::test]
async fn edits_are_made_together_and_faults_come_one_by_one() {
    let glows = start(|_| ()).await;
    glows.fail_next(2, Fault::status(501).only(CREATE.0, CREATE.1));
    glows.edit_next(1, Edit::byte_order_mark());
    glows.fail_next(1, Fault::status(502));
    glows.fail_next(0, Fault::status(503));
    glows.edit_next(2, Edit::byte_order_mark().only(CREATE.0, CREATE.1));
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
async fn damage_stands_where_it_was_put_and_nowhere_else() {
    let glows = start(|_| ()).await;
    let deep = format!(r#"{{"a":{}{},"c":[2]}}"#, "[".repeat(200), "]".repeat(200));
    let table = [
        ("/a/b", Damage::HugeNumber, r#"{"a":{"b":1e400},"c":[2]}"#),
        ("/a/x", Damage::LoneSurrogate, r#"{"a":{"b":1,"x":"damaged \ud83d"},"c":[2]}"#),
        ("/a/b", Damage::Twice, r#"{"a":{"b":1,"b":1},"c":[2]}"#),
        ("/c/-", Damage::InvalidByte, "{\"a\":{\"b\":1},\"c\":[2,\"damaged \u{fffd}\"]}"),
        ("/c/0", Damage::Raw(b"nul".to_vec()), r#"{"a":{"b":1},"c":[nul]}"#),
        ("/c/x", Damage::HugeNumber, r#"{"a":{"b":1},"c":[2]}"#),
        ("/a", Damage::Deep, &deep),
    ];
    for (pointer, damage, wanted) in table {
        glows.fail_next(1, Fault::status(200).json(r#"{"a":{"b":1},"c":[2]}"#));
        glows.edit_next(1, Edit::damage(pointer, damage));
        assert_eq!(list(&glows, ALL).await.body, wanted);
    }
}

#[tokio::test]
async fn an_answer_repeats_what_it_was_told_in_every_escape() {
    let glows = start(|_| ()).await;
    let table = [
        (Escape::Plain, "a/b+c😀"),
        (Escape::Slash, "a\\/b+c😀"),
        (Escape::Unicode, "a\\u002fb\\u002bc\\ud83d\\ude00"),
        (Escape::LowerPercent, "a%2fb%2bc%f0%9f%98%80"),
        (Escape::UpperPercent, "a%2Fb%2Bc%F0%9F%98%80"),
    ];
    for (escape, written) in table {
        glows.edit_next(1, Edit::echo("/msg", escape));
        let echo = create(&glows, &Order::new("a").with("envs", "k=a/b+c😀")).await;
        assert!(echo.body.contains(written), "{escape:?}: {}", echo.body);
        let told = echo.json()["msg"].as_str().expect("a text").to_owned();
        let is_read = told.contains(glows.token()) && told.contains("a/b+c😀");
        assert_eq!(is_read, !written.contains('%'), "{told}");
    }
}

#[tokio::test]
async fn a_fault_can_be_a_firewalls_page_and_an_impossible_one_says_so() {
    let builder = Glows::builder().fail_next(1, Fault::firewall());
    let glows = builder.start().await.expect("a free port");
    glows.fail_next(1, Fault::status(7));
    glows.fail_next(1, Fault::status(200).header("a b", "c"));
    for (status, body) in [(403, "Request blocked"), (500, "bad fault"), (500, "bad fault")] {
        let answer = list(&glows, ALL).await;
        assert_eq!(answer.status, status);
        assert!(answer.body.contains(body), "{}", answer.body);
    }
    assert_eq!(list(&glows, ALL).await.code(), 0);
}
