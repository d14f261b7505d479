//! What any service may get wrong, shown on Glows.ai's: lapses, edits, machines of others, costs.

use std::sync::Arc;

use super::*;

const CREATE: (&str, &str) = ("POST", "/sdk/v1/instance");
const LIST: (&str, &str) = ("GET", "/sdk/v1/instance/list");
const ALL: &str = "page=1&per_page=10";

async fn keys(glows: &Glows, query: &str) -> Vec<String> {
    let list = list(glows, query).await.json();
    let instances = list["instances"].as_array().expect("a list").iter();
    let keys = instances.map(|one| one["metaKey"].as_str().expect("a key").to_owned());
    keys.collect()
}

#[tokio::test]
async fn a_late_create_is_refused_when_its_key_was_taken_in_the_meantime() {
    for (enforced, machines) in [(true, 1), (false, 2)] {
        let glows = start(|behaviour| {
            behaviour.lapses.late_creates = seconds(20);
            behaviour.key_is_enforced = enforced;
        })
        .await;
        created(&glows, &Order::new("a")).await;
        glows.change(|behaviour| behaviour.lapses.late_creates = seconds(0));
        created(&glows, &Order::new("a")).await;
        glows.clock().advance(seconds(20));
        assert_eq!(glows.ledger().created, machines, "{enforced}");
    }
}

#[tokio::test]
async fn reads_can_lag_behind() {
    let glows = start(|behaviour| {
        behaviour.lapses.get_lags = seconds(10);
        behaviour.lapses.list_lags = seconds(4);
        behaviour.releasing_for = seconds(0);
    })
    .await;
    created(&glows, &Order::new("a")).await;
    glows.clock().advance(seconds(4));
    assert_eq!(get(&glows, "meta_key=a").await.code(), 20);
    assert_eq!(keys(&glows, ALL).await, ["a"]);
    glows.clock().advance(seconds(6));
    assert_eq!(get(&glows, "meta_key=a").await.code(), 0);
    assert_eq!(release(&glows, "meta_key=a").await.code(), 0);
    assert!(glows.ledger().is_settled());
    assert_eq!(keys(&glows, ALL).await, ["a"], "it was there 4 seconds ago");
}

#[tokio::test]
async fn filters_and_pages_can_be_ignored_and_answers_be_about_another() {
    let glows = start(|behaviour| {
        behaviour.lapses.ignores_filters = true;
        behaviour.lapses.ignores_paging = true;
        behaviour.lapses.answers_about = Some("b".into());
    })
    .await;
    for key in ["a", "b"] {
        created(&glows, &Order::new(key)).await;
    }
    assert_eq!(keys(&glows, "page=1&per_page=1&statuses=Broken").await, ["b"]);
    assert_eq!(keys(&glows, "page=2&per_page=1").await, ["b"]);
    let other = get(&glows, "meta_key=a").await.json();
    assert_eq!(other["instance"]["metaKey"], "b");
}

#[tokio::test]
async fn the_dead_and_the_living_of_one_key_are_listed_in_either_order() {
    let glows = start(|behaviour| {
        behaviour.released = Released::StaysVisible;
        behaviour.released_key_is_free = true;
        behaviour.newest_first = false;
        behaviour.key_finds_oldest = true;
    })
    .await;
    created(&glows, &Order::new("a")).await;
    release(&glows, "meta_key=a").await;
    glows.clock().advance(seconds(60));
    created(&glows, &Order::new("a")).await;
    let listed = list(&glows, ALL).await.json();
    let status = |at: usize| listed["instances"][at]["status"].clone();
    assert_eq!((status(0), status(1)), ("Released".into(), "SchedQueued".into()));
    let found = get(&glows, "meta_key=a").await.json();
    assert_eq!(found["instance"]["status"], "Released");
}

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
async fn answers_can_be_damaged_and_echo_what_they_were_told() {
    let glows = start(|_| ()).await;
    glows.edit_next(1, Edit::damage("/instance/x", Damage::HugeNumber));
    let damaged = create(&glows, &Order::new("a")).await;
    assert!(damaged.body.contains("\"x\":1e400"), "{}", damaged.body);
    glows.edit_next(1, Edit::echo("/msg", Escape::Unicode));
    let echo = create(&glows, &Order::new("a").with("envs", "k=hunter+2")).await;
    assert!(echo.body.contains("hunter\\u002b2"), "{}", echo.body);
    let told = echo.json()["msg"].as_str().expect("a text").to_owned();
    assert!(told.contains(glows.token()) && told.contains("hunter+2"));
    glows.edit_next(1, Edit::byte_order_mark());
    assert!(list(&glows, ALL).await.body.starts_with('\u{feff}'));
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
async fn a_firewall_answers_in_place_of_the_service() {
    let builder = Glows::builder().fail_next(1, Fault::firewall());
    let glows = builder.start().await.expect("a free port");
    let answer = create(&glows, &Order::new("a")).await;
    assert_eq!(answer.status, 403);
    assert!(answer.body.contains("Request blocked"));
    assert_eq!(create(&glows, &Order::new("a")).await.code(), 0);
}

#[tokio::test]
async fn what_a_machine_cost_is_known_exactly_whatever_its_price_did() {
    let glows = start(|behaviour| behaviour.price_cent = 360).await;
    created(&glows, &Order::new("a")).await;
    assert_eq!(glows.machines()[0].billionths(), 0);
    // Queued for 3 seconds, then a thousandth a second.
    glows.clock().advance(seconds(13));
    assert_eq!(glows.machines()[0].billionths(), 10_000_000);
    glows.set_price("a", 720);
    let shown = get(&glows, "meta_key=a").await.json();
    assert_eq!(shown["instance"]["priceCent"], 720);
    glows.clock().advance(seconds(10));
    assert_eq!(glows.machines()[0].billionths(), 30_000_000);
    // It is paid for until its release has taken effect.
    release(&glows, "meta_key=a").await;
    glows.clock().advance(seconds(100));
    assert_eq!(glows.machines()[0].billionths(), 32_000_000);
}

#[tokio::test]
async fn a_machine_that_never_ran_costs_nothing() {
    let glows = start(|_| ()).await;
    created(&glows, &Order::new("a")).await;
    release(&glows, "meta_key=a").await;
    glows.clock().advance(seconds(100));
    assert_eq!(glows.machines()[0].billionths(), 0);
}

#[tokio::test]
async fn unknown_names_are_refused_and_capacity_is_counted_by_gpu_if_wanted() {
    let glows = start(|behaviour| {
        behaviour.strict_names = true;
        let units = Capacity::Units(2);
        behaviour.capacity_of.insert("NVIDIA GeForce RTX 4090".into(), units);
    })
    .await;
    for (member, name) in [("gpu_name", "RTX 5090"), ("from_image_id", "x"), ("region_name", "X")] {
        let refused = create(&glows, &Order::new("a").with(member, name)).await;
        assert_eq!(refused.code(), 6, "{member}");
    }
    created(&glows, &Order::new("a").with("unit_qty", 2)).await;
    assert_eq!(create(&glows, &Order::new("b")).await.code(), 114);
    glows.end("a");
    created(&glows, &Order::new("b")).await;
}
