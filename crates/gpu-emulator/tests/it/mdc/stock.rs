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
    assert_eq!(status(&mdc, &name).await, "Starting");
    mdc.clock().advance(seconds(3));
    assert_eq!(status(&mdc, &name).await, "Shutdown");
}

#[tokio::test]
async fn a_create_may_be_accepted_and_fail() {
    let mdc = start(|behaviour| behaviour.create_without_gpu = NoGpu::Fails).await;
    let name = created(&mdc, &Order::new("a").sku("71")).await;
    assert_eq!(status(&mdc, &name).await, "Creating");
    assert_eq!(mdc.ledger().pending, 1);
    mdc.clock().advance(seconds(3));
    assert_eq!(status(&mdc, &name).await, "Failed");
    assert_eq!(get(&mdc, &name).await.json().get("servers"), None);
    assert_eq!(mdc.ledger().to_string(), "created 1, billing 0");
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
    mdc.clock().advance(seconds(3600));
    assert_eq!(status(&mdc, &second).await, "Creating");
    assert_eq!(mdc.ledger().to_string(), "created 3, billing 1, pending 2");

    power_off(&mdc, &first, &json!({})).await;
    mdc.clock().advance(seconds(2));
    assert_eq!(status(&mdc, &second).await, "Creating", "it has its card from now on");
    mdc.clock().advance(seconds(3));
    assert_eq!(status(&mdc, &second).await, "Running");
    assert_eq!(status(&mdc, &third).await, "Creating");

    assert_ok(&power_on(&mdc, &first).await);
    assert_ok(&delete(&mdc, &third).await);
    assert_ok(&delete(&mdc, &second).await);
    mdc.clock().advance(seconds(1));
    assert_eq!(status(&mdc, &first).await, "Starting", "the deleted one does not wait any more");
    mdc.clock().advance(seconds(3));
    assert_eq!(status(&mdc, &first).await, "Running");
    assert_eq!(mdc.ledger().to_string(), "created 3, billing 1");
}

#[tokio::test(flavor = "multi_thread")]
async fn no_card_is_given_twice_to_callers_at_the_same_time() {
    let mdc = start(|_| ()).await;
    assert!(mdc.set_stock("66", 5));
    let calls: Vec<_> = (0..40)
        .map(|at| {
            let order = Order::new(&format!("at once {at}"));
            let request = request(&mdc, "POST", INSTANCES).json(&order.0);
            let address = mdc.address();
            tokio::spawn(async move { request.send(address).await.status })
        })
        .collect();
    let mut statuses = Vec::new();
    for call in calls {
        statuses.push(call.await.expect("it answers"));
    }
    let created = statuses.iter().filter(|&&status| status == 200).count();
    assert_eq!((created, mdc.ledger().created), (5, 5));
    assert!(statuses.iter().all(|status| [200, 409].contains(status)));
}

#[tokio::test]
async fn the_count_may_be_of_machines() {
    let mdc = start(|behaviour| behaviour.stock_in_machines = true).await;
    assert!(mdc.set_stock("66", 5));
    assert_eq!((remaining(&mdc, "66").await, remaining(&mdc, "67").await), (5, 2));
}

#[tokio::test]
async fn there_is_no_stock_of_what_is_not_on_offer() {
    let mdc = start(|_| ()).await;
    assert!(!mdc.set_stock("1", 3));
}
