//! The envelope, limits and access URLs, in every form that they may have.

use super::*;

#[tokio::test]
async fn codes_may_be_numbers() {
    let ac = start(|behaviour| behaviour.numeric_codes = true).await;
    assert_eq!(create(&ac, &order()).await.json()["code"], json!(0));
    assert_eq!(detail(&ac, NOBODY).await.json()["code"], json!(816_822));
    ac.change(|behaviour| behaviour.not_found_code = "E404".into());
    assert_eq!(detail(&ac, NOBODY).await.json()["code"], json!("E404"));
}

#[tokio::test]
async fn a_refusal_may_have_any_data() {
    let ac = start(|_| ()).await;
    assert_eq!(detail(&ac, NOBODY).await.json()["data"], "");
    for wanted in [Some(json!({})), Some(Value::Null), None] {
        ac.change(|behaviour| behaviour.error_data = wanted.clone());
        let answer = detail(&ac, NOBODY).await;
        assert_eq!(answer.status, 200);
        assert_eq!(answer.json().get("data"), wanted.as_ref());
    }
}

#[tokio::test]
async fn every_group_of_the_list_has_limits_which_need_accelerator_and_group() {
    let ac = start(|_| ()).await;
    let limits =
        async |query: &str| call(&ac, "GET", &format!("{SERVICE}/resources?{query}")).await;
    let groups = data(&call(&ac, "GET", &format!("{SERVICE}/resource-group")).await);
    let mut counted = 0;
    for accelerator in ["gpu", "dcu", "mlu", "cpu"] {
        for group in groups[accelerator].as_array().expect("groups") {
            let name = group["resourceGroup"].as_str().expect("a name");
            let query = format!("acceleratorType={accelerator}&resourceGroup={name}");
            assert_eq!(data(&limits(&query).await)["resourceGroup"], name);
            counted += 1;
        }
    }
    assert_eq!(counted, 4);
    let table = [
        ("", "10003", "参数不全: acceleratorType"),
        ("acceleratorType=gpu", "10003", "参数不全: resourceGroup"),
        ("acceleratorType=dcu&resourceGroup=TeslaM40", "10004", "参数无效: no such resourceGroup"),
    ];
    for (query, code, message) in table {
        assert_refused(&limits(query).await, code, message);
    }
}

#[tokio::test]
async fn the_home_directory_can_be_mounted() {
    let ac = start(|_| ()).await;
    let region = data(&call(&ac, "GET", "/ac/openapi/v2/center").await);
    let dirs = data(&call(&ac, "GET", &format!("{SERVICE}/allowed-mount-dir")).await);
    assert_eq!(dirs, json!([region["clusterUserInfo"]["homePath"]]));
}

#[tokio::test]
async fn without_a_run_there_is_none() {
    let ac = start(|_| ()).await;
    let ended = stopped(&ac, &order()).await;
    let waiting = created(&ac, &order()).await;
    for id in [&ended, &waiting] {
        assert_refused(&url(&ac, id).await, "10001", "内部异常: it is not running");
    }
    assert_refused(&url(&ac, NOBODY).await, "816822", "任务不存在");
    for wanted in [json!(""), Value::Null] {
        ac.change(|behaviour| behaviour.no_url = Some(wanted.clone()));
        assert_eq!(data(&url(&ac, &ended).await), wanted);
    }
}

#[tokio::test]
async fn addresses_can_lead_somewhere() {
    let ac = start(|behaviour| behaviour.access_at = Some(([127, 0, 0, 1], 8888).into())).await;
    let ports = json!([
        {"protocolType": "HTTP", "containerPort": "80"},
        {"protocolType": "SSH", "containerPort": "22"}
    ]);
    let id = running(&ac, &order_with("containerPortInfoList", ports)).await;
    let shown = data(&url(&ac, &id).await);
    let shown = shown.as_str().expect("a URL");
    assert!(shown.starts_with("http://127.0.0.1:8888/ssh-forward/"), "{shown}");
    let ports = data(&detail(&ac, &id).await)["containerPortInfoList"].clone();
    assert_eq!(ports[0]["accessUrl"], "http://127.0.0.1:8888/");
    assert_eq!(ports[1]["accessUrl"], "127.0.0.1:8888");
}
