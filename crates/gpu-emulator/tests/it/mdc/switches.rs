//! What MatrixDC's service may get wrong, and what its machines cost.

use super::*;

#[tokio::test]
async fn want_of_money_names_and_cards_refuse_a_create() {
    let mdc = start(|behaviour| behaviour.balance_is_low = true).await;
    assert_refused(&create(&mdc, &Order::new("a")).await, 403, "balance insufficient");
    mdc.change(|behaviour| {
        behaviour.balance_is_low = false;
        behaviour.no_capacity = true;
    });
    assert_refused(&create(&mdc, &Order::new("a")).await, 409, "no free GPU");
    mdc.change(|behaviour| behaviour.strict_names = true);
    let order = Order::new("a").with("/image", "docker.io/library/alpine");
    assert_refused(&create(&mdc, &order).await, 400, "no such image");
}

#[tokio::test]
async fn pay_as_you_go_costs_from_running_to_off_and_storage_all_the_time() {
    // 4090: 2.50 an hour. 74 GB are 24 more than included: 0.24 a day.
    let mdc = start(|_| ()).await;
    let name = running(&mdc, &Order::new("a").disk(74)).await;
    mdc.clock().advance(seconds(3598));
    power_off(&mdc, &name, &json!({})).await;
    mdc.clock().advance(seconds(24 * 3600 - 3601));
    let cost = || mdc.machines()[0].billionths();
    assert_eq!(cost(), 2_500_000_000 + 240_000_000);
    power_on(&mdc, &name).await;
    mdc.clock().advance(seconds(3 + 3600));
    delete(&mdc, &name).await;
    mdc.clock().advance(seconds(100_000));
    let storage = 24 * 10_000_000 * (24 * 3600 + 3 + 3600 + 1) / (24 * 3600);
    let machine = 2_500_000_000 * (3600 + 3600 + 1) / 3600;
    assert!(cost().abs_diff(machine + storage) < 4, "{}", cost());
}

#[tokio::test]
async fn a_discount_and_a_new_list_price_are_paid() {
    // H20: 10 an hour at 0.48.
    let mdc = start(|_| ()).await;
    running(&mdc, &Order::new("a").sku("2")).await;
    mdc.clock().advance(seconds(3600));
    assert_eq!(mdc.machines()[0].billionths(), 4_800_000_000);
    mdc.change(|behaviour| behaviour.prices = [("66".into(), 1000)].into());
    let b = running(&mdc, &Order::new("b")).await;
    let annotations = get(&mdc, &b).await.json()["annotations"].clone();
    assert_eq!(annotations["demo.cdc.datenfab.com/unit-price"], "1000");
    mdc.clock().advance(seconds(3600));
    assert_eq!(mdc.machines()[1].billionths(), 10_000_000_000);
}

#[tokio::test]
async fn a_prepaid_machine_is_paid_at_once_and_off_at_the_end_of_its_term() {
    let mdc = start(|_| ()).await;
    let order = Order::new("a").sku("68").with("/Cost/CostType", "4");
    let name = running(&mdc, &order.with("/Cost/CostTime", "2D")).await;
    assert_eq!(mdc.machines()[0].billionths(), 96_000_000_000);
    mdc.clock().advance(seconds(2 * 24 * 3600));
    assert_eq!(status(&mdc, &name).await, "Shutdown");
    assert_refused(&power_on(&mdc, &name).await, 409, "its term is over");
    assert_eq!(mdc.machines()[0].billionths(), 96_000_000_000);

    let order = Order::new("b").sku("68").with("/Cost/CostType", "4");
    let name = running(&mdc, &order.with("/Cost/CostTime", "1D")).await;
    mdc.clock().advance(seconds(24 * 3600 - 4));
    assert_ok(&power_off(&mdc, &name, &json!({})).await);
    assert_eq!(status(&mdc, &name).await, "ShuttingDown");
    mdc.clock().advance(seconds(1));
    assert_eq!(status(&mdc, &name).await, "Shutdown", "the term ends before the stop takes effect");
}
