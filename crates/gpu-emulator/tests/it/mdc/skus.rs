//! Regions and GPU specifications.

use super::*;

async fn skus(mdc: &Mdc, region: &str) -> Vec<Value> {
    let target = format!("/mdc/api/v1/skus/computings?region_id={region}");
    let answer = call(mdc, "GET", &target).await.json();
    answer.as_array().expect("an array").clone()
}

async fn sku(mdc: &Mdc, id: &str) -> Value {
    let rows = skus(mdc, BEIJING).await;
    rows.into_iter().find(|row| row["skusID"] == id).expect("it is on offer")
}

#[tokio::test]
async fn every_region_offers_its_own() {
    let mdc = start(|_| ()).await;
    let regions = call(&mdc, "GET", "/mdc/api/v1/regions").await.json();
    let mut ids = Vec::new();
    for region in regions.as_array().expect("an array") {
        for row in skus(&mdc, region["id"].as_str().expect("an id")).await {
            assert_eq!(row["regionID"], region["id"]);
            assert_eq!(row["regionName"], region["region"]);
            assert_eq!(row["clusterName"], region["clusterName"]);
            ids.push(row["skusID"].as_str().expect("a text").to_owned());
        }
    }
    let wanted = ["2", "3", "66", "67", "68", "69", "70", "71", "72", "73", "80", "81"];
    assert_eq!(ids, wanted);
}

#[tokio::test]
async fn prices_are_integers_where_they_can_be() {
    let mdc = start(|_| ()).await;
    let rows = skus(&mdc, BEIJING).await;
    let prices: Vec<_> = rows.iter().map(|row| row["price"].to_string()).collect();
    let wanted = ["10", "20", "2.5", "5", "48", "300", "1150", "1", "4", "160"];
    assert_eq!(prices, wanted);
}

#[tokio::test]
async fn one_sku_is_sold_out_from_the_start() {
    let mdc = start(|_| ()).await;
    assert_eq!(sku(&mdc, "71").await["remainGPUCount"], 0);
}

#[tokio::test]
async fn a_region_that_is_missing_or_unknown_is_refused() {
    let mdc = start(|_| ()).await;
    let base = "/mdc/api/v1/skus/computings";
    assert_refused(&call(&mdc, "GET", base).await, 400, "region_id is required");
    let unknown = call(&mdc, "GET", &format!("{base}?region_id=host-cluster")).await;
    assert_refused(&unknown, 404, "region not found");
}

#[tokio::test]
async fn no_discount_can_look_in_five_ways() {
    let mdc = start(|_| ()).await;
    let zero = "0001-01-01T00:00:00Z";
    let table = [
        (NoDiscount::RatioOne, Some([json!(1), json!(""), json!(zero), json!(zero)])),
        (NoDiscount::RatioZero, Some([json!(0), json!(""), json!(zero), json!(zero)])),
        (NoDiscount::EmptyTexts, Some([json!(1), json!(""), json!(""), json!("")])),
        (NoDiscount::Missing, None),
        (NoDiscount::Null, Some([const { Value::Null }; 4])),
    ];
    for (form, values) in table {
        mdc.change(|behaviour| behaviour.no_discount = form);
        let row = sku(&mdc, "66").await;
        let names = ["ratio", "discountID", "discountStartTime", "discountEndTime"];
        for (at, name) in names.into_iter().enumerate() {
            let wanted = values.as_ref().map(|values| &values[at]);
            assert_eq!(row.get(name), wanted, "{form:?} {name}");
        }
        assert_eq!(row["price"], 2.5);
    }
}
