//! The answers have the members, spelling and types of the documented samples.

use super::*;

/// An emulator at the time of the sample, 2022-05-11 19:30:34 in China.
async fn start_then() -> AcOpenApi {
    let clock = Clock::manual_at(seconds(1_652_268_634));
    let builder = AcOpenApi::builder().clock(clock).token("given");
    builder.start().await.expect("a free port")
}

/// The documented detail, with what is made up taken from `given`.
fn sample(given: &Value) -> Value {
    json!({
        "id": given["id"],
        "headerNotebookId": given["headerNotebookId"],
        "instanceServiceName": "Instances_2205113837",
        "currentIndex": 2,
        "gpuNumber": 1,
        "cpuNumber": 3,
        "ramSize": 15360,
        "acceleratorType": "gpu",
        "resourceGroup": "TeslaM40",
        "resourceSpec": "3 核心; 1 加速器; 15.0G 内存",
        "taskNumber": 1,
        "timeoutLimit": "unlimited",
        "userName": given["userName"],
        "version": "jupyter:4.4-py3.7-cpu",
        "imagePath": "10.0.35.26:5000/gpu/admin/base/jupyter:4.4-py3.7-cpu",
        "status": "Waiting",
        "taskType": "ssh",
        "description": "",
        "createTime": "2022-05-11 19:30:34",
        "startTime": null,
        "endTime": null,
        "duration": "--",
        "remainingTime": "--",
        "tensorboardId": null,
        "tensorboardPath": null,
        "mountInfoList": [],
        "containerPortInfoList": [],
        "useStartScript": false,
        "startScriptContent": "",
        "startScriptPath": null,
        "startScriptActionScope": "all",
        "headerNotebookIp": null
    })
}

fn is_id(value: &Value) -> bool {
    let text = value.as_str().expect("a text");
    text.len() == 32 && text.bytes().all(|byte| matches!(byte, b'0'..=b'9' | b'a'..=b'f'))
}

#[tokio::test]
async fn detail_and_list_show_a_waiting_instance_as_documented() {
    let ac = start_then().await;
    let mut order = order();
    order["instanceServiceName"] = json!("Instances_2205113837");
    order["mountInfoList"] = json!([]);
    order["containerPortInfoList"] = json!([]);
    created(&ac, &order).await;
    let id = created(&ac, &order).await;

    let answer = detail(&ac, &id).await;
    let body = answer.json();
    let given = &body["data"];
    assert_eq!(body, json!({"code": "0", "msg": "SUCCESS", "data": sample(given)}));
    assert!(answer.head.contains("content-type: application/json;charset=utf-8"));
    assert_eq!(given["id"], json!(id));
    assert!(is_id(&given["id"]) && is_id(&given["headerNotebookId"]));
    assert_ne!(given["id"], given["headerNotebookId"]);
    let list = Request::new("GET", TASK).header("token: given").json(&json!({
        "status": null,
        "instanceServiceName": null,
        "taskType": "ssh",
        "start": 0,
        "limit": 20,
        "sort": "desc"
    }));
    let list = data(&list.send(ac.address()).await);
    assert_eq!(list["data"][0], *given);
}

#[tokio::test]
async fn a_running_instance_says_since_when_and_where_its_ports_are() {
    let ac = start_then().await;
    let id = running(&ac, &order()).await;
    ac.clock().advance(seconds(90));
    let shown = data(&detail(&ac, &id).await);
    assert_eq!(shown["startTime"], "2022-05-11 19:30:39");
    assert_eq!(shown["duration"], "0d 0h 1m");
    let port = &shown["containerPortInfoList"][0];
    let wanted = json!([
        {"accessUrl": port["accessUrl"], "containerPort": "18888", "protocolType": "HTTP"}
    ]);
    assert_eq!(shown["containerPortInfoList"], wanted);
    let leads_to = port["accessUrl"].as_str().expect("a URL");
    assert!(leads_to.starts_with("http://ai.emulated.example:"), "{leads_to}");
    let mounts = json!([{"sourcePath": "/public1/home/someone/test_mount", "type": "data"}]);
    assert_eq!(shown["mountInfoList"], mounts);
    assert!(shown["headerNotebookIp"].is_string());
}

#[tokio::test]
async fn create_restart_stop_script_and_delete_answer_as_documented() {
    let ac = start(|_| ()).await;
    let answer = create(&ac, &order()).await.json();
    assert!(is_id(&answer["data"]));
    let wanted = json!({"code": "0", "msg": "success", "data": answer["data"]});
    assert_eq!(answer, wanted);
    let id = answer["data"].as_str().expect("an id").to_owned();
    ac.clock().advance(seconds(5));

    let nothing = json!({"code": "0", "msg": "success", "data": null});
    let script = json!({
        "startScriptActionScope": "all",
        "startScriptContent": "echo \"hello world\"",
        "id": id
    });
    let target = format!("{TASK}/actions/execute-script");
    assert_eq!(call_with(&ac, "POST", &target, &script).await.json(), nothing);
    assert_eq!(stop(&ac, &[&id]).await.json(), nothing);
    ac.clock().advance(seconds(1));
    assert_eq!(restart(&ac, &id).await.json(), wanted);
    assert_eq!(delete(&ac, &[&id]).await.json(), nothing);
}

#[tokio::test]
async fn limits_are_those_of_the_sample() {
    let ac = start(|_| ()).await;
    let target = format!("{SERVICE}/resources?acceleratorType=gpu&resourceGroup=TeslaM40");
    let wanted = json!({
        "code": "0",
        "msg": "success",
        "data": {
            "id": null,
            "cpuNumber": 40,
            "mluLimits": 0,
            "dcuLimits": 0,
            "nvLimits": 0,
            "gpuNumber": 2,
            "memorySize": 31888,
            "resourceGroup": "TeslaM40",
            "userName": null,
            "nodeNumber": 1,
            "maxTime": "unlimited"
        }
    });
    assert_eq!(call(&ac, "GET", &target).await.json(), wanted);
}

#[tokio::test]
async fn the_url_has_the_form_of_the_sample() {
    let ac = start(|_| ()).await;
    let id = running(&ac, &order_with("taskType", "jupyter")).await;
    let shown = data(&url(&ac, &id).await);
    let shown = shown.as_str().expect("a URL");
    let rest = shown.strip_prefix("http://ai.emulated.example:7090/jupyter-forward/");
    let (inner, credential) =
        rest.and_then(|rest| rest.split_once("/?token=sothisai_")).expect(shown);
    assert_eq!(inner, credential);
    assert!(is_id(&json!(inner)));
    let detail = data(&detail(&ac, &id).await);
    assert!(inner != id && json!(inner) != detail["headerNotebookId"]);
}
