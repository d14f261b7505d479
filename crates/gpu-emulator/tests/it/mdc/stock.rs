//! Cards run out, come back, and what then.

use super::*;

async fn remaining(mdc: &Mdc, sku: &str) -> u64 {
    let target = format!("/mdc/api/v1/skus/computings?region_id={BEIJING}");
    let rows = call(mdc, "GET", &target).await.json();
    let rows = rows.as_array().expect("an array");
    let row = rows.iter().find(|row| row["skusID"] == sku).expect("it is on offer");
    row["remainGPUCount"].as_u64().expect("a count")
}

#[tokio::test]
async fn cards_are_taken_by_create_and_come_back_with_delete() {
    let mdc = start(|_| ()).await;
    assert!(mdc.set_stock("66", 3));
    let two = Order::new("a").sku("67");
    let name = created(&mdc, &two).await;
    assert_eq!((remaining(&mdc, "66").await, remaining(&mdc, "67").await), (1, 1));
    assert_refused(&create(&mdc, &two).await, 409, "no free GPU");
    created(&mdc, &Order::new("b")).await;
    assert_refused(&create(&mdc, &Order::new("c")).await, 409, "no free GPU");
    assert_eq!(mdc.ledger().created, 2);

    assert_ok(&delete(&mdc, &name).await);
    assert_eq!(remaining(&mdc, "66").await, 0, "while it is being deleted");
    mdc.clock().advance(seconds(1));
    assert_eq!(remaining(&mdc, "66").await, 2);
    created(&mdc, &two).await;
}

#[tokio::test]
async fn a_machine_that_is_off_has_no_card_and_may_not_get_one_back() {
    let mdc = start(|_| ()).await;
    assert!(mdc.set_stock("66", 1));
    let name = running(&mdc, &Order::new("a")).await;
    assert_ok(&power_off(&mdc, &name, &json!({})).await);
    assert_eq!(remaining(&mdc, "66").await, 0);
    mdc.clock().advance(seconds(2));
    assert_eq!(remaining(&mdc, "66").await, 1);
    let other = created(&mdc, &Order::new("b")).await;
    assert_refused(&power_on(&mdc, &name).await, 409, "no free GPU");
    assert_eq!(status(&mdc, &name).await, "Shutdown");
    assert_ok(&delete(&mdc, &other).await);
    mdc.clock().advance(seconds(1));
    assert_ok(&power_on(&mdc, &name).await);
    mdc.clock().advance(seconds(3));
    assert_eq!(status(&mdc, &name).await, "Running");
}

#[tokio::test]
async fn a_power_on_may_be_accepted_and_come_to_nothing() {
    let mdc = start(|behaviour| behaviour.power_on_without_gpu = NoGpu::Fails).await;
    let name = running(&mdc, &Order::new("a")).await;
    power_off(&mdc, &name, &json!({})).await;
    mdc.clock().advance(seconds(2));
    assert!(mdc.set_stock("66", 0));
    assert_ok(&power_on(&mdc, &name).await);
    let starting = (0, "Starting", "created 1, billing 0, pending 1");
    stands(&mdc, &name, &[starting, (3, "Shutdown", "created 1, billing 0")]).await;
}

#[tokio::test]
async fn a_create_may_be_accepted_and_fail() {
    let mdc = start(|behaviour| behaviour.create_without_gpu = NoGpu::Fails).await;
    let name = created(&mdc, &Order::new("a").sku("71")).await;
    let creating = (0, "Creating", "created 1, billing 0, pending 1");
    stands(&mdc, &name, &[creating, (3, "Failed", "created 1, billing 0")]).await;
    assert_eq!(get(&mdc, &name).await.json().get("servers"), None);
    assert_ok(&delete(&mdc, &name).await);
}

#[tokio::test]
async fn machines_may_wait_for_a_card_in_turn() {
    let mdc = start(|behaviour| {
        behaviour.create_without_gpu = NoGpu::Waits;
        behaviour.power_on_without_gpu = NoGpu::Waits;
    })
    .await;
    assert!(mdc.set_stock("66", 1));
    let first = running(&mdc, &Order::new("a")).await;
    let second = created(&mdc, &Order::new("b")).await;
    let third = created(&mdc, &Order::new("c")).await;
    stands(&mdc, &second, &[(3600, "Creating", "created 3, billing 1, pending 2")]).await;
    power_off(&mdc, &first, &json!({})).await;
    // It has its card from the moment on when somebody looks.
    let creating = (2, "Creating", "created 3, billing 0, pending 2");
    stands(&mdc, &second, &[creating, (3, "Running", "created 3, billing 1, pending 1")]).await;
    assert_eq!(status(&mdc, &third).await, "Creating");

    assert_ok(&power_on(&mdc, &first).await);
    assert_ok(&delete(&mdc, &third).await);
    assert_ok(&delete(&mdc, &second).await);
    // The deleted one does not wait any more.
    let starting = (1, "Starting", "created 3, billing 0, pending 1");
    stands(&mdc, &first, &[starting, (3, "Running", "created 3, billing 1")]).await;
}

#[tokio::test]
async fn the_count_may_be_of_machines() {
    let mdc = start(|behaviour| behaviour.stock_in_machines = true).await;
    assert!(mdc.set_stock("66", 5));
    assert_eq!((remaining(&mdc, "66").await, remaining(&mdc, "67").await), (5, 2));
    assert!(!mdc.set_stock("1", 3), "it is not on offer");
}
