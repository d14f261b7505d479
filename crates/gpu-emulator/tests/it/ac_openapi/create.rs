//! Create: all that is required, all that is wrong.

use super::*;

#[tokio::test]
async fn every_required_field_is_required() {
    let ac = start(|_| ()).await;
    let optional = ["description", "startScriptContent", "mountInfoList", "containerPortInfoList"];
    for field in order().as_object().expect("an object").keys() {
        let answer = create(&ac, &order_with(field, Value::Null)).await;
        match optional.contains(&field.as_str()) {
            true => drop(data(&answer)),
            false => assert_refused(&answer, "10003", &format!("参数不全: {field}")),
        }
    }
    assert_eq!(ac.ledger().created, 4);
}

#[tokio::test]
async fn a_wrong_field_is_named() {
    let ac = start(|_| ()).await;
    let port = |port: Value| json!([{"protocolType": "HTTP", "containerPort": port}]);
    let mount =
        |kind: &str, to: &str| json!([{"sourcePath": "/a", "targetPath": to, "type": kind}]);
    let table = [
        ("acceleratorType", json!("tpu"), "acceleratorType: not \"tpu\""),
        ("taskType", json!("SSH"), "taskType: not \"SSH\""),
        ("startScriptActionScope", json!("none"), "startScriptActionScope: not \"none\""),
        ("cpuNumber", json!("3"), "cpuNumber: invalid "),
        ("cpuNumber", json!(0), "cpuNumber: invalid "),
        ("gpuNumber", json!(-1), "gpuNumber: invalid "),
        ("ramSize", json!(1.5), "ramSize: invalid "),
        ("taskNumber", json!(0), "taskNumber: invalid "),
        ("useStartScript", json!("false"), "useStartScript: invalid "),
        ("instanceServiceName", json!(7), "instanceServiceName: invalid "),
        ("mountInfoList", json!({}), "mountInfoList: invalid "),
        ("mountInfoList", json!(["/a"]), "mountInfoList: invalid "),
        ("mountInfoList", mount("disk", "/b"), "type: not \"disk\""),
        ("mountInfoList", mount("data", "b"), "targetPath: not absolute"),
        ("containerPortInfoList", port(json!("+80")), "containerPort: no port"),
        ("containerPortInfoList", port(json!("http")), "containerPort: no port"),
        ("containerPortInfoList", port(json!(0)), "containerPort: no port"),
        ("containerPortInfoList", port(json!(65536)), "containerPort: no port"),
        (
            "containerPortInfoList",
            json!([{"protocolType": "UDP", "containerPort": "1"}]),
            "protocolType: not \"UDP\"",
        ),
        ("resourceGroup", json!("TeslaM41"), "no such resourceGroup"),
        ("resourceGroup", json!("DCU-Z100"), "no such resourceGroup"),
    ];
    for (field, value, wrong) in table {
        let answer = create(&ac, &order_with(field, value)).await.json();
        let message = answer["msg"].as_str().expect("a text");
        assert!(message.starts_with(&format!("参数无效: {wrong}")), "{message}");
        assert_eq!((&answer["code"], &answer["data"]), (&json!("10004"), &json!("")));
    }
    let limits = "1h Unlimited 3600 01:00 1:00:00 01:60:00 01:00:60 01:00:00:00 +1:00:00 -1:00:00 \
        00:00:00 99999999999999999999:00:00 18446744073709551615:00:00";
    for limit in limits.split(' ') {
        let answer = create(&ac, &order_with("timeoutLimit", limit)).await;
        assert_refused(&answer, "10004", &format!("参数无效: timeoutLimit: not {limit:?}"));
    }
    assert_eq!(ac.ledger().created, 0);
}

#[tokio::test]
async fn a_start_script_that_is_used_needs_content() {
    let ac = start(|_| ()).await;
    let mut order = order_with("useStartScript", true);
    let answer = create(&ac, &order).await;
    assert_refused(&answer, "10003", "参数不全: startScriptContent");
    order["startScriptContent"] = json!("echo a\necho b\n");
    order["startScriptActionScope"] = json!("header");
    let id = created(&ac, &order).await;
    let shown = data(&detail(&ac, &id).await);
    for field in ["useStartScript", "startScriptContent", "startScriptActionScope"] {
        assert_eq!(shown[field], order[field]);
    }
}

#[tokio::test]
async fn a_port_may_be_a_text_or_a_number() {
    let ac = start(|_| ()).await;
    for port in [json!("18888"), json!(18888)] {
        let ports = json!([{"protocolType": "SSH", "containerPort": port}]);
        let id = created(&ac, &order_with("containerPortInfoList", ports)).await;
        let shown = data(&detail(&ac, &id).await);
        let wanted = json!([{"accessUrl": "", "containerPort": "18888", "protocolType": "SSH"}]);
        assert_eq!(shown["containerPortInfoList"], wanted);
    }
}

#[tokio::test]
async fn more_than_a_node_has_is_refused_unless_switched_off() {
    let ac = start(|_| ()).await;
    let table = [("cpuNumber", 40), ("gpuNumber", 2), ("ramSize", 31_888)];
    for (field, most) in table {
        let answer = create(&ac, &order_with(field, most + 1)).await;
        assert_refused(&answer, "716865", "创建任务错误: no node has as much");
        data(&create(&ac, &order_with(field, most)).await);
    }
    ac.change(|behaviour| behaviour.limits_are_enforced = false);
    data(&create(&ac, &order_with("gpuNumber", 3)).await);
}

#[tokio::test]
async fn the_same_name_is_another_instance() {
    let ac = start(|_| ()).await;
    let first = created(&ac, &named("a")).await;
    let second = created(&ac, &named("a")).await;
    assert_ne!(first, second);
    assert_eq!(ac.ledger().created, 2);
    for id in [&first, &second] {
        assert!(id.len() == 32 && id.bytes().all(|byte| byte.is_ascii_hexdigit()));
    }
}

#[tokio::test]
async fn a_body_has_to_be_json_and_say_so() {
    let ac = start(|_| ()).await;
    assert_refused(&call(&ac, "POST", TASK).await, "10003", "参数不全: body");
    for body in [json!([]), json!("a"), json!(null)] {
        let answer = create(&ac, &body).await;
        assert_eq!(answer.json()["code"], "10004", "{body}");
    }
    let untyped = request("POST", TASK).json(&order()).without("Content-Type");
    let answer = untyped.send(ac.address()).await;
    assert_refused(&answer, "10004", "参数无效: the body is not application/json");
    assert_eq!(ac.ledger().created, 0);
}
