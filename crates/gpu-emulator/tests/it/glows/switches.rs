//! What Glows.ai's service may get wrong, and what its machines cost.

use super::*;

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
async fn filters_and_pages_can_be_ignored() {
    let glows = start(|behaviour| {
        behaviour.lapses.ignores_filters = true;
        behaviour.lapses.ignores_paging = true;
    })
    .await;
    for key in ["a", "b"] {
        created(&glows, &Order::new(key)).await;
    }
    assert_eq!(keys(&glows, "page=1&per_page=1&statuses=Broken").await, ["b"]);
    assert_eq!(keys(&glows, "page=2&per_page=1").await, ["b"]);
}

#[tokio::test]
async fn the_dead_and_the_living_of_one_key_are_listed_in_either_order() {
    let glows = start(|behaviour| {
        behaviour.released_stay_visible = true;
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
    assert_eq!(shown(&glows).await["status"], "Released");
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
    assert_eq!(shown(&glows).await["priceCent"], 720);
    glows.clock().advance(seconds(10));
    assert_eq!(glows.machines()[0].billionths(), 30_000_000);
    // It is paid for until its release has taken effect.
    release(&glows, "meta_key=a").await;
    glows.clock().advance(seconds(100));
    assert_eq!(glows.machines()[0].billionths(), 32_000_000);
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
