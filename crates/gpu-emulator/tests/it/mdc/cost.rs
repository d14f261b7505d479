//! What the ledger says while a machine lives: machine and storage apart.

use super::*;

#[tokio::test]
async fn paid_storage_costs_money_while_the_machine_is_off() {
    const WAITS: &str = "created 1, billing 0, pending 1";
    const BILLS: &str = "created 1, billing 1";
    let mdc = start(|_| ()).await;
    let name = created(&mdc, &Order::new("a").disk(51)).await;
    let machine = &mdc.machines()[0];
    assert_eq!((machine.id.as_str(), machine.key.as_str()), (name.as_str(), "a"));
    assert_eq!(machine.created, mdc.clock().now());
    stands(&mdc, &name, &[(0, "Creating", WAITS), (3, "Running", BILLS)]).await;
    power_off(&mdc, &name, &json!({})).await;
    let off = (2, "Shutdown", "created 1, billing 0, storage billing 1");
    stands(&mdc, &name, &[(0, "ShuttingDown", BILLS), off]).await;
    power_on(&mdc, &name).await;
    stands(&mdc, &name, &[(0, "Starting", WAITS), (3, "Running", BILLS)]).await;
    delete(&mdc, &name).await;
    stands(&mdc, &name, &[(0, "Deleting", BILLS)]).await;
    mdc.clock().advance(seconds(1));
    assert_eq!(mdc.ledger().to_string(), "created 1, billing 0");
}

#[tokio::test]
async fn what_all_disks_have_beyond_the_included_storage_is_paid_until_the_machine_is_gone() {
    let two = json!([{"Size": 30}, {"PathInContainer": "/b", "Size": 21}]);
    let table = [
        (None, json!([{"Size": 50}]), 0),
        (None, two, 1),
        (Some(0), json!([{"Size": 50}]), 1),
        (Some(60), json!([{"Size": 60}]), 0),
    ];
    for (free, disks, billing) in table {
        let mdc = start(|behaviour| behaviour.free_storage_gb = free).await;
        let name = created(&mdc, &Order::new("a").with("/VolumeMount", disks)).await;
        power_off(&mdc, &name, &json!({})).await;
        mdc.clock().advance(seconds(2));
        delete(&mdc, &name).await;
        assert_eq!(mdc.ledger().storage_billing, billing, "{free:?}");
        mdc.clock().advance(seconds(1));
        assert!(mdc.ledger().is_settled());
    }
}

#[tokio::test]
async fn paid_storage_may_outlive_its_machine() {
    let mdc = start(|behaviour| behaviour.storage_outlives = true).await;
    for (gigabytes, billing) in [(50, 0), (500, 1)] {
        let name = created(&mdc, &Order::new("a").disk(gigabytes)).await;
        delete(&mdc, &name).await;
        mdc.clock().advance(seconds(1));
        assert_eq!(mdc.ledger().storage_billing, billing);
    }
    assert_eq!(mdc.ledger().billing, 0);
}
