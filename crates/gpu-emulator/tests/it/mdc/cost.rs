//! What the ledger says while a machine lives: machine and storage apart.

use super::*;

fn ledger(mdc: &Mdc) -> String {
    mdc.ledger().to_string()
}

#[tokio::test]
async fn paid_storage_costs_money_while_the_machine_is_off() {
    let mdc = start(|_| ()).await;
    let name = created(&mdc, &Order::new("a").disk(51)).await;
    assert_eq!(ledger(&mdc), "created 1, billing 0, pending 1");
    mdc.clock().advance(seconds(3));
    assert_eq!(ledger(&mdc), "created 1, billing 1");
    power_off(&mdc, &name, &json!({})).await;
    assert_eq!(ledger(&mdc), "created 1, billing 1", "until it is off");
    mdc.clock().advance(seconds(2));
    assert_eq!(ledger(&mdc), "created 1, billing 0, storage billing 1");
    power_on(&mdc, &name).await;
    assert_eq!(ledger(&mdc), "created 1, billing 0, pending 1");
    mdc.clock().advance(seconds(3));
    assert_eq!(ledger(&mdc), "created 1, billing 1");
    delete(&mdc, &name).await;
    mdc.clock().advance(seconds(1));
    assert_eq!(ledger(&mdc), "created 1, billing 0");
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

#[tokio::test]
async fn a_machine_is_known_by_name_and_display_name() {
    let mdc = start(|_| ()).await;
    let name = created(&mdc, &Order::new("train 1")).await;
    let machine = &mdc.machines()[0];
    assert_eq!((&machine.id, machine.key.as_str()), (&name, "train 1"));
    assert_eq!((machine.status.as_str(), machine.created), ("Creating", mdc.clock().now()));
}
