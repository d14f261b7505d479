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

/// Prices are integers where they can be.
#[tokio::test]
async fn every_region_offers_its_own() {
    let mdc = start(|_| ()).await;
    let regions = call(&mdc, "GET", "/mdc/api/v1/regions").await.json();
    let table = [
        (
            "北京一区",
            "host-cluster",
            "2 10 8, 3 20 8, 66 2.5 16, 67 5 16, 68 48 16, 69 300 16, \
            70 1150 16, 71 1 0, 72 4 4, 73 160 8",
        ),
        ("华东一区", "east-cluster", "80 1.6 4, 81 2.4 8"),
    ];
    assert_eq!(regions.as_array().map(Vec::len), Some(table.len()));
    for ((name, cluster, wanted), region) in table.into_iter().zip(regions.as_array().unwrap()) {
        assert_eq!((&region["region"], &region["clusterName"]), (&json!(name), &json!(cluster)));
        let rows = skus(&mdc, region["id"].as_str().expect("an id")).await;
        let shown = rows.iter().map(|row| {
            assert_eq!(row["regionID"], region["id"]);
            assert_eq!((&row["regionName"], &row["clusterName"]), (&json!(name), &json!(cluster)));
            let id = row["skusID"].as_str().expect("a text");
            format!("{id} {} {}", row["price"], row["remainGPUCount"])
        });
        assert_eq!(shown.collect::<Vec<_>>().join(", "), wanted);
    }
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
async fn no_discount_looks_as_the_switch_says() {
    let mdc = start(|_| ()).await;
    let zero = "0001-01-01T00:00:00Z";
    let usual = Some([json!(1), json!(""), json!(zero), json!(zero)]);
    for (at, values) in [usual, None, Some([const { Value::Null }; 4])].into_iter().enumerate() {
        if at > 0 {
            mdc.change(|behaviour| behaviour.no_discount = values.clone());
        }
        let row = sku(&mdc, "66").await;
        let names = ["ratio", "discountID", "discountStartTime", "discountEndTime"];
        for (at, name) in names.into_iter().enumerate() {
            assert_eq!(row.get(name), values.as_ref().map(|values| &values[at]), "{name}");
        }
        assert_eq!(row["price"], 2.5);
    }
}
