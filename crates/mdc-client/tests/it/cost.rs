//! What an instance has cost lies in the interval that is told, by the emulator's ledger; and what an
//! order will cost.

use std::time::Duration;

use mdc_client::{DisplayName, Money, Period, Plan, SkuId};

use crate::stage::{IMAGE, Stage};

#[tokio::test]
async fn the_cost_so_far_contains_what_the_ledger_charges() {
    let stage = Stage::new().await;
    let began = stage.mdc.clock().now();
    let running = stage.running().await;
    for seconds in [0, 1, 59, 3599, 3600, 86_401, 400_000] {
        stage.mdc.clock().advance(Duration::from_secs(seconds));
        let passed = stage.mdc.clock().now().saturating_sub(began);
        let start = running.creation_timestamp.copied().unwrap();
        let cost = running.cost_so_far(start.checked_add(passed).unwrap()).unwrap();
        let paid = stage.mdc.machines().pop().unwrap().billionths();
        let paid = format!("{}.{:09} CNY", paid / 1_000_000_000, paid % 1_000_000_000);
        let paid: Money = paid.parse().unwrap();
        assert!(paid.compare(cost.high()).unwrap().is_le(), "{paid} of {cost}");
        assert!(paid.compare(cost.low()).unwrap().is_ge(), "{paid} of {cost}");
    }
}

#[tokio::test]
async fn an_order_is_estimated_by_the_hour_or_by_its_term() {
    let stage = Stage::new().await;
    for (sku, plan, hours, cost) in [
        ("66", Plan::PayAsYouGo, 8, Some("20.00 CNY")),
        ("68", Plan::prepaid(3, Period::Day).unwrap(), 1, Some("144.00 CNY")),
        ("no such", Plan::PayAsYouGo, 1, None),
        // Sold by the hour, and by the day: the list does not tell what such a term costs.
        ("66", Plan::prepaid(3, Period::Day).unwrap(), 1, None),
        ("68", Plan::prepaid(1, Period::Month).unwrap(), 1, None),
        ("68", Plan::PayAsYouGo, 1, None),
    ] {
        let name = DisplayName::unique("quote").unwrap();
        let order = stage.cluster.create_instance(SkuId::new(sku).unwrap(), name, IMAGE).plan(plan);
        let time = Duration::from_secs(hours * 3600);
        let told = order.estimate(time).await.unwrap();
        assert_eq!(told.map(|told| told.to_string()).as_deref(), cost, "{sku}");
        // By the price alone, as a lease reserves it: a term is paid at once.
        let told = order.price().await.unwrap().and_then(|price| price.estimate(time));
        assert_eq!(told.map(|told| told.to_string()).as_deref(), cost, "{sku}");
    }
    assert_eq!(stage.ledger(), "created 0, billing 0");
}

#[tokio::test]
async fn a_prepaid_instance_has_cost_its_term() {
    let stage = Stage::new().await;
    let name = DisplayName::unique("term").unwrap();
    let order = stage.cluster.create_instance(SkuId::new("68").unwrap(), name, IMAGE);
    let made = order.plan(Plan::prepaid(2, Period::Day).unwrap()).volumes([]).await.unwrap();
    let seen = stage.cluster.get_instance(&made).await.unwrap();
    let cost = seen.cost_so_far(seen.creation_timestamp.copied().unwrap()).unwrap();
    let paid = stage.mdc.machines().pop().unwrap().billionths();
    assert_eq!(cost.high().to_string(), format!("{}.00 CNY", paid / 1_000_000_000), "{cost:#}");
}
