//! The answers have the members, spelling and types of the page's samples.

use super::*;

/// The sample of the create answer, with what is made up taken from `given`.
fn created_sample(given: &Value, prefix: &str) -> Value {
    let key = |name: &str| format!("{prefix}/{name}");
    let volume = given["volumeMounts"][1]["PVCName"].as_str().expect("a volume");
    json!({
        "name": given["name"],
        "namespace": "xxx",
        "Region": "host-cluster",
        "displayName": "test1",
        "description": "",
        "annotations": {
            key("cost-coupon-id"): "",
            key("cost-discount-id"): "",
            key("cost-disk-sku-id"): "1",
            key("cost-gpu-sku-id"): "66",
            key("cost-order-id"): given["annotations"][key("cost-order-id")],
            key("cost-time"): "",
            key("cost-type"): "1",
            key("description"): "",
            key("display-name"): "test1",
            key("gpu.machine"): "4090",
            key("gpu.resource.key"): "nvidia.com/gpu-4090",
            key("region"): "host-cluster",
            key("saveDataEnabled"): "false",
            key("unit-price"): "250"
        },
        "uid": given["uid"],
        "image": "images.neolink-ai.com/matrixdc/tensorflow:2.15.0-python3.10-cuda12.1.0-cudnn8-devel-ubuntu22.04",
        "replicas": 1,
        "resources": {"cpu": "16", "memory": "96Gi", "GPUNum": "1", "GPUType": "4090"},
        "volumeMounts": [
            {
                "PathInContainer": "/",
                "Type": "local-filesystem",
                "Size": 30,
                "PVCName": "",
                "displayName": "\u{7cfb}\u{7edf}\u{76d8}",
                "filesystemType": "system"
            },
            {
                "PathInContainer": "/root/data",
                "Type": "shared-filesystem",
                "Size": 0,
                "PVCName": volume,
                "displayName": format!("\u{78c1}\u{76d8}-{volume}"),
                "filesystemType": "data"
            }
        ],
        // Where the manual clock stands.
        "creationTimestamp": "2024-09-20T13:42:24+08:00",
        "updateTimestamp": "0001-01-01T00:00:00Z",
        "ScheduleStopTimestamp": "0001-01-01T00:00:00Z",
        "status": "Creating",
        "cost": {
            "CostType": "1",
            "CostTime": "",
            "DiscountID": "",
            "GPUSKUID": "66",
            "DiskSKUID": "1",
            "CouponID": ""
        }
    })
}

/// The sample of the list, with what is made up taken from `given`.
fn listed_sample(given: &Value, prefix: &str, ssh_domain: &str) -> Value {
    let mut sample = created_sample(given, prefix);
    let uid = given["uid"].as_str().expect("a uid");
    let token = after(&given["servers"]["Jupyterlab"], "?token=");
    let port = between(&given["servers"]["SSH"]["sshAddr"], "-p", " ");
    sample["status"] = json!("Running");
    sample["volumeMounts"][1]["Size"] = json!(50);
    sample["servers"] = json!({
        "Jupyterlab": format!("http://{uid}.gw.neolink-ai.com/jupyter?token={token}"),
        "Tensorboard": format!("http://{uid}.gw.neolink-ai.com/monitor"),
        "SSH": {
            "sshAddr": format!("ssh -p{port} root@{uid}.{ssh_domain}"),
            "sshPassword": given["servers"]["SSH"]["sshPassword"]
        }
    });
    sample["Pods"] = json!([{
        "Name": given["Pods"][0]["Name"],
        "Containers": [{"Name": "worker"}],
        "nodeScheduled": format!("gpu-4090-{}", after(&given["Pods"][0]["nodeScheduled"], "4090-")),
        "ip": format!("172.31.{}", after(&given["Pods"][0]["ip"], "172.31."))
    }]);
    sample
}

fn after<'a>(text: &'a Value, mark: &str) -> &'a str {
    let text = text.as_str().expect("a text");
    text.split_once(mark).expect("the mark").1
}

fn between<'a>(text: &'a Value, from: &str, to: &str) -> &'a str {
    after(text, from).split_once(to).expect("the mark").0
}

#[tokio::test]
async fn create_list_and_get_answer_as_in_both_editions() {
    let editions = [
        (Edition::Demo, "demo.cdc.datenfab.com", "gws.demo.cdc.datenfab.com"),
        (Edition::Neolink, "neolink.ai", "gws.neolink-ai.com"),
    ];
    for (edition, prefix, ssh_domain) in editions {
        let mdc = start(|behaviour| {
            behaviour.edition = edition;
            behaviour.real_hosts = true;
        })
        .await;
        let given = create(&mdc, &Order::new("test1")).await.json();
        assert_eq!(given, created_sample(&given, prefix));
        mdc.clock().advance(seconds(3));

        let page = list(&mdc).await;
        let listed = &page["nodes"][0];
        let nodes = [listed_sample(listed, prefix, ssh_domain)];
        assert_eq!(page, json!({"hasNextPage": false, "nodes": nodes, "totalCount": 1}));
        for member in ["name", "uid", "annotations"] {
            assert_eq!(listed[member], given[member]);
        }

        let mut sample = listed.clone();
        let annotations = sample["annotations"].as_object_mut().expect("an object");
        annotations.remove(&format!("{prefix}/saveDataEnabled"));
        assert_eq!(annotations.len(), 13);
        let got = get(&mdc, given["name"].as_str().expect("a name")).await.json();
        assert_eq!(got, sample);
    }
}

#[tokio::test]
async fn made_up_values_have_the_form_of_the_sample() {
    let mdc = start(|_| ()).await;
    create(&mdc, &Order::new("test1")).await;
    mdc.clock().advance(seconds(3));
    let one = list(&mdc).await["nodes"][0].clone();
    let name = one["name"].as_str().expect("a name");
    let pod = one["Pods"][0]["Name"].as_str().expect("a name");
    assert_eq!(pod.strip_prefix(name).expect("the name").len(), 6);
    let token = after(&one["servers"]["Jupyterlab"], "?token=");
    let password = one["servers"]["SSH"]["sshPassword"].as_str().expect("a password");
    assert_eq!((token.len(), password.len()), (32, 12));
    let volume = one["volumeMounts"][1]["PVCName"].as_str().expect("a volume");
    assert_eq!(volume.strip_prefix("volume-").expect("a volume").len(), 8);
}

#[tokio::test]
async fn unless_asked_for_no_address_leads_to_a_real_host() {
    let mdc = start(|_| ()).await;
    create(&mdc, &Order::new("a")).await;
    mdc.clock().advance(seconds(3));
    let servers = list(&mdc).await["nodes"][0]["servers"].clone();
    let ssh = servers["SSH"]["sshAddr"].as_str().expect("a command");
    assert!(ssh.ends_with(".gws.demo.cdc.datenfab.com.example"), "{ssh}");
    for tool in ["Jupyterlab", "Tensorboard"] {
        let url = servers[tool].as_str().expect("a URL");
        assert!(url.contains(".gw.neolink-ai.com.example/"), "{url}");
    }
    mdc.change(|behaviour| behaviour.ssh_at = Some(([127, 0, 0, 1], 2222).into()));
    let ssh = list(&mdc).await["nodes"][0]["servers"]["SSH"]["sshAddr"].clone();
    assert_eq!(ssh, "ssh -p2222 root@127.0.0.1");
}
