//! The Python calls of MatrixDC's page work, with only host, token and user id replaced.

use super::*;

/// The body of the create call as Python's library writes it.
const CREATE: &str = r#"{"Cost": {"CostType": "1", "CouponID": "", "DiskSKUID": "1", "GPUSKUID": "66", "CostTime": ""}, "VolumeMount": [{"PathInContainer": "/root/data", "Size": 50, "Type": "shared-filesystem"}], "namespace": "xxx", "displayName": "test1", "image": "images.neolink-ai.com/matrixdc/tensorflow:2.15.0-python3.10-cuda12.1.0-cudnn8-devel-ubuntu22.04", "Region": ""}"#;

/// The body of the power-off call; `True` is Python's.
const POWER_OFF: &str =
    r#"{"gracePeriodSeconds": 10, "needSnapshot": true, "imageName": "image1", "tag": "v1.1.0"}"#;

/// What Python's `requests` 2.32 puts on the wire.
fn bytes(mdc: &Mdc, method: &str, path: &str, body: Option<&str>) -> Vec<u8> {
    let mut text = format!(
        "{method} /mdc/api/v1/{path} HTTP/1.1\r\nHost: {}\r\nUser-Agent: python-requests/2.32.3\r\n\
         Accept-Encoding: gzip, deflate\r\nAccept: */*\r\nConnection: keep-alive\r\n\
         namespace: {}\r\nAuthorization: bearer {}\r\n",
        mdc.address(),
        mdc.user_id(),
        mdc.token()
    );
    if let Some(body) = body {
        let length = body.len();
        text += &format!("Content-Length: {length}\r\nContent-Type: application/json\r\n");
    } else if method != "GET" {
        text += "Content-Length: 0\r\n";
    }
    (text + "\r\n" + body.unwrap_or_default()).into_bytes()
}

async fn sent(mdc: &Mdc, method: &str, path: &str, body: Option<&str>) -> Answer {
    let answer = exchange(mdc.address(), &bytes(mdc, method, path, body)).await;
    assert_eq!(answer.status, 200, "{method} {path}: {}", answer.body);
    mdc.clock().advance(seconds(3));
    answer
}

#[tokio::test]
async fn a_rental_as_on_the_page_ends_with_nothing_to_pay() {
    let mdc = start(|_| ()).await;
    let regions = sent(&mdc, "GET", "regions", None).await.json();
    assert_eq!(regions[0]["id"], BEIJING);
    let skus = format!("skus/computings?region_id={BEIJING}");
    assert_eq!(sent(&mdc, "GET", &skus, None).await.json()[0]["name"], "H20");

    let collection = "clusters/host-cluster/instances";
    let created = sent(&mdc, "POST", collection, Some(CREATE)).await.json();
    assert_eq!(created["status"], "Creating");
    let name = created["name"].as_str().expect("a name");
    let one = format!("{collection}/{name}");
    let listed = sent(&mdc, "GET", collection, None).await.json();
    assert_eq!(listed["nodes"][0]["status"], "Running");
    assert_eq!(sent(&mdc, "GET", &one, None).await.json()["name"], name);

    let off = sent(&mdc, "POST", &format!("{one}/power_off"), Some(POWER_OFF)).await;
    mdc.clock().advance(seconds(10));
    let on = sent(&mdc, "POST", &format!("{one}/power_on"), None).await;
    let deleted = sent(&mdc, "DELETE", &format!("{collection}?name={name}"), None).await;
    for answer in [off, on, deleted] {
        assert_eq!((answer.json(), answer.body.as_str()), (json!("ok"), "\"ok\""));
        assert!(answer.head.contains("content-type: application/json"));
    }
    assert_eq!(mdc.ledger().to_string(), "created 1, billing 0");
}

#[tokio::test]
async fn the_ledger_counts_by_the_documented_routes() {
    let mdc = start(|_| ()).await;
    let base = "/mdc/api/v1";
    let collection = "/mdc/api/v1/clusters/{clusterName}/instances";
    let routes = [
        ("GET", format!("{base}/regions")),
        ("GET", format!("{base}/skus/computings")),
        ("POST", collection.to_owned()),
        ("GET", collection.to_owned()),
        ("DELETE", collection.to_owned()),
        ("GET", format!("{collection}/{{name}}")),
        ("POST", format!("{collection}/{{name}}/power_off")),
        ("POST", format!("{collection}/{{name}}/power_on")),
    ];
    for (method, route) in &routes {
        let path = route.replace("{clusterName}", "host-cluster").replace("{name}", "instance-0");
        let path = path.strip_prefix("/mdc/api/v1/").expect("the base");
        exchange(mdc.address(), &bytes(&mdc, method, path, None)).await;
        let count = mdc.ledger().requests_to(method, route);
        assert_eq!((count.seen, count.processed), (1, 1), "{method} {route}");
    }
    assert_eq!(mdc.ledger().requests_in_all().seen, 8);
}

#[tokio::test]
async fn the_body_template_of_the_page_is_not_json_and_refused() {
    let mdc = start(|_| ()).await;
    let template = CREATE.replace("\"Size\": 50", "\"Size\": ");
    let bytes = bytes(&mdc, "POST", "clusters/host-cluster/instances", Some(&template));
    let answer = exchange(mdc.address(), &bytes).await;
    assert_eq!((answer.status, mdc.ledger().created), (400, 0));
    assert_ne!(answer.json()["message"], Value::Null);
}
