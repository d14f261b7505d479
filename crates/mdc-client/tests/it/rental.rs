//! A whole rental, from the region to the confirmed deletion.

use mdc_client::{DisplayName, SellingMode, Timestamp, Until, Volume};

use crate::stage::{IMAGE, Stage};

#[tokio::test]
async fn the_cheapest_machine_is_rented_used_and_given_back() {
    let stage = Stage::new().await;
    let regions = stage.client.list_regions().await.unwrap();
    let region = regions.iter().next().unwrap();
    let skus = stage.client.list_skus(region).await.unwrap();
    let now: Timestamp = "2026-01-01T00:00:00Z".parse().unwrap();
    let cheapest = skus
        .iter()
        .filter(|sku| sku.selling_type.get() == Some(&SellingMode::PayAsYouGo))
        .filter(|sku| sku.in_stock() == Some(true))
        .min_by_key(|sku| sku.effective_price(now).map(|price| price.rate.money().amount()))
        .unwrap();
    assert_eq!(cheapest.list_price().unwrap().rate.to_string(), "4.00 CNY/hour");
    assert_eq!(cheapest.effective_price(now).unwrap().rate.to_string(), "2.00 CNY/hour");

    let cluster = stage.client.cluster(region);
    let instance = cluster
        .create_instance(cheapest, DisplayName::unique("train").unwrap(), IMAGE)
        .volume(Volume::new(60))
        .await
        .unwrap();
    let ready = cluster.wait_until(&instance, Until::ssh_ready()).await.unwrap();
    assert_eq!(stage.ledger(), "created 1, billing 1");
    assert_eq!(ready.storage_billing(50).is_billing(), Some(true));
    let price = ready.inferred_price_from_fen().unwrap();
    assert_eq!(price.rate.to_string(), "4.00 CNY/hour", "the list price, in the other unit");

    let _ = cluster.power_off(&ready).await.unwrap();
    cluster.wait_until(&ready, Until::not_running()).await.unwrap();
    stage.mdc.clock().advance(std::time::Duration::from_secs(60));
    // Off is not free of charge: the disk is larger than the free part.
    assert_eq!(stage.ledger(), "created 1, billing 0, storage billing 1");

    let _ = cluster.delete_instance(&ready).await.unwrap();
    assert!(cluster.confirm_deleted(&ready).await.unwrap().is_gone());
    assert_eq!(stage.ledger(), "created 1, billing 0");
    assert!(stage.mdc.ledger().is_settled());
}
