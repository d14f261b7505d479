//! What can be asked for.

use super::*;

#[tokio::test]
async fn every_group_of_the_list_has_limits() {
    let ac = start(|_| ()).await;
    let groups = data(&call(&ac, "GET", &format!("{SERVICE}/resource-group")).await);
    let mut counted = 0;
    for accelerator in ["gpu", "dcu", "mlu", "cpu"] {
        for group in groups[accelerator].as_array().expect("groups") {
            let name = group["resourceGroup"].as_str().expect("a name");
            let query = format!("acceleratorType={accelerator}&resourceGroup={name}");
            let limits = data(&call(&ac, "GET", &format!("{SERVICE}/resources?{query}")).await);
            assert_eq!(limits["resourceGroup"], name);
            counted += 1;
        }
    }
    assert_eq!(counted, 4);
}

#[tokio::test]
async fn limits_need_accelerator_and_group() {
    let ac = start(|_| ()).await;
    let table = [
        ("", "10003", "参数不全: acceleratorType"),
        ("acceleratorType=gpu", "10003", "参数不全: resourceGroup"),
        ("acceleratorType=dcu&resourceGroup=TeslaM40", "10004", "参数无效: no such resourceGroup"),
    ];
    for (query, code, message) in table {
        let answer = call(&ac, "GET", &format!("{SERVICE}/resources?{query}")).await;
        assert_refused(&answer, code, message);
    }
}

#[tokio::test]
async fn the_home_directory_can_be_mounted() {
    let ac = start(|_| ()).await;
    let region = data(&call(&ac, "GET", "/ac/openapi/v2/center").await);
    let dirs = data(&call(&ac, "GET", &format!("{SERVICE}/allowed-mount-dir")).await);
    assert_eq!(dirs, json!([region["clusterUserInfo"]["homePath"]]));
}
